import type { Reader, Transaction } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import type { Actor } from '@/lib/people/schema';
import { Prisma } from '@/prisma/generated/client';
import { conditionsOf } from './quarantine.data';
import type { SettleAll } from './quarantine.schema';

/** One decision about all held changes of a filter: which they are is settled when it is made. */
export type QuarantineBatch = { id: string; deed: SettleAll['deed']; note: string; actor: Actor };

/** Returns its id and how many changes it is about. */
export async function insertBatch(
  tx: Transaction,
  { deed, note, filter, actor }: SettleAll & { actor: Actor },
  now: Date,
): Promise<{ id: string; changes: number }> {
  const { kind: actorKind, id: actorId, name: actorName, requestId, address } = actor;
  const { id } = await tx.quarantineBatch.create({
    data: { deed, note, actorKind, actorId, actorName, requestId, address, createdAt: now },
    select: { id: true },
  });
  const changes = await tx.$executeRaw`
    INSERT INTO quarantine_batch_items (batch_id, change_id)
    SELECT ${id}::uuid, q.id FROM quarantined_changes q
    WHERE ${Prisma.join(conditionsOf({ ...filter, state: 'held' }), ' AND ')}`;
  return { id, changes };
}

export async function setBatchRun(tx: Transaction, batchId: string, runId: string): Promise<void> {
  await tx.quarantineBatch.update({ where: { id: batchId }, data: { runId } });
}

/** Throws `not_found`. */
export async function readBatch(reader: Reader, id: string): Promise<QuarantineBatch> {
  const row = await reader.quarantineBatch.findUnique({ where: { id } });
  if (!row) throw new AppError('not_found', 'there is no such batch');
  const { note, actorKind: kind, actorId, actorName: name } = row;
  const known = { requestId: row.requestId ?? undefined, address: row.address ?? undefined };
  const deed = row.deed === 'release' ? 'release' : 'reject';
  return { id, deed, note, actor: { kind, id: actorId, name, role: 'operator', ...known } };
}

/** The next changes of a batch that nobody looked at. */
export async function nextOfBatch(reader: Reader, batchId: string, limit: number): Promise<string[]> {
  const rows = await reader.quarantineBatchItem.findMany({
    where: { batchId, outcome: null },
    orderBy: { changeId: 'asc' },
    take: limit,
    select: { changeId: true },
  });
  return rows.map(({ changeId }) => String(changeId));
}

export async function writeOutcomes(
  tx: Transaction,
  batchId: string,
  outcomes: ReadonlyMap<string, string | null>,
): Promise<void> {
  await tx.$executeRaw`
    UPDATE quarantine_batch_items i SET why = n.why,
      outcome = CASE WHEN n.why IS NULL THEN 'settled' ELSE 'skipped' END
    FROM unnest(${[...outcomes.keys()].map(BigInt)}::bigint[], ${[...outcomes.values()]}::text[]) AS n (id, why)
    WHERE i.batch_id = ${batchId}::uuid AND i.change_id = n.id`;
}

export type BatchCounts = {
  total: number;
  settled: number;
  left: number;
  skipped: [why: string, count: number][];
};

export async function countBatch(reader: Reader, batchId: string): Promise<BatchCounts> {
  const parts = await reader.$queryRaw<{ outcome: string | null; why: string | null; count: number }[]>`
    SELECT outcome, why, count(*)::int AS count FROM quarantine_batch_items
    WHERE batch_id = ${batchId}::uuid GROUP BY 1, 2 ORDER BY 3 DESC, 2`;
  const sum = (wanted: (outcome: string | null) => boolean) =>
    parts.filter(({ outcome }) => wanted(outcome)).reduce((total, { count }) => total + count, 0);
  return {
    total: sum(() => true),
    settled: sum((outcome) => outcome === 'settled'),
    left: sum((outcome) => outcome === null),
    skipped: parts.flatMap(({ why, count }) => (why === null ? [] : [[why, count]])),
  };
}
