import { z } from 'zod';
import { reads, writes } from '@/lib/contract';
import { pageOf } from '@/lib/core/list';
import * as schedules from '@/lib/runs/schedule.schema';
import { scheduleView } from '@/lib/runs/schema';
import * as examples from './schedules.examples';

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
  example: {
    input: { enabled: 'true' },
    response: { items: [examples.scheduleRowExample], nextCursor: null },
  },
});
export const readScheduleContract = reads('/api/schedules/{id}', 'One schedule', {
  input: schedulePath,
  response: schedules.scheduleRow,
  example: { input: { id: '4e8f3a10-5c2d-4b9f-8a67-1d0e9c7b6a55' }, response: examples.scheduleRowExample },
});
export const previewScheduleContract = reads(
  '/api/schedules/preview',
  'What a cron pattern means: in words, and its next three fires',
  {
    input: schedules.previewScheduleInput,
    response: schedules.schedulePreview,
    example: {
      input: { cron: '0 6 * * 1', timeZone: 'UTC' },
      response: {
        words: 'Mondays at 06:00 UTC',
        next: ['2026-11-23T06:00:00.000Z', '2026-11-30T06:00:00.000Z', '2026-12-07T06:00:00.000Z'],
        keys: [],
      },
    },
  },
);
export const createScheduleContract = writes('admin', '/api/schedules', 'Let a run start by itself', {
  input: schedules.createScheduleInput,
  response: scheduleView,
  status: 201,
  example: {
    input: { name: 'Weekly recommendations', graph: 'recommend', cron: '0 6 * * 1' },
    response: examples.scheduleExample,
  },
});
export const changeScheduleContract = writes('admin', '/api/schedules/{id}', 'Change a schedule', {
  method: 'PATCH',
  input: schedules.changeScheduleInput.extend({ id: z.uuid() }),
  response: scheduleView,
  example: {
    input: { id: '4e8f3a10-5c2d-4b9f-8a67-1d0e9c7b6a55', enabled: true },
    response: examples.scheduleExample,
  },
});
export const restoreScheduleContract = writes(
  'admin',
  '/api/schedules/{id}/restore',
  'Put a schedule that ships back to what it was',
  {
    input: schedulePath,
    response: scheduleView,
    example: { input: { id: '4e8f3a10-5c2d-4b9f-8a67-1d0e9c7b6a55' }, response: examples.scheduleExample },
  },
);
export const removeScheduleContract = writes('admin', '/api/schedules/{id}', 'Delete a schedule', {
  method: 'DELETE',
  body: undefined,
  input: schedulePath,
  response: z.object({ removed: z.boolean() }),
  example: { input: { id: '4e8f3a10-5c2d-4b9f-8a67-1d0e9c7b6a55' }, response: { removed: true } },
});
export const runScheduleContract = writes(
  'operator',
  '/api/schedules/{id}/run',
  'Start its run at once; the next one that is due starts all the same',
  {
    input: schedulePath,
    response: z.object({ runId: z.string() }),
    status: 202,
    example: {
      input: { id: '4e8f3a10-5c2d-4b9f-8a67-1d0e9c7b6a55' },
      response: { runId: '3000a8f2-bed1-44d1-b030-94c7b9a0d62b' },
    },
  },
);
