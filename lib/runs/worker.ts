import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { type Clock, DAY_MS, HOUR_MS, MINUTE_MS, systemClock } from '@/lib/core/clock';
import { database, transaction } from '@/lib/core/db';
import { env } from '@/lib/core/env';
import { log } from '@/lib/core/log';
import { type Attempts, attemptsOf } from './attempt';
import { type Engine, launchEngine } from './engine';
import { Lifeline } from './lifeline';
import {
  failUnresolved,
  listRequested,
  markHanded,
  type Requested,
  RUNS_CHANNEL,
  resolveRun,
} from './outbox.data';
import type { AnyGraph, AnyJob } from './plan';
import { reconcile } from './reconcile';
import { repeated } from './repeated';
import { endCancelled } from './run.data';
import { fireDueSchedules } from './scheduler';
import { beat, buryWorker, endHangingWorkers, listOtherWorkers, markStopped } from './workers.data';

/**
 * The worker: hands requested runs to the engine, ends cancelled ones, fires schedules, takes over what dead workers
 * left. It acts when it is notified, and looks by itself every second.
 */
export type WorkerOptions = {
  graphs: readonly AnyGraph[];
  jobs: readonly AnyJob[];
  clock?: Clock;
  concurrency?: number; // jobs running at once on this worker
  version?: string;
};

export type RunningWorker = { id: string; stop(): Promise<void> };

const LOOK_EVERY_MS = 1_000;
const BEAT_EVERY_MS = 2_000;
const HANGS_AFTER_MS = 30_000;
const CANCEL_GRACE_MS = 5_000;
const STOP_GRACE_MS = 8_000;
const KEEP_WORKFLOWS_MS = 7 * DAY_MS;

export async function startWorker(options: WorkerOptions): Promise<RunningWorker> {
  const { graphs, jobs, clock = systemClock, concurrency = 8, version = 'dev' } = options;
  const id = `${hostname()}-${process.pid}-${randomBytes(3).toString('hex')}`.slice(-40);
  const labels = env()
    .WORKER_LABELS.split(/[\s,]+/)
    .filter((label) => label !== '');
  const looking = repeated(LOOK_EVERY_MS, () => look());
  const lifeline = new Lifeline({ workerId: id, channel: RUNS_CHANNEL, onNotice: looking.soon });
  await lifeline.open();
  await beat(database(), id, version, labels);
  const attempts = attemptsOf({ workerId: id, jobs, lifeline, clock });
  const attempt: Attempts['run'] = async (reference, key) => {
    const result = await attempts.run(reference, key);
    if (result.kind === 'done' && result.state === 'cancelled') looking.soon();
    return result;
  };
  const engine = await launchAlone(lifeline, () =>
    launchEngine({ workerId: id, concurrency, attempt }),
  ).catch(async (error: unknown) => {
    await lifeline.close(); // an open connection would keep a worker that cannot work alive
    throw error;
  });
  const known = new Set(jobs.map((job) => job.name));
  const cancelledSince = new Map<string, number>();

  async function look(): Promise<void> {
    for (const run of await listRequested(database())) await handOver(engine, run, graphs, known);
    await endCancelledRuns(engine, attempts, cancelledSince);
    await takeOver(engine, lifeline, id);
    await fireDueSchedules(clock()); // what it starts is heard as a notice
  }

  const beating = repeated(BEAT_EVERY_MS, () => beat(database(), id, version, labels));
  const tending = repeated(MINUTE_MS, async () => {
    await endHangingWorkers(database(), HANGS_AFTER_MS);
    await reconcile(engine);
  });
  const forgetting = repeated(HOUR_MS, async () => {
    await engine.forget(new Date(Date.now() - KEEP_WORKFLOWS_MS));
  });
  const loops = [looking, beating, tending, forgetting];
  for (const loop of loops) loop.soon();
  log().info({ worker: id, concurrency }, 'worker started');

  return {
    id,
    async stop() {
      await Promise.all(loops.map((loop) => loop.stop()));
      await attempts.stop(STOP_GRACE_MS);
      await engine.stop();
      await markStopped(database(), id);
      await lifeline.close();
    },
  };
}

/** Two workers that start together must not both create the engine's tables. */
async function launchAlone(lifeline: Lifeline, launch: () => Promise<Engine>): Promise<Engine> {
  for (;;) {
    const lock = await lifeline.tryLock('worker', 'launch');
    if (!lock) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      continue;
    }
    try {
      return await launch();
    } finally {
      await lock.release();
    }
  }
}

async function handOver(
  engine: Engine,
  run: Requested,
  graphs: readonly AnyGraph[],
  jobs: ReadonlySet<string>,
): Promise<void> {
  let isReady = false;
  try {
    isReady = await transaction((tx) => resolveRun(tx, run.id, graphs, jobs));
  } catch (error) {
    log().warn({ run: run.id, err: error }, 'a graph could not be resolved');
    return transaction((tx) => failUnresolved(tx, run, error));
  }
  if (!isReady) return;
  await engine.startRun(run.id, run.epoch);
  await markHanded(database(), run);
}

async function endCancelledRuns(
  engine: Engine,
  attempts: Attempts,
  since: Map<string, number>,
): Promise<void> {
  const cancelling = await database().run.findMany({
    where: { state: 'cancelling' },
    select: { id: true, epoch: true },
  });
  for (const { id, epoch } of cancelling) {
    attempts.cancel(id);
    await engine.cancelRun(id, epoch);
    const started = since.get(id) ?? Date.now();
    since.set(id, started);
    const isOverdue = Date.now() - started > CANCEL_GRACE_MS;
    if (await transaction((tx) => endCancelled(tx, id, isOverdue))) since.delete(id);
  }
}

/** A worker whose lock is free is gone: whoever takes the lock takes its work over. */
async function takeOver(engine: Engine, lifeline: Lifeline, id: string): Promise<void> {
  for (const other of await listOtherWorkers(database(), id)) {
    const lock = await lifeline.tryLock('worker', other);
    if (!lock) continue;
    try {
      const adopted = await engine.adopt(other);
      await buryWorker(database(), other);
      log().info({ worker: other, workflows: adopted }, 'took over from a worker that is gone');
    } finally {
      await lock.release();
    }
  }
}
