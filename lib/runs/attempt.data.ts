import { z } from 'zod';
import type { Transaction } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import { chained, doneWell, type JobStates } from './plan';
import { jobState, type LogLevel, type PlannedJob, plan, runMode } from './schema';

/** The rows of one attempt: opened before the job runs, closed when it returned, both in a transaction of their own. */

/** One try of a job's workflow. `step` is its place in the workflow, `tries` how many tries before it counted. */
export type AttemptReference = {
  runId: string;
  name: string;
  epoch: number;
  workflowId: string;
  step: number;
  tries: number;
};

/** What a step of a job's workflow came to: the engine keeps it, and rows that differ are rebuilt from it. */
export const outcome = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('done'),
    state: z.enum(['succeeded', 'warned', 'failed', 'cancelled']),
    error: z.string().nullable(),
    warnings: z.array(z.string()),
    output: z.json().nullable(),
  }),
  z.object({ kind: z.literal('retry'), delayMs: z.number(), error: z.string() }),
  z.object({ kind: z.literal('interrupted'), error: z.string() }),
]);
export type Outcome = z.infer<typeof outcome>;
export type Done = Extract<Outcome, { kind: 'done' }>;

export const cancelled: Done = { kind: 'done', state: 'cancelled', error: null, warnings: [], output: null };

export type Opened = {
  kind: 'opened';
  attempt: number;
  job: PlannedJob;
  outputs: Record<string, unknown>;
  states: JobStates;
};

/**
 * Opens the next attempt, unless the run has moved on (`stale`) or this very step already came to an end and only the
 * engine's note of it was lost in a crash (`recorded`): a job whose result is kept is not run again.
 */
export async function openAttempt(
  tx: Transaction,
  reference: AttemptReference,
  workerId: string,
): Promise<Opened | { kind: 'recorded'; outcome: Outcome } | { kind: 'stale' }> {
  const { runId, name, epoch, workflowId, step } = reference;
  const [run] = await tx.$queryRaw<{ plan: unknown; mode: unknown; current: boolean }[]>`
    SELECT plan, mode, state = 'running' AND epoch = ${epoch} AS current FROM runs WHERE id = ${runId}::uuid FOR SHARE`;
  if (!run?.current) return { kind: 'stale' };
  const jobs = await tx.runJob.findMany({ where: { runId }, orderBy: { position: 'asc' } });
  const row = jobs.find((each) => each.name === name);
  const job = chained(plan.parse(run.plan), runMode.parse(run.mode)).find((each) => each.name === name);
  if (!row || !job) throw new AppError('internal', `the run's plan has no job “${name}”`);

  const recorded = await recordedOutcome(tx, reference, row);
  if (recorded) return { kind: 'recorded', outcome: recorded };
  await tx.$executeRaw`
    UPDATE run_attempts SET state = 'interrupted', ended_at = now(), error = 'its worker went away'
    WHERE run_id = ${runId}::uuid AND name = ${name} AND state = 'running'`;
  const attempt = row.attempt + 1;
  await tx.$executeRaw`
    INSERT INTO run_attempts (run_id, name, attempt, epoch, workflow_id, step, worker_id, state, started_at)
    VALUES (${runId}::uuid, ${name}, ${attempt}, ${epoch}, ${workflowId}, ${step}, ${workerId}, 'running', now())`;
  await tx.$executeRaw`
    UPDATE run_jobs SET state = 'running', attempt = ${attempt}, workflow_id = ${workflowId}, reason = NULL,
      error = NULL, progress = NULL, started_at = COALESCE(started_at, now()), ended_at = NULL
    WHERE run_id = ${runId}::uuid AND name = ${name}`;
  const needed = jobs.filter((each) => job.needs.some((need) => need.job === each.name));
  return {
    kind: 'opened',
    attempt,
    job,
    states: Object.fromEntries(needed.map((each) => [each.name, each.state])),
    outputs: Object.fromEntries(
      needed.filter((each) => doneWell(each.state)).map((each) => [each.name, each.output]),
    ),
  };
}

