import type { ZodType } from 'zod';
import type { Clock } from '@/lib/core/clock';
import type { Reader } from '@/lib/core/db';
import { AppError, type Fault } from '@/lib/core/errors';
import type { JobState, LogLevel, PlannedJob, Progress, Retries, RunMode, RunState } from './schema';

/**
 * What a run is made of, and what happens next in one: pure functions of a plan and the states of its jobs.
 * Graphs and jobs are values; `lib/jobs.ts` composes them and hands them to `startWorker`.
 */
export type GraphDefinition<Input> = {
  name: string;
  title: string;
  description: string;
  mode: RunMode;
  input: ZodType<Input>;
  /** The jobs of one run, from its input; asked once, when the run is handed to the engine. */
  resolve(input: Input, reader: Reader): Promise<PlannedJob[]>;
};

export type JobContext<Input> = {
  runId: string;
  jobName: string;
  attempt: number; // counts every try of this job in this run, from 1
  input: Input;
  outputs: Record<string, unknown>; // of needed jobs, by job name; absent where one did not succeed
  states: Record<string, JobState>; // of needed jobs, by job name
  clock: Clock;
  signal: AbortSignal; // aborted on cancel, when the worker stops, and when the job's lock is lost
  /** What is done of how much; written at most twice a second. Throws once `signal` is aborted. */
  progress(progress: Progress): Promise<void>;
  log(level: LogLevel, message: string): Promise<void>;
};

/** The output is kept as JSON, at most 64 KiB; bulk data belongs in tables. Warnings make the run end `warned`. */
export type JobResult<Output> = { output: Output; warnings?: string[] };

export type JobDefinition<Input, Output> = {
  name: string;
  input: ZodType<Input>;
  /** May run again after a crash: what it does must be idempotent. Throws an AppError to fail. */
  run(context: JobContext<Input>): Promise<JobResult<Output>>;
};

export type AnyGraph = GraphDefinition<unknown>;
export type AnyJob = JobDefinition<unknown, unknown>;

/** Takes a definition as it is; the types of input and resolve are inferred from each other. */
export const defineGraph = <Input>(graph: GraphDefinition<Input>) => graph;
export const defineJob = <Input, Output>(job: JobDefinition<Input, Output>) => job;

/** The graph of that name. Throws `invalid_input`. */
export function graphNamed<Graph extends { name: string }>(graphs: readonly Graph[], name: string): Graph {
  const found = graphs.find((graph) => graph.name === name);
  if (found) return found;
  const message = `there is no graph “${name}”; there are ${graphs.map((graph) => graph.name).join(', ')}`;
  throw new AppError('invalid_input', message, { errors: [{ path: 'graph', message }] });
}

/** Throws `invalid_input` naming every fault: names used twice, unknown needs or jobs, and circles. */
export function checkPlan(plan: PlannedJob[], knownJobs: ReadonlySet<string>): void {
  const names = new Set<string>();
  const faults: Fault[] = [];
  const fault = (index: number, message: string) => faults.push({ path: `jobs[${index}]`, message });
  for (const [index, { name }] of plan.entries()) {
    if (names.has(name)) fault(index, `two jobs are named “${name}”`);
    names.add(name);
  }
  for (const [index, { name, job, needs }] of plan.entries()) {
    if (!knownJobs.has(job)) fault(index, `“${name}” runs the job “${job}”, which does not exist`);
    for (const need of needs)
      if (!names.has(need.job)) fault(index, `“${name}” needs “${need.job}”, which is not in the graph`);
  }
  const circle = faults.length === 0 ? circleIn(plan) : [];
  if (circle.length > 0) faults.push({ path: 'jobs', message: `jobs need each other: ${circle.join(', ')}` });
  if (faults.length > 0)
    throw new AppError('invalid_input', faults.map((each) => each.message).join('; '), { errors: faults });
}

/** The jobs left over when those with nothing left to wait for are taken away, round after round. */
function circleIn(plan: PlannedJob[]): string[] {
  let left = plan;
  for (;;) {
    const names = new Set(left.map((job) => job.name));
    const blocked = left.filter((job) => job.needs.some((need) => names.has(need.job)));
    if (blocked.length === left.length) return left.map((job) => job.name);
    left = blocked;
  }
}

/** The plan with the needs its mode implies: in `simple` each job needs the one before it to have succeeded. */
export function chained(plan: PlannedJob[], mode: RunMode): PlannedJob[] {
  if (mode === 'async') return plan;
  return plan.map((job, index) => {
    const before = plan[index - 1];
    if (!before || job.needs.some((need) => need.job === before.name)) return job;
    return { ...job, needs: [...job.needs, { job: before.name, when: 'succeeded' as const }] };
  });
}

export type JobStates = Record<string, JobState>;

