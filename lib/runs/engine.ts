import { DBOS, Error as DbosError, type DLogger, type WorkflowHandle } from '@dbos-inc/dbos-sdk';
import { type Transaction, transaction } from '@/lib/core/db';
import { env } from '@/lib/core/env';
import { messageOf } from '@/lib/core/errors';
import { log } from '@/lib/core/log';
import { type AttemptReference, cancelled, type Done, type Outcome, outcome } from './attempt.data';
import { patiently } from './patience';
import { nextMoves } from './plan';
import { type Begun, beginRun, finishRun, markMoves } from './run.data';

/**
 * The only importer of DBOS. A run is a parent workflow (`<run>:e<epoch>`) that starts a child workflow for each job
 * (`<run>:<job>:<epoch>`) and waits for the first to end, again and again, in an order that a replay repeats. A job's
 * workflow makes its attempts as steps, with durable sleeps between. All state that decides is in DBOS.
 */
type Attempt = (reference: AttemptReference, concurrencyKey: string | undefined) => Promise<Outcome>;

export type Engine = {
  /** Starts this epoch of a run; a second start of the same is none. */
  startRun(runId: string, epoch: number): Promise<void>;
  /** Cancels the workflows of this epoch; what has ended stays. */
  cancelRun(runId: string, epoch: number): Promise<void>;
  /** Takes over what a worker left behind; returns how many workflows. */
  adopt(workerId: string): Promise<number>;
  /** How the engine remembers this epoch of a run. */
  recall(runId: string, epoch: number): Promise<Memory>;
  /** Forgets workflows that ended before; returns how many. */
  forget(before: Date): Promise<number>;
  stop(): Promise<void>;
};

type Memory = {
  run: 'unknown' | 'active' | 'ended' | 'broken';
  error: string;
  jobs: Map<string, Done>;
};

type Options = { workerId: string; concurrency: number; attempt: Attempt };

// Pinned: by default it is a hash of the source, which would strand what is queued after every deploy. Changes to the
// workflows below that a replay would stumble over go behind DBOS.patch.
const VERSION = 'evenkeel-1';
const QUEUE = 'evenkeel-jobs';
const POLL_MS = 30;
const INTERRUPTIONS_ALLOWED = 50;

export async function launchEngine({ workerId, concurrency, attempt }: Options): Promise<Engine> {
  DBOS.setConfig({
    name: 'evenkeel',
    systemDatabaseUrl: systemDatabaseUrl(env().DATABASE_URL),
    systemDatabasePoolSize: 8,
    applicationVersion: VERSION,
    executorID: workerId,
    enablePatching: true,
    logger: quietLogger(),
  });
  const runJob = DBOS.registerWorkflow(jobWorkflow(attempt), { name: 'job' });
  const runRun = DBOS.registerWorkflow(runWorkflow(runJob), { name: 'run' });
  await DBOS.launch();
  // Each job is a partition of its own unless it has a concurrency key: then one of that key runs at a time, on all
  // workers together, and the others wait here without taking a worker's place.
  await DBOS.registerQueue(QUEUE, {
    partitionConcurrency: 1,
    workerConcurrency: concurrency,
    minPollingIntervalMs: POLL_MS,
    onConflict: 'always_update',
  });
  return {
    startRun: async (runId, epoch) => {
      await DBOS.startWorkflow(runRun, { workflowID: runWorkflowId(runId, epoch) })(runId, epoch);
    },
    cancelRun: async (runId, epoch) => {
      await DBOS.cancelWorkflow(runWorkflowId(runId, epoch), { cancelChildren: true });
    },
    adopt,
    recall,
    forget,
    stop: () => DBOS.shutdown({ deregister: true }),
  };
}

/** With the time limit DBOS would set by a query of its own on each new connection, in the way of the first real one. */
function systemDatabaseUrl(given: string): string {
  const url = new URL(given);
  const options = [url.searchParams.get('options'), '-c idle_in_transaction_session_timeout=60000'];
  url.searchParams.set('options', options.filter(Boolean).join(' '));
  return url.toString();
}

const runWorkflowId = (runId: string, epoch: number) => `${runId}:e${epoch}`;
const jobWorkflowId = (runId: string, name: string, epoch: number) => `${runId}:${name}:${epoch}`;

type RunJob = (runId: string, name: string, epoch: number, key: string | null) => Promise<Done>;

function jobWorkflow(attempt: Attempt): RunJob {
  return async function job(runId, name, epoch, key) {
    const workflowId = jobWorkflowId(runId, name, epoch);
    let tries = 0;
    for (let step = 1; ; step += 1) {
      const reference = { runId, name, epoch, workflowId, step, tries };
      const result = await DBOS.runStep(() => attempt(reference, key ?? undefined), {
        name: `attempt#${step}`,
      });
      if (result.kind === 'done') return result;
      if (result.kind === 'interrupted') {
        if (step - tries > INTERRUPTIONS_ALLOWED)
          return { ...cancelled, state: 'failed', error: result.error };
        continue;
      }
      tries += 1;
      await DBOS.sleep(result.delayMs);
    }
  };
}

