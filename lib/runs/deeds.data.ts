import type { Transaction } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import { chained, type JobStates } from './plan';
import { type PlannedJob, plan, type RunState, runMode } from './schema';

/** What the deeds of people read and write of a run, each under the lock that `lockRun` takes. */
export type RunRow = { state: RunState; epoch: number; plan: unknown; mode: unknown };

/** Throws `not_found`. */
export async function lockRun(tx: Transaction, runId: string): Promise<RunRow> {
  const [run] = await tx.$queryRaw<RunRow[]>`
    SELECT state, epoch, plan, mode FROM runs WHERE id = ${runId}::uuid FOR UPDATE`;
  if (!run) throw new AppError('not_found', 'there is no such run');
  return run;
}

export async function readPlan(
  tx: Transaction,
  runId: string,
  run: RunRow,
): Promise<{ planned: PlannedJob[]; states: JobStates }> {
  const rows = await tx.runJob.findMany({ where: { runId }, select: { name: true, state: true } });
  // A run that was cancelled before it began has no mode and no jobs yet.
  const planned = rows.length === 0 ? [] : chained(plan.parse(run.plan), runMode.parse(run.mode));
  return { planned, states: Object.fromEntries(rows.map((row) => [row.name, row.state])) };
}

/** Puts these jobs back to waiting. */
export async function resetJobs(tx: Transaction, runId: string, names: string[]): Promise<void> {
  await tx.$executeRaw`
    UPDATE run_jobs SET state = 'waiting', workflow_id = NULL, started_at = NULL, ended_at = NULL, error = NULL,
      reason = NULL, progress = NULL, output = NULL, warnings = '[]'
    WHERE run_id = ${runId}::uuid AND name = ANY(${names})`;
}

/** At once when no worker has it yet (`cancelled`), else its worker ends it (`cancelling`). */
export async function markCancelled(
  tx: Transaction,
  runId: string,
  state: 'cancelled' | 'cancelling',
): Promise<void> {
  await tx.$executeRaw`
    UPDATE runs SET state = ${state}::"RunState", handed_epoch = epoch,
      ended_at = CASE WHEN ${state} = 'cancelled' THEN now() END
    WHERE id = ${runId}::uuid`;
  await tx.$executeRaw`
    UPDATE run_jobs SET state = 'cancelled', ended_at = now(), reason = NULL
    WHERE run_id = ${runId}::uuid AND state = 'waiting' AND ${state} = 'cancelled'`;
}

/** Asks for the next epoch of a run; false when somebody was faster. */
export async function moveEpoch(tx: Transaction, runId: string, epoch: number): Promise<boolean> {
  const moved = await tx.$executeRaw`
    UPDATE runs SET epoch = ${epoch + 1}, state = 'requested', ended_at = NULL, error = NULL, warnings = '[]'
    WHERE id = ${runId}::uuid AND epoch = ${epoch}`;
  return moved > 0;
}
