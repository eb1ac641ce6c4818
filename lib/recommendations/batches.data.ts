import type { Reader, Transaction } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import type { Actor } from '@/lib/people/schema';
import { Prisma } from '@/prisma/generated/client';
import { fitting } from './data';
import type { LineageStatus } from './lifecycle';
import type { BatchDeed, BatchView, ChosenMany } from './schema';

/** One decision about many lineages: which they are is settled when it is asked for, whatever is found meanwhile. */
export type Batch = { id: string; deed: BatchDeed; reason: string; until: Date | null; actor: Actor };

export async function insertBatch(tx: Transaction, batch: Omit<Batch, 'id'>, at: Date): Promise<string> {
  const { deed, reason, until, actor } = batch;
  const { kind: actorKind, id: actorId, name: actorName, requestId, address } = actor;
  const { id } = await tx.lineageBatch.create({
    data: { deed, reason, until, actorKind, actorId, actorName, requestId, address, createdAt: at },
    select: { id: true },
  });
  return id;
}

export async function setRun(tx: Transaction, batchId: string, runId: string): Promise<void> {
  await tx.lineageBatch.update({ where: { id: batchId }, data: { runId } });
}

/** Throws `not_found`. */
export async function readBatch(reader: Reader, id: string): Promise<Batch> {
  const row = await reader.lineageBatch.findUnique({ where: { id } });
  if (!row) throw new AppError('not_found', 'there is no such batch');
  const { reason, until, actorKind: kind, actorId, actorName: name, requestId, address } = row;
  const known = { requestId: requestId ?? undefined, address: address ?? undefined };
  return {
    id,
    deed: row.deed === 'reopen' ? 'reopen' : 'dismiss',
    reason,
    until,
    actor: { kind, id: actorId, name, role: 'operator', ...known },
  };
}

/** From which a deed leads on; all others are skipped. */
export const MOVABLE: Record<BatchDeed, readonly LineageStatus[]> = {
  dismiss: ['open', 'in_progress', 'closed'],
  reopen: ['dismissed'],
};

/** Why a lineage is skipped. The database says the same of those that are out from the start. */
export function whySkipped(status: LineageStatus): string {
  return `is ${status.replace('_', ' ')}`;
}

/** Puts the chosen ones into a batch, up to `most` of them; returns how many. */
export async function fillBatch(
  tx: Transaction,
  batch: { id: string; deed: BatchDeed },
  chosen: ChosenMany,
  most: number,
): Promise<number> {
  const isMovable = Prisma.sql`l.status::text = ANY(${[...MOVABLE[batch.deed]]}::text[])`;
  return tx.$executeRaw`
    INSERT INTO lineage_batch_items (batch_id, lineage_id, outcome, why)
    SELECT ${batch.id}::uuid, l.id, CASE WHEN NOT ${isMovable} THEN 'skipped' END,
      CASE WHEN NOT ${isMovable} THEN 'is ' || replace(l.status::text, '_', ' ') END
    ${sourceOf(chosen)} LIMIT ${most}`;
}

function sourceOf({ ids, filter, batchId }: ChosenMany): Prisma.Sql {
  if (batchId === undefined) return fitting({ ...filter, ...(ids ? { ids } : {}) });
  return Prisma.sql`FROM lineages l JOIN lineage_batch_items d ON d.lineage_id = l.id
    WHERE d.batch_id = ${batchId}::uuid AND d.outcome = 'done'`;
}

/** Which of the ids are nobody's. */
export async function findUnknown(reader: Reader, ids: string[]): Promise<string[]> {
  const rows = await reader.$queryRaw<{ id: string }[]>`
    SELECT given.id FROM unnest(${ids}::text[]) AS given (id)
    WHERE NOT EXISTS (SELECT FROM lineages l WHERE l.id = given.id::bigint) LIMIT 20`;
  return rows.map(({ id }) => id);
}

export type Decided = { lineageId: string; why: string | null };

export async function writeOutcomes(tx: Transaction, batchId: string, decided: Decided[]): Promise<void> {
  await tx.$executeRaw`
    UPDATE lineage_batch_items i SET why = n.why, outcome = CASE WHEN n.why IS NULL THEN 'done' ELSE 'skipped' END
    FROM unnest(${decided.map(({ lineageId }) => BigInt(lineageId))}::bigint[],
      ${decided.map(({ why }) => why)}::text[]) AS n (id, why)
    WHERE i.batch_id = ${batchId}::uuid AND i.lineage_id = n.id`;
}

/** Throws `not_found`. */
export async function viewBatch(reader: Reader, id: string): Promise<BatchView> {
  const { deed } = await readBatch(reader, id);
  const parts = await reader.$queryRaw<{ outcome: string | null; why: string | null; count: number }[]>`
    SELECT outcome, why, count(*)::int AS count FROM lineage_batch_items
    WHERE batch_id = ${id}::uuid GROUP BY outcome, why ORDER BY count(*) DESC, why`;
  const [run] = await reader.$queryRaw<{ runId: string; hasStopped: boolean }[]>`
    SELECT r.id::text AS "runId", r.ended_at IS NOT NULL AS "hasStopped"
    FROM lineage_batches b JOIN runs r ON r.id = b.run_id WHERE b.id = ${id}::uuid`;
  const sum = (outcome?: string | null) =>
    parts.reduce(
      (total, part) => total + (outcome === undefined || part.outcome === outcome ? part.count : 0),
      0,
    );
  const left = sum(null);
  return {
    ...{ id, deed, total: sum(), done: sum('done'), left },
    state: left === 0 ? 'done' : run?.hasStopped ? 'stopped' : 'running',
    skipped: parts.flatMap(({ why, count }) => (why === null ? [] : [{ why, count }])),
    runId: run?.runId ?? null,
  } satisfies BatchView;
}
