import type { z } from 'zod';
import type { Reader, Transaction } from '@/lib/core/db';
import { checkTiming, nextDue } from './schedule';
import { type ScheduleView, scheduleView, type setScheduleInput } from './schema';

export type ScheduleSetting = z.infer<typeof setScheduleInput>;

type ScheduleRow = Omit<ScheduleView, 'input' | 'lastDueAt' | 'nextDueAt'> & {
  input: unknown;
  lastDueAt: Date | null;
  nextDueAt: Date | null;
};

export async function listSchedules(reader: Reader): Promise<ScheduleView[]> {
  return (await reader.schedule.findMany({ orderBy: { name: 'asc' } })).map(toView);
}

export async function upsertSchedule(
  tx: Transaction,
  setting: ScheduleSetting,
  nextDueAt: Date | null,
): Promise<ScheduleView> {
  const { name, input, ...rest } = setting;
  const data = { ...rest, nextDueAt, input: input ?? {} };
  return toView(await tx.schedule.upsert({ where: { name }, create: { name, ...data }, update: data }));
}

/** A schedule that ships: made once by name, then left as the operators changed it. */
export async function ensureSchedule(tx: Transaction, setting: ScheduleSetting, now: Date): Promise<void> {
  checkTiming(setting);
  const data = { ...setting, input: setting.input ?? {}, nextDueAt: nextDue(setting, now) };
  await tx.schedule.createMany({ data: [data], skipDuplicates: true });
}

function toView({ lastDueAt, nextDueAt, ...row }: ScheduleRow): ScheduleView {
  return scheduleView.parse({
    ...row,
    lastDueAt: lastDueAt?.toISOString() ?? null,
    nextDueAt: nextDueAt?.toISOString() ?? null,
  });
}
