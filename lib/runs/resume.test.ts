import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { database } from '@/lib/core/db';
import { cancelRun, resumeRun, retryJob } from './commands';
import { applicationName } from './lifeline';
import { actor, ended, start, startsOf, statesOf, untilMarked } from './testing/harness';
import { createMarks, letGo, marksOf, testGraphs, testJobs } from './testing/scripted';
import { type RunningWorker, startWorker } from './worker';

let worker: RunningWorker;

beforeAll(async () => {
  await createMarks();
  worker = await startWorker({ graphs: testGraphs, jobs: testJobs });
});
afterAll(() => worker.stop());

describe('cancel', () => {
  it('reaches the job that runs, starts no other, and ends', async () => {
    const runId = await start({ a: { isHeld: true }, b: { after: ['a'] } });
    await untilMarked(runId, 'a', 'start');
    expect(await cancelRun({ actor, runId })).toEqual({ state: 'cancelling' });
    const run = await ended(runId);
    expect(run.state).toBe('cancelled');
    expect(statesOf(run)).toEqual({ a: 'cancelled', b: 'cancelled' });
    expect((await marksOf(runId)).map((mark) => mark.what)).toEqual(['start', 'aborted']);
  });

  it('resumes a cancelled run with what had not finished', async () => {
    const runId = await start({ a: {}, b: { after: ['a'], isHeld: true }, c: { after: ['b'] } });
    await untilMarked(runId, 'b', 'start');
    await cancelRun({ actor, runId });
    expect((await ended(runId)).state).toBe('cancelled');
    await letGo(runId, 'b');
    await resumeRun({ actor, runId });
    expect((await ended(runId)).state).toBe('succeeded');
    expect(await startsOf(runId)).toEqual(['a', 'b', 'b', 'c']);
  });
});

describe('resume and retry', () => {
  const once = { failures: 1, code: 'invalid_input' as const };

  it('runs exactly what is unfinished, with the outputs of what had finished', async () => {
    const runId = await start({
      a: { output: 'A' },
      b: { ...once, after: ['a'] },
      c: { after: ['a', 'b'] },
      d: {},
    });
    expect((await ended(runId)).state).toBe('failed');
    await resumeRun({ actor, runId, epoch: 1 });
    const run = await ended(runId);
    expect(run.state).toBe('succeeded');
    expect(run.epoch).toBe(2);
    expect((await startsOf(runId)).sort()).toEqual(['a', 'b', 'b', 'c', 'd']);
    expect((await marksOf(runId)).find((mark) => mark.job === 'c')?.note).toMatchObject({
      outputs: { a: 'A' },
    });
    expect(run.jobs[1]?.attempts.map(({ attempt, epoch, state }) => ({ attempt, epoch, state }))).toEqual([
      { attempt: 1, epoch: 1, state: 'failed' },
      { attempt: 2, epoch: 2, state: 'succeeded' },
    ]);
  });

  it('leaves a failed job as it ended once another has gone on without it', async () => {
    const runId = await start({
      read: { ...once, sealedBy: 'judge' },
      judge: { whenEnded: ['read'] },
      tell: { ...once, after: ['judge'] },
    });
    expect((await ended(runId)).state).toBe('failed');
    await expect(retryJob({ actor, runId, job: 'read' })).rejects.toThrow(/judge has gone on without read/);
    await resumeRun({ actor, runId });
    const run = await ended(runId);
    expect([run.state, statesOf(run)]).toEqual([
      'warned',
      { read: 'failed', judge: 'succeeded', tell: 'succeeded' },
    ]);
    expect(await startsOf(runId)).toEqual(['read', 'judge', 'tell', 'tell']);
  });

  it('lets only one of two resumes through', async () => {
    const runId = await start({ a: once });
    await ended(runId);
    const both = await Promise.allSettled([1, 2].map(() => resumeRun({ actor, runId, epoch: 1 })));
    expect(both.map((each) => each.status).sort()).toEqual(['fulfilled', 'rejected']);
    expect((await ended(runId)).epoch).toBe(2);
  });

  it('retries one job and what was skipped because of it, and leaves other failures be', async () => {
    const runId = await start({
      a: once,
      b: { after: ['a'] },
      x: { ...once, failures: 9 },
      y: { after: ['x'] },
    });
    await ended(runId);
    await retryJob({ actor, runId, job: 'a' });
    const run = await ended(runId);
    expect(run.state).toBe('failed');
    expect(statesOf(run)).toEqual({ a: 'succeeded', b: 'succeeded', x: 'failed', y: 'skipped' });
    expect((await startsOf(runId)).sort()).toEqual(['a', 'a', 'b', 'x']);
    await expect(retryJob({ actor, runId, job: 'b' })).rejects.toThrow(/only a job that failed/);
    await expect(retryJob({ actor, runId, job: 'z' })).rejects.toThrow(/no job/);
  });
});

describe('what goes wrong around a run', () => {
  it('hands a run over again without running it twice when the worker died before noting it', async () => {
    const runId = await start({ a: { isHeld: true }, b: { after: ['a'] } });
    await untilMarked(runId, 'a', 'start');
    await database().run.update({ where: { id: runId }, data: { handedEpoch: 0 } });
    const handed = async () => (await database().run.findUniqueOrThrow({ where: { id: runId } })).handedEpoch;
    await expect.poll(handed).toBe(1);
    await letGo(runId, 'a');
    expect((await ended(runId)).state).toBe('succeeded');
    expect(await startsOf(runId)).toEqual(['a', 'b']);
  });

  it('interrupts a job whose lock went with its connection, and runs it again', async () => {
    const runId = await start({ a: { isHeld: true, key: 'one at a time' } });
    await untilMarked(runId, 'a', 'start');
    await database().$queryRaw`
      SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = ${applicationName(worker.id)}`;
    await untilMarked(runId, 'a', 'aborted');
    await letGo(runId, 'a');
    const run = await ended(runId);
    expect(run.state).toBe('succeeded');
    expect((await marksOf(runId)).map((mark) => mark.what)).toEqual(['start', 'aborted', 'start', 'done']);
    expect(run.jobs[0]?.attempts.map(({ state, error }) => ({ state, error }))).toEqual([
      { state: 'interrupted', error: 'the worker lost its database connection' },
      { state: 'succeeded', error: null },
    ]);
  });

  it('cancels a run whose job does not listen', async () => {
    const runId = await start({ a: { isHeld: true, isDeaf: true } });
    await untilMarked(runId, 'a', 'start');
    await cancelRun({ actor, runId });
    const run = await ended(runId);
    expect(run.state).toBe('cancelled');
    expect(run.jobs[0]?.attempts[0]?.state).toBe('cancelled');
    await letGo(runId, 'a');
  });
});
