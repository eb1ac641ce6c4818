import type { Reader, Transaction } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import { Prisma } from '@/prisma/generated/client';

/**
 * A generation: collecting → recorded | failed; failed → collecting when its run is resumed and none was recorded
 * since. A unique index lets only one collect at a time.
 */
export type GenerationRow = {
  id: string;
  state: 'collecting' | 'recorded' | 'failed';
  startedAt: Date;
  recordedAt: Date | null;
};

const GENERATION = Prisma.sql`
  SELECT id::text, state::text AS state, started_at AS "startedAt",
    last_successful_recommendation_generated AS "recordedAt" FROM recommendations_generated`;

/** The generation of a run, locked to the end of the transaction. */
async function lockGeneration(tx: Transaction, runId: string): Promise<GenerationRow | undefined> {
  const rows = await tx.$queryRaw<GenerationRow[]>`${GENERATION} WHERE run_id = ${runId}::uuid FOR UPDATE`;
  return rows[0];
}

/**
 * The generation of this run, made on first asking. One whose run has ended without recording is given up. Throws
 * `conflict` while another run's is being made, or when a newer one was recorded since this run failed.
 */
export async function openGeneration(
  tx: Transaction,
  { runId, startedAt, snapshotIds }: { runId: string; startedAt: Date; snapshotIds: string[] },
): Promise<GenerationRow> {
  await failAbandoned(tx, runId);
  await tx.$executeRaw`
    INSERT INTO recommendations_generated (started_at, state, run_id)
    VALUES (${startedAt}, 'collecting', ${runId}::uuid) ON CONFLICT DO NOTHING`;
  const generation = await lockGeneration(tx, runId);
  if (!generation) throw new AppError('conflict', await whoCollects(tx));
  if (generation.state === 'recorded') return generation;
  if (generation.state === 'failed') await reopenGeneration(tx, generation);
  await replaceSnapshots(tx, generation.id, snapshotIds);
  return { ...generation, state: 'collecting' };
}

async function failAbandoned(tx: Transaction, runId: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE recommendations_generated g SET state = 'failed'
    WHERE g.state = 'collecting' AND g.run_id IS DISTINCT FROM ${runId}::uuid AND NOT EXISTS (
      SELECT FROM runs r WHERE r.id = g.run_id AND r.state IN ('requested', 'running', 'cancelling'))`;
}

async function whoCollects(tx: Transaction): Promise<string> {
  const rows = await tx.$queryRaw<{ id: string; runId: string }[]>`
    SELECT id::text, run_id::text AS "runId" FROM recommendations_generated WHERE state = 'collecting'`;
  const other = rows[0];
  return other
    ? `generation ${other.id} of run ${other.runId} is still being made; only one runs at a time`
    : 'another generation was being made at the same moment; try again';
}

async function reopenGeneration(tx: Transaction, { id }: GenerationRow): Promise<void> {
  const newer = await tx.generation.findFirst({
    where: { id: { gt: BigInt(id) }, state: 'recorded' },
    select: { id: true },
  });
  if (newer)
    throw new AppError(
      'conflict',
      `generation ${newer.id} was recorded since this run failed; start a new run`,
    );
  const reopened = await tx.$executeRaw`
    UPDATE recommendations_generated SET state = 'collecting' WHERE id = ${id}::bigint AND NOT EXISTS (
      SELECT FROM recommendations_generated other WHERE other.state = 'collecting')`;
  if (reopened === 0) throw new AppError('conflict', await whoCollects(tx));
}

async function replaceSnapshots(tx: Transaction, generationId: string, snapshotIds: string[]): Promise<void> {
  await tx.$executeRaw`DELETE FROM generation_snapshots WHERE generation_id = ${generationId}::bigint`;
  await tx.$executeRaw`
    INSERT INTO generation_snapshots (generation_id, snapshot_id)
    SELECT ${generationId}::bigint, id FROM unnest(${snapshotIds.map(BigInt)}::bigint[]) AS id`;
}

/** Locks a generation to record it. Throws `not_found`. */
export async function lockGenerationById(tx: Transaction, generationId: string): Promise<GenerationRow> {
  const rows = await tx.$queryRaw<
    GenerationRow[]
  >`${GENERATION} WHERE id = ${generationId}::bigint FOR UPDATE`;
  const row = rows[0];
  if (!row) throw new AppError('not_found', `there is no generation ${generationId}`);
  return row;
}

/** Marks it recorded and stamps when. */
export async function stampGeneration(tx: Transaction, generationId: string, at: Date): Promise<void> {
  await tx.$executeRaw`
    UPDATE recommendations_generated SET state = 'recorded', last_successful_recommendation_generated = ${at}
    WHERE id = ${generationId}::bigint`;
}

export async function keepSummary(
  tx: Reader,
  generationId: string,
  summary: Prisma.InputJsonObject,
): Promise<void> {
  await tx.generation.update({ where: { id: BigInt(generationId) }, data: { summary } });
}
