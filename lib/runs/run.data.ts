import type { Transaction } from '@/lib/core/db';
import { type Done, endJob } from './attempt.data';
import { chained, finalState, hasEnded, type JobStates, type Moves } from './plan';
import { jobState, type PlannedJob, plan, runMode } from './schema';

/** The rows of a run as its workflow moves it; every function may be repeated after a crash without harm. */
export type Begun = { plan: PlannedJob[]; states: JobStates };

/** Takes a requested run into `running`; null when this epoch is no longer the run's, or it was cancelled. */
export async function beginRun(tx: Transaction, runId: string, epoch: number): Promise<Begun | null> {
  const [run] = await tx.$queryRaw<{ plan: unknown; mode: unknown }[]>`
    UPDATE runs SET state = 'running', started_at = COALESCE(started_at, now())
    WHERE id = ${runId}::uuid AND epoch = ${epoch} AND state IN ('requested', 'running')
    RETURNING plan, mode`;
  if (!run) return null;
  const jobs = await tx.runJob.findMany({ where: { runId }, select: { name: true, state: true } });
  return {
    plan: chained(plan.parse(run.plan), runMode.parse(run.mode)),
    // What has ended stays ended: a resumed run starts only what its command put back to waiting.
    states: Object.fromEntries(jobs.map(({ name, state }) => [name, hasEnded(state) ? state : 'waiting'])),
  };
}

export async function markMoves(tx: Transaction, runId: string, { start, skip }: Moves): Promise<void> {
  await tx.$executeRaw`
    UPDATE run_jobs SET state = 'queued', reason = NULL
    WHERE run_id = ${runId}::uuid AND name = ANY(${start}) AND state = 'waiting'`;
  await tx.$executeRaw`
    UPDATE run_jobs j SET state = 'skipped', reason = skipped.reason, ended_at = now()
    FROM unnest(${skip.map(({ name }) => name)}::text[], ${skip.map(({ reason }) => reason)}::text[])
      AS skipped(name, reason)
    WHERE j.run_id = ${runId}::uuid AND j.name = skipped.name AND j.state = 'waiting'`;
}

/** Ends a run whose jobs all have; rows that say otherwise than the engine (`outcomes`) are rebuilt first. */
export async function finishRun(
  tx: Transaction,
  runId: string,
  epoch: number,
  { plan, states }: Begun,
  outcomes: ReadonlyMap<string, Done>,
): Promise<void> {
  const [run] = await tx.$queryRaw<{ id: string }[]>`
    SELECT id::text FROM runs WHERE id = ${runId}::uuid AND epoch = ${epoch} AND state = 'running' FOR UPDATE`;
  if (!run) return;
  await rebuildJobs(tx, runId, outcomes);
  await endRun(tx, runId, finalState(plan, states));
}

/** Returns how many rows differed. */
export async function rebuildJobs(
  tx: Transaction,
  runId: string,
  outcomes: ReadonlyMap<string, Done>,
): Promise<number> {
  const jobs = await tx.runJob.findMany({ where: { runId }, select: { name: true, state: true } });
  let rebuilt = 0;
  for (const { name, state } of jobs) {
    const done = outcomes.get(name);
    if (!done || done.state === state || done.state === 'cancelled') continue;
    await tx.$executeRaw`
      UPDATE run_attempts SET state = ${done.state}::"AttemptState", ended_at = now(), error = ${done.error}
      WHERE run_id = ${runId}::uuid AND name = ${name} AND state = 'running'`;
    await endJob(tx, runId, name, done);
    rebuilt += 1;
  }
  return rebuilt;
}

/** Writes a run's end: its state, its active time, its first error and all warnings, from the rows of its jobs. */
export async function endRun(tx: Transaction, runId: string, state: string, error?: string): Promise<void> {
  const jobs = await tx.runJob.findMany({ where: { runId }, orderBy: { position: 'asc' } });
  const failed = jobs.filter((job) => job.state === 'failed');
  const cause = failed.find((job) => jobState.parse(job.state) === 'failed');
  const said = error ?? (state === 'failed' && cause ? `${cause.name}: ${cause.error ?? 'failed'}` : null);
  const warnings = jobs.flatMap((job) => {
    const own = Array.isArray(job.warnings) ? job.warnings : [];
    const all = job.state === 'failed' && state !== 'failed' ? [`failed: ${job.error ?? ''}`, ...own] : own;
    return all.map((message) => ({ job: job.name, message: String(message) }));
  });
  // Active is the time in which at least one attempt was running: the union of their intervals.
  await tx.$executeRaw`
    UPDATE runs SET state = ${state}::"RunState", ended_at = now(), started_at = COALESCE(started_at, now()),
      error = ${said}, warnings = ${JSON.stringify(warnings)}::jsonb, active_ms = (
        SELECT COALESCE(sum(extract(epoch FROM upper(busy) - lower(busy))) * 1000, 0)::bigint FROM (
          SELECT unnest(range_agg(tstzrange(started_at, greatest(started_at, ended_at)))) AS busy
          FROM run_attempts WHERE run_id = ${runId}::uuid) AS together)
    WHERE id = ${runId}::uuid`;
}

/**
 * Ends a run that is being cancelled once none of its attempts runs, or at once when `isOverdue`. Jobs that have not
 * ended are cancelled. Returns whether the run has ended.
 */
export async function endCancelled(tx: Transaction, runId: string, isOverdue: boolean): Promise<boolean> {
  const [run] = await tx.$queryRaw<{ running: boolean }[]>`
    SELECT EXISTS (SELECT FROM run_attempts a WHERE a.run_id = r.id AND a.state = 'running') AS running
    FROM runs r WHERE r.id = ${runId}::uuid AND r.state = 'cancelling' FOR UPDATE OF r`;
  if (!run) return true;
  await tx.$executeRaw`
    UPDATE run_jobs SET state = 'cancelled', ended_at = now(), reason = NULL
    WHERE run_id = ${runId}::uuid AND state IN ('waiting', 'queued')`;
  if (run.running && !isOverdue) return false;
  await tx.$executeRaw`
    UPDATE run_attempts SET state = 'cancelled', ended_at = now(), error = 'cancelled before it had come to an end'
    WHERE run_id = ${runId}::uuid AND state = 'running'`;
  await tx.$executeRaw`
    UPDATE run_jobs SET state = 'cancelled', ended_at = now() WHERE run_id = ${runId}::uuid AND state = 'running'`;
  await endRun(tx, runId, 'cancelled');
  return true;
}