type JobRow = { state: string; error: string | null; warnings: unknown; output: unknown };

async function recordedOutcome(
  tx: Transaction,
  { runId, name, workflowId, step }: AttemptReference,
  job: JobRow,
): Promise<Outcome | null> {
  const ended = await tx.runAttempt.findFirst({
    where: { runId, name, workflowId, step, state: { notIn: ['running', 'interrupted'] } },
    orderBy: { attempt: 'desc' },
  });
  if (!ended?.endedAt) return null;
  if (ended.retryAt) {
    const delayMs = Math.max(0, ended.retryAt.getTime() - ended.endedAt.getTime());
    return { kind: 'retry', delayMs, error: ended.error ?? '' };
  }
  const state = jobState.safeParse(job.state);
  if (!state.success || state.data !== ended.state) return null;
  return outcome.parse({
    kind: 'done',
    state: job.state,
    error: job.error,
    warnings: job.warnings,
    output: job.output ?? null,
  });
}

/**
 * Closes an attempt and moves its job. Throws `conflict` when the attempt is no longer ours: another worker took the
 * job over, or the run was cancelled without waiting for us.
 */
export async function closeAttempt(
  tx: Transaction,
  { runId, name }: AttemptReference,
  attempt: number,
  result: Outcome,
): Promise<void> {
  const state = result.kind === 'done' ? result.state : result.kind === 'retry' ? 'failed' : 'interrupted';
  const delayMs = result.kind === 'retry' ? result.delayMs : null;
  const closed = await tx.$executeRaw`
    UPDATE run_attempts SET state = ${state}::"AttemptState", ended_at = now(), error = ${result.error},
      retry_at = now() + ${delayMs}::double precision * interval '1 millisecond'
    WHERE run_id = ${runId}::uuid AND name = ${name} AND attempt = ${attempt} AND state = 'running'`;
  if (closed === 0) {
    const row = await tx.runAttempt.findUnique({ where: { runId_name_attempt: { runId, name, attempt } } });
    if (row?.state === state) return; // closed by us: only the answer was lost
    throw new AppError('conflict', `attempt ${attempt} of ${name} was taken over`);
  }
  if (result.kind === 'done') return endJob(tx, runId, name, result);
  const reason = result.kind === 'retry' ? 'failed, tries again' : `interrupted: ${result.error}`;
  await tx.$executeRaw`
    UPDATE run_jobs SET state = ${result.kind === 'retry' ? 'waiting' : 'queued'}::"JobState", error = ${result.error},
      reason = ${reason}
    WHERE run_id = ${runId}::uuid AND name = ${name}`;
}

/** Writes how a job ended; also how a row that differs from the engine's memory is rebuilt. */
export async function endJob(tx: Transaction, runId: string, name: string, done: Done): Promise<void> {
  await tx.$executeRaw`
    UPDATE run_jobs SET state = ${done.state}::"JobState", ended_at = now(), error = ${done.error}, reason = NULL,
      warnings = ${JSON.stringify(done.warnings)}::jsonb, output = ${JSON.stringify(done.output)}::jsonb
    WHERE run_id = ${runId}::uuid AND name = ${name}`;
}

/** The last progress of an attempt that still runs. */
export async function writeProgress(
  tx: Pick<Transaction, '$executeRaw'>,
  { runId, name }: AttemptReference,
  attempt: number,
  progress: unknown,
): Promise<void> {
  await tx.$executeRaw`
    UPDATE run_jobs SET progress = ${JSON.stringify(progress)}::jsonb
    WHERE run_id = ${runId}::uuid AND name = ${name} AND attempt = ${attempt} AND state = 'running'`;
}

export async function writeLog(
  tx: Pick<Transaction, 'runLog'>,
  { runId, name }: AttemptReference,
  level: LogLevel,
  message: string,
): Promise<void> {
  await tx.runLog.create({ data: { runId, job: name, level, message } });
}