function runWorkflow(runJob: RunJob) {
  return async function run(runId: string, epoch: number): Promise<void> {
    const begun = await DBOS.runStep(() => patientTransaction((tx) => beginRun(tx, runId, epoch)), {
      name: 'begin',
    });
    if (!begun) return;
    const { plan, states } = begun;
    const running = new Map<string, { name: string; handle: WorkflowHandle<Done> }>();
    const outcomes = new Map<string, Done>();
    for (;;) {
      const moves = nextMoves(plan, states);
      if (moves.start.length + moves.skip.length > 0)
        await DBOS.runStep(() => patientTransaction((tx) => markMoves(tx, runId, moves)), { name: 'mark' });
      for (const { name } of moves.skip) states[name] = 'skipped';
      for (const name of moves.start) {
        const workflowID = jobWorkflowId(runId, name, epoch);
        const key = plan.find((job) => job.name === name)?.concurrencyKey ?? null;
        const enqueueOptions = { queuePartitionKey: key === null ? workflowID : `key:${key}` };
        const start = DBOS.startWorkflow(runJob, { workflowID, queueName: QUEUE, enqueueOptions });
        running.set(workflowID, { name, handle: await start(runId, name, epoch, key) });
        states[name] = 'queued';
      }
      if (running.size === 0) break;
      const handles = [...running.values()].map(({ handle }) => handle);
      const { workflowID } = await DBOS.waitFirst(handles, { pollingIntervalMs: POLL_MS });
      const first = running.get(workflowID);
      if (!first) continue;
      running.delete(workflowID);
      const done = await outcomeOf(first.handle);
      outcomes.set(first.name, done);
      states[first.name] = done.state;
    }
    const finish = () =>
      patientTransaction((tx) => finishRun(tx, runId, epoch, { plan, states } satisfies Begun, outcomes));
    await DBOS.runStep(finish, { name: 'finish' });
  };
}

const patientTransaction = <T>(work: (tx: Transaction) => Promise<T>) => patiently(() => transaction(work));

/** A job's workflow returns failures; one that throws was broken itself, and its job with it. */
async function outcomeOf(handle: WorkflowHandle<Done>): Promise<Done> {
  try {
    return await handle.getResult({ pollingIntervalMs: POLL_MS });
  } catch (error) {
    if (error instanceof DbosError.DBOSWorkflowCancelledError) throw error; // the run itself was cancelled
    if (error instanceof DbosError.DBOSWorkflowConflictError) throw error; // another worker has taken the run over
    if (error instanceof DbosError.DBOSAwaitedWorkflowCancelledError) return cancelled;
    return { ...cancelled, state: 'failed', error: messageOf(error) };
  }
}

async function adopt(workerId: string): Promise<number> {
  const left = await DBOS.listWorkflows({ executorId: workerId, status: 'PENDING', loadInput: false });
  const jobs = left.filter((each) => each.queueName === QUEUE).map((each) => each.workflowID);
  const runs = left.filter((each) => each.queueName !== QUEUE).map((each) => each.workflowID);
  if (jobs.length > 0) await DBOS.resumeWorkflows(jobs, { queueName: QUEUE });
  if (runs.length > 0) await DBOS.resumeWorkflows(runs);
  return left.length;
}

const BROKEN: readonly string[] = ['ERROR', 'MAX_RECOVERY_ATTEMPTS_EXCEEDED'];
const ACTIVE: readonly string[] = ['PENDING', 'ENQUEUED', 'DELAYED'];

async function recall(runId: string, epoch: number): Promise<Memory> {
  const id = runWorkflowId(runId, epoch);
  const known = await DBOS.listWorkflows({ workflow_id_prefix: `${runId}:`, loadInput: false });
  const run = known.find((each) => each.workflowID === id);
  const suffix = `:${epoch}`;
  const jobs = new Map<string, Done>();
  for (const { workflowID, status, output } of known) {
    if (status !== 'SUCCESS' || !workflowID.endsWith(suffix)) continue;
    const parsed = outcome.safeParse(output);
    if (parsed.success && parsed.data.kind === 'done')
      jobs.set(workflowID.slice(runId.length + 1, -suffix.length), parsed.data);
  }
  return { run: stateOf(run?.status), error: run?.error ? messageOf(run.error) : '', jobs };
}

function stateOf(status: string | undefined): Memory['run'] {
  if (status === undefined) return 'unknown';
  if (BROKEN.includes(status)) return 'broken';
  return ACTIVE.includes(status) ? 'active' : 'ended';
}

async function forget(before: Date): Promise<number> {
  const old = await DBOS.listWorkflows({
    status: ['SUCCESS', 'ERROR', 'CANCELLED', 'MAX_RECOVERY_ATTEMPTS_EXCEEDED'],
    completedBefore: before.toISOString(),
    hasParent: false, // a run's workflow; its jobs go with it
    loadInput: false,
    loadOutput: false,
    limit: 500,
  });
  if (old.length > 0)
    await DBOS.deleteWorkflows(
      old.map((each) => each.workflowID),
      true,
    );
  return old.length;
}

/** DBOS tells its own story at our debug level; only what is wrong is louder. */
function quietLogger(): DLogger {
  const say = (level: 'debug' | 'warn') => (entry: unknown) => log()[level]({ part: 'dbos' }, String(entry));
  return {
    debug: say('debug'),
    info: say('debug'),
    warn: say('debug'),
    error: say('warn'),
  };
}