const DONE_WELL: ReadonlySet<JobState | undefined> = new Set<JobState>(['succeeded', 'warned']);
const ENDED: ReadonlySet<JobState | undefined> = new Set<JobState>([
  'succeeded',
  'warned',
  'failed',
  'skipped',
  'cancelled',
]);

export const doneWell = (state: JobState | undefined): boolean => DONE_WELL.has(state);
export const hasEnded = (state: JobState | undefined): boolean => ENDED.has(state);

export type Moves = { start: string[]; skip: { name: string; reason: string }[] };

/**
 * What to start and what to skip now, in the plan's order. A job that waits starts when all its needs are met and
 * is skipped as soon as one can no longer be; what is skipped may make further jobs ready or skipped at once.
 */
export function nextMoves(plan: PlannedJob[], given: JobStates): Moves {
  const states: JobStates = { ...given };
  const moves: Moves = { start: [], skip: [] };
  for (let settled = false; !settled; ) {
    settled = true;
    for (const job of plan) {
      if (states[job.name] !== 'waiting') continue;
      const unmet = job.needs.find((need) => need.when === 'succeeded' && isLost(states[need.job]));
      if (unmet) {
        states[job.name] = 'skipped';
        moves.skip.push({
          name: job.name,
          reason: `needs ${unmet.job}, which ${IN_WORDS[states[unmet.job] ?? 'failed']}`,
        });
        settled = false;
      } else if (job.needs.every((need) => hasEnded(states[need.job]))) {
        states[job.name] = 'queued';
        moves.start.push(job.name);
      }
    }
  }
  return moves;
}

const isLost = (state: JobState | undefined) => hasEnded(state) && !doneWell(state);

const IN_WORDS: Record<JobState, string> = {
  waiting: 'waits',
  queued: 'is queued',
  running: 'is running',
  succeeded: 'succeeded',
  warned: 'ended with warnings',
  failed: 'failed',
  skipped: 'was skipped',
  cancelled: 'was cancelled',
};

/**
 * How a run ended whose jobs all have. A failed job is absorbed (the run is `warned`) when it was done by the way, or when
 * others depend on it; they then may only need it *ended*, and every one of them came out well. Any other failure fails
 * the run.
 */
export function finalState(plan: PlannedJob[], states: JobStates): RunState {
  const all = plan.map((job) => states[job.name]);
  if (all.includes('cancelled')) return 'cancelled';
  const failed = plan.filter((job) => isLost(states[job.name]));
  if (failed.some((job) => states[job.name] === 'skipped' || !isAbsorbed(plan, states, job.name)))
    return 'failed';
  return failed.length > 0 || all.includes('warned') ? 'warned' : 'succeeded';
}

function isAbsorbed(plan: PlannedJob[], states: JobStates, name: string): boolean {
  const dependants = plan.flatMap((job) =>
    job.needs
      .filter((need) => need.job === name)
      .map((need) => ({ when: need.when, state: states[job.name] })),
  );
  const mayFail = dependants.length > 0 || plan.some((job) => job.name === name && job.isByTheWay);
  return mayFail && dependants.every((each) => each.when === 'ended' && doneWell(each.state));
}

/** The job whose conclusions rest on how this one ended; undefined while it may still run again. */
export function sealOf(plan: PlannedJob[], states: JobStates, name: string): string | undefined {
  const sealedBy = plan.find((job) => job.name === name)?.sealedBy;
  return sealedBy !== undefined && doneWell(states[sealedBy]) ? sealedBy : undefined;
}

/** The jobs that were skipped because of this one, near and far. */
export function skippedBecauseOf(plan: PlannedJob[], states: JobStates, name: string): string[] {
  const causes = new Set([name]);
  for (let size = 0; size !== causes.size; ) {
    size = causes.size;
    for (const job of plan)
      if (states[job.name] === 'skipped' && job.needs.some((need) => causes.has(need.job)))
        causes.add(job.name);
  }
  causes.delete(name);
  return [...causes];
}

export const DEFAULT_RETRIES: Retries = { limit: 3, baseMs: 1_000, capMs: 60_000 };

/** The pause before try number `tried + 1`: doubling, capped, and between half and all of it by `chance` (0…1). */
export function retryDelayMs({ baseMs, capMs }: Retries, tried: number, chance: number): number {
  const full = Math.min(capMs, baseMs * 2 ** (tried - 1));
  return Math.round(full * (0.5 + chance / 2));
}

const RETRIED: ReadonlySet<string> = new Set(['unavailable', 'outbound_failed', 'rate_limited', 'internal']);

/** Whether trying again may help: what was away or unexpected, not what was wrong in what we were given. */
export function mayRetry(thrown: unknown): boolean {
  return thrown instanceof AppError ? RETRIED.has(thrown.code) : true;
}
