import { z } from 'zod';
import type { Reader, Transaction } from '@/lib/core/db';
import { AppError, messageOf } from '@/lib/core/errors';
import { type AnyGraph, checkPlan, graphNamed } from './plan';
import { plan } from './schema';

/**
 * The row in `runs` is the outbox. It is written in the transaction of the deed that asks for the run; a worker
 * resolves its graph, gives it to the engine and notes the epoch it gave. Killed in between, the next one does it
 * again: the plan is written once, and the engine knows each epoch of a run by its id.
 */
export const RUNS_CHANNEL = 'evenkeel_runs';

/** Tells the workers that a run wants something; heard when the transaction commits. */
export async function notifyWorkers(tx: Reader, runId: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_notify(${RUNS_CHANNEL}, ${runId})`;
}

export type NewRun = { graph: string; input: unknown; key?: string; requestedBy: string; trigger: string };

/** Inserts a requested run, or finds the one that has its key, whatever its state. */
export async function insertRun(tx: Transaction, run: NewRun): Promise<{ runId: string; created: boolean }> {
  const [inserted] = await tx.$queryRaw<{ id: string }[]>`
    INSERT INTO runs (graph, input, key, requested_by, trigger)
    VALUES (${run.graph}, ${JSON.stringify(run.input ?? {})}::jsonb, ${run.key ?? null}, ${run.requestedBy}, ${run.trigger})
    ON CONFLICT (key) DO NOTHING
    RETURNING id::text`;
  if (inserted) {
    await notifyWorkers(tx, inserted.id);
    return { runId: inserted.id, created: true };
  }
  const existing = await tx.run.findUniqueOrThrow({ where: { key: run.key }, select: { id: true } });
  return { runId: existing.id, created: false };
}

export type Requested = { id: string; epoch: number };

/** Runs whose epoch the engine was not given yet, oldest first. */
export async function listRequested(reader: Reader): Promise<Requested[]> {
  return reader.$queryRaw<Requested[]>`
    SELECT id::text, epoch FROM runs
    WHERE handed_epoch < epoch AND state IN ('requested', 'running')
    ORDER BY requested_at LIMIT 50`;
}

export async function markHanded(reader: Reader, { id, epoch }: Requested): Promise<void> {
  await reader.$executeRaw`
    UPDATE runs SET handed_epoch = ${epoch} WHERE id = ${id}::uuid AND handed_epoch < ${epoch} AND epoch >= ${epoch}`;
}

/**
 * Resolves a run's graph once and keeps its plan and jobs. What is wrong with the graph or its input fails the run.
 * Returns whether the run is ready for the engine.
 */
export async function resolveRun(
  tx: Transaction,
  runId: string,
  graphs: readonly AnyGraph[],
  jobs: ReadonlySet<string>,
): Promise<boolean> {
  const [run] = await tx.$queryRaw<{ graph: string; input: unknown; resolved: boolean }[]>`
    SELECT graph, input, plan IS NOT NULL AS resolved FROM runs
    WHERE id = ${runId}::uuid AND state IN ('requested', 'running') FOR UPDATE`;
  if (!run) return false;
  if (run.resolved) return true;
  const graph = graphNamed(graphs, run.graph);
  const planned = plan.parse(await graph.resolve(parseGraphInput(graph, run.input), tx));
  checkPlan(planned, jobs);
  await tx.$executeRaw`
    UPDATE runs SET plan = ${JSON.stringify(planned)}::jsonb, mode = ${graph.mode}::"RunMode" WHERE id = ${runId}::uuid`;
  await tx.$executeRaw`
    INSERT INTO run_jobs (run_id, name, position, job, concurrency_key)
    SELECT ${runId}::uuid, name, position::int, job, "concurrencyKey"
    FROM ROWS FROM (jsonb_to_recordset(${JSON.stringify(planned)}::jsonb)
      AS (name text, job text, "concurrencyKey" text)) WITH ORDINALITY AS p(name, job, "concurrencyKey", position)`;
  return true;
}

/** Parses what a graph is given. Throws `invalid_input` with each fault's path. */
export function parseGraphInput(graph: AnyGraph, input: unknown): unknown {
  const parsed = graph.input.safeParse(input);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.map(({ path, message }) => ({
    path: ['input', ...path].join('.'),
    message,
  }));
  const said = errors.map(({ path, message }) => `${path}: ${message}`).join('; ');
  throw new AppError('invalid_input', `the input of graph “${graph.name}” does not fit: ${said}`, { errors });
}

/** A graph that cannot be resolved fails its run before it has jobs. */
export async function failUnresolved(
  tx: Transaction,
  { id, epoch }: Requested,
  cause: unknown,
): Promise<void> {
  const shown = cause instanceof z.ZodError ? z.prettifyError(cause) : messageOf(cause);
  await tx.$executeRaw`
    UPDATE runs SET state = 'failed', ended_at = now(), handed_epoch = epoch,
      error = ${`the graph could not be resolved: ${shown}`.replaceAll('\u0000', '')}
    WHERE id = ${id}::uuid AND epoch = ${epoch} AND state = 'requested' AND plan IS NULL`;
}
