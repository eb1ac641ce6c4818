import pg from 'pg';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { database, transaction } from '@/lib/core/db';
import { PATIENCE_MS } from '@/scripts/testing/patience';
import { attemptsOf } from './attempt';
import { getRun } from './data';
import { type Engine, launchEngine } from './engine';
import { applicationName, Lifeline } from './lifeline';
import { listRequested, markHanded, resolveRun } from './outbox.data';
import { reconcile } from './reconcile';
import { ended, start, startsOf, statesOf } from './testing/harness';
import { createMarks, testGraphs, testJobs } from './testing/scripted';
import { beat, endHangingWorkers } from './workers.data';

const workerId = 'reconcile-test';
let lifeline: Lifeline;
let engine: Engine;

beforeAll(async () => {
  await createMarks();
  lifeline = new Lifeline({ workerId, channel: 'evenkeel_runs', onNotice: () => undefined });
  await lifeline.open();
  const attempts = attemptsOf({ workerId, jobs: testJobs, lifeline });
  engine = await launchEngine({ workerId, concurrency: 4, attempt: attempts.run });
});
afterAll(async () => {
  await engine.stop();
  await lifeline.close();
});

async function handOver(): Promise<void> {
  for (const run of await listRequested(database())) {
    await transaction((tx) => resolveRun(tx, run.id, testGraphs, new Set(testJobs.map((job) => job.name))));
    await engine.startRun(run.id, run.epoch);
    await markHanded(database(), run);
  }
}

async function endedRun(): Promise<string> {
  const runId = await start({ a: { output: { n: 1 }, warnings: ['mind this'] }, b: { after: ['a'] } });
  await handOver();
  expect((await ended(runId)).state).toBe('warned');
  // The last step of a workflow ends the row; the workflow itself ends a moment later.
  await vi.waitFor(async () => expect((await engine.recall(runId, 1)).run).toBe('ended'), {
    timeout: PATIENCE_MS,
  });
  return runId;
}

/** As if the rows came from an older backup than the engine's memory. */
async function rollBack(runId: string): Promise<void> {
  await database().run.update({
    where: { id: runId },
    data: { state: 'running', endedAt: null, warnings: [] },
  });
  await database().runJob.updateMany({
    where: { runId },
    data: { state: 'waiting', output: {}, warnings: [], endedAt: null },
  });
}

it('rebuilds rows that differ from what the engine remembers', async () => {
  const runId = await endedRun();
  await rollBack(runId);
  expect(await reconcile(engine)).toBeGreaterThan(0);
  const run = await getRun(database(), runId);
  expect(run).toMatchObject({ state: 'warned', warnings: [{ job: 'a', message: 'mind this' }] });
  expect(run.jobs[0]?.output).toEqual({ n: 1 });
  expect(statesOf(run)).toEqual({ a: 'warned', b: 'succeeded' });
  expect(await startsOf(runId)).toEqual(['a', 'b']);
  expect(await reconcile(engine)).toBe(0);
});

it('hands a run over again that the engine does not know, and runs only what had not finished', async () => {
  const runId = await endedRun();
  expect(await engine.forget(new Date(Date.now() + 60_000))).toBeGreaterThan(0);
  expect((await engine.recall(runId, 1)).run).toBe('unknown');
  await database().run.update({ where: { id: runId }, data: { state: 'running', endedAt: null } });
  await database().runJob.update({
    where: { runId_name: { runId, name: 'b' } },
    data: { state: 'running', endedAt: null },
  });
  await reconcile(engine);
  await handOver();
  expect((await ended(runId)).state).toBe('warned');
  expect(await startsOf(runId)).toEqual(['a', 'b', 'b']);
});

it('ends the connection of a worker that hangs, and of no other', async () => {
  const hanging = new pg.Client({
    connectionString: process.env.DATABASE_URL,
    application_name: applicationName('hangs'),
  });
  await hanging.connect();
  const cut = new Promise((resolve) => hanging.on('error', resolve));
  await beat(database(), 'hangs', 'test', []);
  await beat(database(), workerId, 'test', []);
  await database().worker.update({ where: { id: 'hangs' }, data: { beat: new Date(Date.now() - 60_000) } });
  await endHangingWorkers(database(), 30_000);
  expect(await cut).toMatchObject({ message: expect.stringMatching(/terminat/i) });
  expect(lifeline.signal.aborted).toBe(false);
});
