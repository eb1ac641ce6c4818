import { z } from 'zod';
import { reads, writes } from '@/lib/contract';
import { pageOf } from '@/lib/core/list';
import * as schedules from '@/lib/runs/schedule.schema';
import { scheduleView } from '@/lib/runs/schema';

const schedulePath = z.object({ id: z.uuid() });

export const listSchedulesContract = reads('/api/schedules', 'What starts by itself, the next one first', {
  input: schedules.listSchedulesInput,
  response: pageOf(schedules.scheduleRow),
  csv: [
    'id',
    'name',
    'graph',
    'input',
    'cron',
    'words',
    'timeZone',
    'keyFormat',
    'enabled',
    'lastDueAt',
    'nextDueAt',
  ],
});
export const readScheduleContract = reads('/api/schedules/{id}', 'One schedule', {
  input: schedulePath,
  response: schedules.scheduleRow,
});
export const previewScheduleContract = reads(
  '/api/schedules/preview',
  'What a cron pattern means: in words, and its next three fires',
  { input: schedules.previewScheduleInput, response: schedules.schedulePreview },
);
export const createScheduleContract = writes('admin', '/api/schedules', 'Let a run start by itself', {
  input: schedules.createScheduleInput,
  response: scheduleView,
  status: 201,
});
export const changeScheduleContract = writes('admin', '/api/schedules/{id}', 'Change a schedule', {
  method: 'PATCH',
  input: schedules.changeScheduleInput.extend({ id: z.uuid() }),
  response: scheduleView,
});
export const restoreScheduleContract = writes(
  'admin',
  '/api/schedules/{id}/restore',
  'Put a schedule that ships back to what it was',
  { input: schedulePath, response: scheduleView },
);
export const removeScheduleContract = writes('admin', '/api/schedules/{id}', 'Delete a schedule', {
  method: 'DELETE',
  body: undefined,
  input: schedulePath,
  response: z.object({ removed: z.boolean() }),
});
export const runScheduleContract = writes(
  'operator',
  '/api/schedules/{id}/run',
  'Start its run at once; the next one that is due starts all the same',
  { input: schedulePath, response: z.object({ runId: z.string() }), status: 202 },
);
