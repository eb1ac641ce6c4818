import type { z } from 'zod';
import type { Reader, Transaction } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import type { Page } from '@/lib/core/list';
import { readPage } from '@/lib/core/page';
import { Prisma } from '@/prisma/generated/client';
import { cronWords } from './cron-words';
import { checkTiming, nextDue } from './schedule';
import type { ScheduleRow as ListedSchedule, ListSchedulesInput } from './schedule.schema';
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

/** Schedules a page at a time. `shipped` names those that come with the program. */
export async function pageSchedules(
  reader: Reader,
  { enabled, ...list }: ListSchedulesInput,
  shipped: readonly string[],
): Promise<Page<ListedSchedule>> {
  const like = list.q ? `%${list.q.replaceAll(/[\\%_]/g, '\\$&')}%` : null;
  const { rows, nextCursor } = await readPage<{ id: string }>(reader, {
    select: Prisma.sql`s.id::text AS id`,
    from: Prisma.sql`schedules s`,
    where: [
      ...(like ? [Prisma.sql`(s.name ILIKE ${like} OR s.graph ILIKE ${like})`] : []),
      ...(enabled === undefined ? [] : [Prisma.sql`s.enabled = ${enabled}`]),
    ],
    sorts: {
      name: { expression: Prisma.sql`lower(s.name)`, cast: 'text' },
      graph: { expression: Prisma.sql`s.graph`, cast: 'text' },
      nextDueAt: { expression: NEXT, cast: 'timestamptz' },
      lastDueAt: { expression: LAST, cast: 'timestamptz' },
    },
    defaultSort: 'nextDueAt',
    id: { expression: Prisma.sql`s.id`, cast: 'uuid' },
    list,
  });
  const ids = rows.map(({ id }) => id);
  const known = await reader.schedule.findMany({ where: { id: { in: ids } } });
  const items = ids.flatMap((id) => known.filter((row) => row.id === id)).map((row) => listed(row, shipped));
  return { items, nextCursor };
}

// What is switched off is due never, and stands last.
const NEXT = Prisma.sql`CASE WHEN s.enabled THEN COALESCE(s.next_due_at, 'infinity') ELSE 'infinity'::timestamptz END`;
const LAST = Prisma.sql`COALESCE(s.last_due_at, '-infinity'::timestamptz)`;

function listed(row: ScheduleRow, shipped: readonly string[]): ListedSchedule {
  const view = toView(row);
  const nextDueAt = view.enabled ? view.nextDueAt : null;
  return { ...view, nextDueAt, words: cronWords(view.cron), isShipped: shipped.includes(view.name) };
}

/** Throws `not_found`. */
export async function readSchedule(
  reader: Reader,
  scheduleId: string,
  shipped: readonly string[],
): Promise<ListedSchedule> {
  return listed(await findSchedule(reader, scheduleId), shipped);
}

async function findSchedule(reader: Reader, scheduleId: string): Promise<ScheduleRow> {
  const row = await reader.schedule.findUnique({ where: { id: scheduleId } });
  if (!row) throw new AppError('not_found', 'there is no such schedule');
  return row;
}

/** The row stays locked to the end of the transaction: a worker that fires it waits. Throws `not_found`. */
export async function lockSchedule(tx: Transaction, scheduleId: string): Promise<ScheduleView> {
  await tx.$queryRaw`SELECT FROM schedules WHERE id = ${scheduleId}::uuid FOR UPDATE`;
  return toView(await findSchedule(tx, scheduleId));
}

export async function insertSchedule(
  tx: Transaction,
  { input, ...setting }: ScheduleSetting,
  nextDueAt: Date | null,
): Promise<ScheduleView> {
  return toView(await tx.schedule.create({ data: { ...setting, input: input ?? {}, nextDueAt } }));
}

export async function writeSchedule(
  tx: Transaction,
  scheduleId: string,
  { input, ...setting }: ScheduleSetting,
  nextDueAt: Date | null,
): Promise<ScheduleView> {
  const data = { ...setting, input: input ?? {}, nextDueAt };
  return toView(await tx.schedule.update({ where: { id: scheduleId }, data }));
}

export async function deleteSchedule(tx: Transaction, scheduleId: string): Promise<void> {
  await tx.schedule.delete({ where: { id: scheduleId } });
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
