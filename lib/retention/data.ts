import { DAY_MS } from '@/lib/core/clock';
import type { Reader, Transaction } from '@/lib/core/db';
import { RETENTION, type RetentionKind } from './kinds.schema';
import type { Purges } from './purge';
import { type RetentionRow, retentionKind, type SetRetentionInput } from './schema';

type Setting = Omit<RetentionRow, 'wouldGo'>;

/** How long each kind is kept: as an administrator decided, else as it ships. */
export async function listRetention(reader: Reader): Promise<Setting[]> {
  const decided = await reader.retentionSetting.findMany();
  return retentionKind.options.map((kind) => {
    const row = decided.find((one) => one.kind === kind);
    return {
      kind,
      keepDays: row ? row.keepDays : RETENTION[kind].days,
      changedAt: row?.changedAt.toISOString() ?? null,
      changedBy: row?.changedBy ?? null,
    } satisfies Setting;
  });
}

/** The same with what would go now. */
export async function readRetention(reader: Reader, purges: Purges, now: Date): Promise<RetentionRow[]> {
  const settings = await listRetention(reader);
  return Promise.all(
    settings.map(async (setting) => {
      const { kind, keepDays } = setting;
      const nothing = { rows: 0, bytes: 0 };
      const wouldGo = keepDays === null ? nothing : await purges[kind].count(reader, beforeOf(keepDays, now));
      return { ...setting, wouldGo };
    }),
  );
}

/** Null: for ever. */
export async function keepDaysOf(reader: Reader, kind: RetentionKind): Promise<number | null> {
  const row = await reader.retentionSetting.findUnique({ where: { kind } });
  return row ? row.keepDays : RETENTION[kind].days;
}

export async function writeRetention(
  tx: Transaction,
  { kind, keepDays }: SetRetentionInput,
  { at, by }: { at: Date; by: string },
): Promise<void> {
  const data = { keepDays, changedAt: at, changedBy: by };
  await tx.retentionSetting.upsert({ where: { kind }, create: { kind, ...data }, update: data });
}

export function beforeOf(keepDays: number, now: Date): Date {
  return new Date(now.getTime() - keepDays * DAY_MS);
}
