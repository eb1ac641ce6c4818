import pg from 'pg';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { database } from '@/lib/core/db';
import { PATIENCE_MS } from '@/scripts/testing/patience';
import { cancelRun } from './commands';
import { getRun, listWorkers } from './data';
import { actor, ended, start, startsOf, statesOf, untilMarked } from './testing/harness';
import { endWorkers, spawnWorker } from './testing/process';
import { createMarks, letGo, marksOf, type Script } from './testing/scripted';

beforeAll(createMarks);
afterEach(endWorkers); // one that is left would work on the next test's runs

// Each worker that is started is a process that reads the whole of the engine.
vi.setConfig({ testTimeout: 5 * PATIENCE_MS });

const finishedJobs = async (runId: string) =>
  (await database().runJob.findMany({ where: { runId, state: { in: ['succeeded', 'warned'] } } })).map(
    (job) => job.name,
  );

/** Which of these workers are taken for alive; one that was killed is for a while. */
const aliveOf = async (ids: string[]) =>
  (await listWorkers(database())).filter(({ id, isAlive }) => isAlive && ids.includes(id)).length;

/** Layers of four jobs, each layer needing the one before; the last of all is held, so that there is always one to strike at. */
function layers(count: number, ms: number): Script {
  const script: Script = {};
  for (let layer = 0; layer < count; layer += 1)
    for (let place = 0; place < 4; place += 1) {
      const after = layer === 0 ? [] : [0, 1, 2, 3].map((each) => `l${layer - 1}-${each}`);
      script[`l${layer}-${place}`] = { ms: ms + place * 20, after };
    }
  script.last = { isHeld: true, after: [0, 1, 2, 3].map((each) => `l${count - 1}-${each}`) };
  return script;
}

describe('kill -9', () => {
  it('loses nothing and runs no finished job again, wherever it strikes', async () => {
    const runId = await start(layers(8, 150));
    const finishedAtKill: { kill: number; jobs: string[]; lastMark: bigint }[] = [];
    let worker = await spawnWorker();
    for (let kill = 1; kill <= 5; kill += 1) {
      const before = (await marksOf(runId)).length;
      await vi.waitFor(async () => expect((await marksOf(runId)).length).toBeGreaterThan(before), {
        timeout: PATIENCE_MS,
        interval: 5,
      });
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 250)); // the moment is the point of the test
      await worker.kill('SIGKILL');
      const marks = await marksOf(runId);
      finishedAtKill.push({ kill, jobs: await finishedJobs(runId), lastMark: BigInt(marks.at(-1)?.id ?? 0) });
      worker = await spawnWorker();
    }
    await letGo(runId, 'last');
    const run = await ended(runId);
    await worker.kill('SIGTERM');
    expect(run.state).toBe('succeeded');
    expect(new Set(Object.values(statesOf(run)))).toEqual(new Set(['succeeded']));
    const marks = await marksOf(runId);
    for (const { kill, jobs, lastMark } of finishedAtKill) {
      const again = marks.filter((mark) => BigInt(mark.id) > lastMark && jobs.includes(mark.job));
      expect(again.map((mark) => `kill ${kill}: ${mark.job}`)).toEqual([]);
    }
    // Every start is an attempt that people see, and each that did not come to its end says so.
    for (const job of run.jobs) {
      expect(job.attempts.at(-1)?.state).toBe('succeeded');
      expect(job.attempts.slice(0, -1).every((attempt) => attempt.state === 'interrupted')).toBe(true);
      const started = marks.filter((mark) => mark.job === job.name && mark.what === 'start').length;
      expect(job.attempts.length).toBeGreaterThanOrEqual(started);
    }
  });

  it('loses no run between the deed that asks for it and the engine', async () => {
    const runIds: string[] = [];
    for (let index = 0; index < 12; index += 1)
      runIds.push(await start({ a: { ms: 50 }, b: { after: ['a'] } }));
    expect((await getRun(database(), runIds[0] ?? '')).reason).toBe('no worker is running');
    const first = await spawnWorker();
    await vi.waitFor(
      async () =>
        expect(await database().run.count({ where: { id: { in: runIds }, handedEpoch: 1 } })).toBeGreaterThan(
          0,
        ),
      { timeout: PATIENCE_MS, interval: 1 },
    );
    await first.kill('SIGKILL');
    const second = await spawnWorker();
    for (const runId of runIds) expect((await ended(runId)).state).toBe('succeeded');
    await second.kill('SIGTERM');
  });

  it('shows what was running as interrupted, and goes on by itself', async () => {
    const runId = await start({ a: {}, b: { after: ['a'], isHeld: true }, c: { after: ['b'] } });
    const first = await spawnWorker();
    await untilMarked(runId, 'b', 'start');
    await first.kill('SIGKILL');
    await letGo(runId, 'b');
    // Rows are what people see; what the engine remembers stands above them.
    await database().runJob.updateMany({
      where: { runId, name: 'a' },
      data: { state: 'waiting', workflowId: null },
    });
    const second = await spawnWorker();
    const run = await ended(runId);
    await second.kill('SIGTERM');
    expect(statesOf(run)).toEqual({ a: 'succeeded', b: 'succeeded', c: 'succeeded' });
    expect(await startsOf(runId)).toEqual(['a', 'b', 'b', 'c']);
    expect(run.jobs[1]?.attempts.map(({ state, workerId, error }) => ({ state, workerId, error }))).toEqual([
      { state: 'interrupted', workerId: first.id, error: 'its worker went away' },
      { state: 'succeeded', workerId: second.id, error: null },
    ]);
  });
});

