import { z } from 'zod';
import { listInput } from '@/lib/core/list';
import { scheduleView, setScheduleInput } from './schema';

/** Where no key is given its runs are called by the schedule's name and the minute they were due. */
export const createScheduleInput = setScheduleInput.extend({
  keyFormat: setScheduleInput.shape.keyFormat.optional(),
});
export type CreateScheduleInput = z.input<typeof createScheduleInput>;

export const changeScheduleInput = z
  .object({
    name: setScheduleInput.shape.name,
    graph: setScheduleInput.shape.graph,
    input: z.json(),
    cron: setScheduleInput.shape.cron,
    timeZone: z.string().min(1).max(60),
    keyFormat: setScheduleInput.shape.keyFormat,
    enabled: z.boolean(),
  })
  .partial();
export type ChangeScheduleInput = z.input<typeof changeScheduleInput>;

export const listSchedulesInput = listInput.extend({ enabled: z.stringbool().optional() });
export type ListSchedulesInput = z.infer<typeof listSchedulesInput>;

/** A schedule with its pattern in words. One that ships can be switched off and restored, not deleted. */
export const scheduleRow = scheduleView.extend({ words: z.string(), isShipped: z.boolean() });
export type ScheduleRow = z.infer<typeof scheduleRow>;

export const previewScheduleInput = z.object({
  cron: setScheduleInput.shape.cron,
  timeZone: setScheduleInput.shape.timeZone,
  keyFormat: setScheduleInput.shape.keyFormat.optional(),
});
export type PreviewScheduleInput = z.infer<typeof previewScheduleInput>;

export const schedulePreview = z.object({
  words: z.string(),
  next: z.array(z.string()), // the next three fires; fewer where the pattern ends
  keys: z.array(z.string()), // what their runs would be called
});
export type SchedulePreview = z.infer<typeof schedulePreview>;
