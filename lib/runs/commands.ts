import { type Transaction, transaction } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import { recordAudit } from '@/lib/people/audit.data';
import type { Actor } from '@/lib/people/schema';
import { lockRun, markCancelled, moveEpoch, type RunRow, readPlan, resetJobs } from './deeds.data';
import { insertRun, notifyWorkers, parseGraphInput } from './outbox.data';
import { type AnyGraph, doneWell, sealOf, skippedBecauseOf } from './plan';
import type { PlannedJob, RunState } from './schema';

type Started = { runId: string; created: boolean };

/**
 * Asks for a run inside another deed's transaction: both happen or neither. With a `key` that exists the run that has
 * it is returned, whatever its state. The input is checked when a worker resolves the graph.
 */
export async function startRun(
  tx: Transaction,
  {
    graph,
    input,
    key,
    actor,
    trigger,
  }: { graph: string; input: unknown; key?: string; actor: Actor; trigger: string },
): Promise<Started> {
  const started = await insertRun(tx, { graph, input, key, requestedBy: actor.name, trigger });
  if (started.created)
    await recordAudit(tx, actor, {
      action: 'run.requested',
      subject: { kind: 'run', id: started.runId },
      after: { graph, trigger, key: key ?? null },
    });
  return started;
}

/** Starts a run by hand or by the API. Throws `invalid_input` when the graph does not accept the input. */
export function requestRun({
  actor,
  graph,
  input,
  key,
  trigger = 'hand',
}: {
  actor: Actor;
  graph: AnyGraph;
  input: unknown;
  key?: string;
  trigger?: string;
}): Promise<Started> {
  parseGraphInput(graph, input);
  return transaction((tx) => startRun(tx, { graph: graph.name, input, key, actor, trigger }));
}

/**
 * Runs again what is unfinished of a run that failed or was cancelled; finished jobs keep their outputs, and what a
 * finished job has sealed stays as it ended. `epoch` is
 * what the caller saw: throws `conflict` when the run has moved on, or is in no state to be resumed.
 */
export function resumeRun({
  actor,
  runId,
  epoch,
}: {
  actor: Actor;
  runId: string;
  epoch?: number;
}): Promise<{ epoch: number }> {
  return transaction(async (tx) => {
    const run = await lockRun(tx, runId);
    if (epoch !== undefined && epoch !== run.epoch)
      throw new AppError('conflict', `the run was resumed by somebody else meanwhile (epoch ${run.epoch})`);
    refuseUnless(run, ['failed', 'cancelled'], 'resumed');
    const { planned, states } = await readPlan(tx, runId, run);
    const isUnfinished = ({ name }: PlannedJob) =>
      !doneWell(states[name]) && sealOf(planned, states, name) === undefined;
    await resetJobs(
      tx,
      runId,
      planned.filter(isUnfinished).map(({ name }) => name),
    );
    return reopen(tx, actor, runId, run, 'run.resumed', {});
  });
}

/**
 * Runs one failed or cancelled job of an ended run again, and what was skipped because of it. Throws `not_found`, and
 * `conflict` when nothing of it can be retried or another job has sealed it.
 */
export function retryJob({
  actor,
  runId,
  job,
}: {
  actor: Actor;
  runId: string;
  job: string;
}): Promise<{ epoch: number }> {
  return transaction(async (tx) => {
    const run = await lockRun(tx, runId);
    refuseUnless(run, ['failed', 'cancelled', 'warned'], 'retried');
    const { planned, states } = await readPlan(tx, runId, run);
    const state = states[job];
    if (!state) throw new AppError('not_found', `the run has no job “${job}”`);
    if (state !== 'failed' && state !== 'cancelled')
      throw new AppError(
        'conflict',
        `${job} ${state}: only a job that failed or was cancelled can be retried`,
      );
    const sealedBy = sealOf(planned, states, job);
    if (sealedBy !== undefined)
      throw new AppError(
        'conflict',
        `${sealedBy} has gone on without ${job}, and what it concluded stays; start a new run`,
      );
    await resetJobs(tx, runId, [job, ...skippedBecauseOf(planned, states, job)]);
    return reopen(tx, actor, runId, run, 'run.job_retried', { job });
  });
}

/** Cancels a run: at once when no worker has it yet, else as soon as its jobs have let go (seconds at most). */
export function cancelRun({ actor, runId }: { actor: Actor; runId: string }): Promise<{ state: RunState }> {
  return transaction(async (tx) => {
    const run = await lockRun(tx, runId);
    refuseUnless(run, ['requested', 'running', 'cancelling'], 'cancelled');
    if (run.state === 'cancelling') return { state: run.state };
    const state = run.state === 'requested' ? 'cancelled' : 'cancelling';
    await markCancelled(tx, runId, state);
    await notifyWorkers(tx, runId);
    await recordAudit(tx, actor, {
      action: 'run.cancelled',
      subject: { kind: 'run', id: runId },
      before: { state: run.state },
      after: { state },
    });
    return { state };
  });
}

function refuseUnless(run: RunRow, allowed: RunState[], deed: string): void {
  if (allowed.includes(run.state)) return;
  throw new AppError(
    'conflict',
    `the run is ${run.state}; it can be ${deed} when it is ${allowed.join(' or ')}`,
  );
}

async function reopen(
  tx: Transaction,
  actor: Actor,
  runId: string,
  run: RunRow,
  action: string,
  after: Record<string, string>,
): Promise<{ epoch: number }> {
  const epoch = run.epoch + 1;
  if (!(await moveEpoch(tx, runId, run.epoch)))
    throw new AppError('conflict', 'the run was resumed by somebody else meanwhile');
  await notifyWorkers(tx, runId);
  const subject = { kind: 'run', id: runId };
  await recordAudit(tx, actor, {
    action,
    subject,
    before: { state: run.state, epoch: run.epoch },
    after: { state: 'requested', epoch, ...after },
  });
  return { epoch };
}