it('a worker that loses every connection, again and again, comes back and finishes', async () => {
  const runId = await start(layers(4, 400));
  const worker = await spawnWorker();
  // Looks and cuts on a connection of its own, so that it spares only that one.
  const cutter = new pg.Client({ connectionString: process.env.DATABASE_URL });
  await cutter.connect();
  const marked = async () =>
    (await cutter.query('SELECT id FROM marks WHERE run_id = $1', [runId])).rowCount ?? 0;
  for (let cut = 0; cut < 4; cut += 1) {
    const before = await marked();
    await vi.waitFor(async () => expect(await marked()).toBeGreaterThan(before), { timeout: PATIENCE_MS });
    await cutter.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND pid <> pg_backend_pid()`);
  }
  await cutter.end();
  await letGo(runId, 'last');
  const run = await ended(runId);
  await worker.kill('SIGTERM');
  expect(run.state).toBe('succeeded');
});

describe('two workers', () => {
  it('run one job of a concurrency key at a time, say what the others wait for, and outlive each other', async () => {
    const [left, right] = await Promise.all([spawnWorker(), spawnWorker()]);
    expect(await aliveOf([left.id, right.id])).toBe(2);
    const keyed = { a: { isHeld: true, key: 'monitor:jira' } };
    const runIds = await Promise.all(Array.from({ length: 6 }, () => start(keyed)));
    await vi.waitFor(
      async () => {
        const runs = await Promise.all(runIds.map((runId) => getRun(database(), runId)));
        const reasons = runs.flatMap((run) => run.jobs.map((job) => job.reason ?? ''));
        expect(
          reasons.some((reason) =>
            /^waits for monitor:jira, which a of scripted run \S+ holds$/.test(reason),
          ),
        ).toBe(true);
      },
      { timeout: PATIENCE_MS, interval: 10 },
    );
    for (const runId of runIds) await letGo(runId, 'a');
    await left.kill('SIGKILL');
    for (const runId of runIds) expect((await ended(runId)).state).toBe('succeeded');
    const marks = (await Promise.all(runIds.map(marksOf)))
      .flat()
      .sort((one, other) => Number(one.id) - Number(other.id));
    let holder: string | undefined;
    for (const mark of marks) {
      const owner = `${mark.pid}/${mark.attempt}/${Object(mark).run_id}`;
      if (mark.what === 'done') {
        expect(owner).toBe(holder);
        holder = undefined;
      } else {
        // Only a job whose worker was killed may leave the key without having done.
        if (holder !== undefined) expect(holder.startsWith(`${left.pid}/`)).toBe(true);
        holder = owner;
      }
    }
    await right.kill('SIGTERM');
  });

  it('share the work, cancel each other’s jobs, and hand on what one leaves in good order', async () => {
    const [left, right] = await Promise.all([spawnWorker(), spawnWorker()]);
    const wide: Script = Object.fromEntries(
      Array.from({ length: 16 }, (_none, index) => [`j${index}`, { isHeld: true }]),
    );
    const runId = await start(wide);
    await vi.waitFor(
      async () =>
        expect(new Set((await marksOf(runId)).map((mark) => mark.pid))).toEqual(
          new Set([left.pid, right.pid]),
        ),
      { timeout: PATIENCE_MS },
    );
    await cancelRun({ actor, runId });
    expect((await ended(runId)).state).toBe('cancelled');
    await left.kill('SIGTERM');

    const handedOn = await start({ a: { isHeld: true } });
    await untilMarked(handedOn, 'a', 'start');
    const [next] = await Promise.all([spawnWorker(), right.kill('SIGTERM')]);
    await letGo(handedOn, 'a');
    const run = await ended(handedOn);
    await next.kill('SIGTERM');
    expect(run.jobs[0]?.attempts.map(({ state, error }) => ({ state, error }))).toEqual([
      { state: 'interrupted', error: 'the worker was stopped' },
      { state: 'succeeded', error: null },
    ]);
    expect(await aliveOf([left.id, right.id, next.id])).toBe(0);
  });
});
