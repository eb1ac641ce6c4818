import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { database } from '@/lib/core/db';
import { cancelRun, resumeRun, retryJob } from './commands';
import { listLogs } from './data';
import { applicationName } from './lifeline';
import { actor, ended, start, startsOf, statesOf, untilMarked } from './testing/harness';
import { createMarks, marksOf, testGraphs, testJobs } from './testing/scripted';
import { type RunningWorker, startWorker } from './worker';

let worker: RunningWorker;

beforeAll(async () => {
  await createMarks();
  worker = await startWorker({ graphs: testGraphs, jobs: testJobs });
});
afterAll(() => worker.stop());

describe('graphs', () => {
  it('runs a simple graph in its order', async () => {
    const run = await ended(await start({ a: {}, b: {}, c: {} }, 'simple'));
    expect(run.state).toBe('succeeded');
    expect((await marksOf(run.id)).map((mark) => `${mark.what} ${mark.job}`)).toEqual(
      ['a', 'b', 'c'].flatMap((job) => [`start ${job}`, `done ${job}`]),
    );
  });

  it('runs what is ready of an async graph at the same time, and hands outputs and states to what needs them', async () => {
    const run = await ended(
      await start({
        top: { output: { n: 1 } },
        left: { after: ['top'], ms: 200, output: 'L' },
        right: { after: ['top'], ms: 200, output: 'R' },
        bottom: { after: ['left', 'right'] },
      }),
    );
    expect(statesOf(run)).toEqual({
      top: 'succeeded',
      left: 'succeeded',
      right: 'succeeded',
      bottom: 'succeeded',
    });
    const marks = await marksOf(run.id);
    const order = marks.map((mark) => `${mark.what} ${mark.job}`);
    expect(order.indexOf('start right')).toBeLessThan(order.indexOf('done left'));
    expect(order.indexOf('start left')).toBeLessThan(order.indexOf('done right'));
    expect(marks.find((mark) => mark.job === 'bottom')?.note).toEqual({
      outputs: { left: 'L', right: 'R' },
      states: { left: 'succeeded', right: 'succeeded' },
    });
    expect(run.jobsEnded).toBe(4);
    expect(run.activeMs).toBeGreaterThanOrEqual(200);
    expect(run.elapsedMs).toBeGreaterThanOrEqual(run.activeMs);
  });

  it('skips what needs a failed job to have succeeded and says why, near and far', async () => {
    const run = await ended(
      await start({
        a: { failures: 9, code: 'invalid_input' },
        b: { after: ['a'] },
        c: { after: ['b'] },
        d: {},
      }),
    );
    expect(run.state).toBe('failed');
    expect(run.error).toBe('a: attempt 1 failed');
    expect(run.jobs.map(({ name, state, reason }) => ({ name, state, reason }))).toEqual([
      { name: 'a', state: 'failed', reason: null },
      { name: 'b', state: 'skipped', reason: 'needs a, which failed' },
      { name: 'c', state: 'skipped', reason: 'needs b, which was skipped' },
      { name: 'd', state: 'succeeded', reason: null },
    ]);
  });

  it('ends with warnings when a failed job was only needed ended and all went well after it', async () => {
    const run = await ended(
      await start({
        'collect:a': { failures: 9, code: 'invalid_input' },
        'collect:b': { output: 'B' },
        evaluate: { whenEnded: ['collect:a', 'collect:b'] },
      }),
    );
    expect(run.state).toBe('warned');
    expect(run.error).toBeNull();
    expect(run.warnings).toEqual([{ job: 'collect:a', message: 'failed: attempt 1 failed' }]);
    expect((await marksOf(run.id)).find((mark) => mark.job === 'evaluate')?.note).toEqual({
      outputs: { 'collect:b': 'B' },
      states: { 'collect:a': 'failed', 'collect:b': 'succeeded' },
    });
  });

  it('ends with warnings when a job has some', async () => {
    const run = await ended(await start({ a: { warnings: ['3 rows were bad'] }, b: { after: ['a'] } }));
    expect(run.state).toBe('warned');
    expect(statesOf(run)).toEqual({ a: 'warned', b: 'succeeded' });
    expect(run.warnings).toEqual([{ job: 'a', message: '3 rows were bad' }]);
  });

  it('ends a graph without jobs at once', async () => {
    expect((await ended(await start({}))).state).toBe('succeeded');
  });

  it('fails a run whose plan goes in a circle before anything runs', async () => {
    const run = await ended(await start({ a: { after: ['b'] }, b: { after: ['a'] } }));
    expect(run.state).toBe('failed');
    expect(run.error).toBe('the graph could not be resolved: jobs need each other: a, b');
  });
});

describe('attempts', () => {
  it('tries again what may pass, with every attempt to be seen', async () => {
    const run = await ended(await start({ a: { failures: 2 } }));
    expect(run.state).toBe('succeeded');
    expect(run.jobs[0]?.attempts.map(({ attempt, state, error }) => ({ attempt, state, error }))).toEqual([
      { attempt: 1, state: 'failed', error: 'attempt 1 failed' },
      { attempt: 2, state: 'failed', error: 'attempt 2 failed' },
      { attempt: 3, state: 'succeeded', error: null },
    ]);
    expect(run.jobs[0]?.attempts[0]?.retryAt).not.toBeNull();
    expect(run.jobs[0]?.error).toBeNull();
  });

  it('gives up when its retries are used up, and retries what nobody foresaw', async () => {
    const run = await ended(
      await start({ a: { failures: 9, code: 'plain', retries: { limit: 1, baseMs: 5, capMs: 5 } } }),
    );
    expect(run.jobs[0]?.attempts.map((attempt) => attempt.error)).toEqual([
      'attempt 1 broke',
      'attempt 2 broke',
    ]);
    expect(run.jobs[0]?.error).toBe('attempt 2 broke');
  });

  it('does not try again what will not pass', async () => {
    const run = await ended(await start({ a: { failures: 9, code: 'invalid_input' } }));
    expect(run.jobs[0]?.attempts).toHaveLength(1);
  });

  it('refuses an output that is too large', async () => {
    const run = await ended(await start({ a: { outputBytes: 70_000 } }));
    expect(run.jobs[0]?.error).toBe('the output of a has 70002 bytes of JSON; 65536 are allowed');
    expect(run.jobs[0]?.attempts).toHaveLength(1);
  });

  it('keeps progress and log lines', async () => {
    const run = await ended(await start({ a: { progress: 50 } }));
    expect(run.jobs[0]?.progress).toEqual({ done: 50, total: 50 });
    const logs = await listLogs(database(), { runId: run.id, after: '0', limit: 10 });
    expect(logs.map(({ job, level, message }) => ({ job, level, message }))).toEqual([
      { job: 'a', level: 'info', message: 'attempt 1 of a' },
    ]);
  });
});

describe('cancel', () => {
  it('reaches the job that runs, starts no other, and ends quickly', async () => {
    const runId = await start({ a: { ms: 60_000 }, b: { after: ['a'] } });
    await untilMarked(runId, 'a', 'start');
    const asked = performance.now();
    expect(await cancelRun({ actor, runId })).toEqual({ state: 'cancelling' });
    const run = await ended(runId);
    expect(performance.now() - asked).toBeLessThan(2_000);
    expect(run.state).toBe('cancelled');
    expect(statesOf(run)).toEqual({ a: 'cancelled', b: 'cancelled' });
    expect((await marksOf(runId)).map((mark) => mark.what)).toEqual(['start', 'aborted']);
  });

  it('resumes a cancelled run with what had not finished', async () => {
    const runId = await start({ a: {}, b: { after: ['a'], ms: 2_000 }, c: { after: ['b'] } });
    await untilMarked(runId, 'b', 'start');
    await cancelRun({ actor, runId });
    expect((await ended(runId)).state).toBe('cancelled');
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

it('starts a job within moments of the request', async () => {
  await ended(await start({ warm: {} }));
  const asked = Date.now();
  const runId = await start({ a: {} });
  await ended(runId);
  const [first] = await marksOf(runId);
  expect((first?.at.getTime() ?? 0) - asked).toBeLessThan(1_000);
});

describe('what goes wrong around a run', () => {
  it('hands a run over again without running it twice when the worker died before noting it', async () => {
    const runId = await start({ a: { ms: 1_500 }, b: { after: ['a'] } });
    await untilMarked(runId, 'a', 'start');
    await database().run.update({ where: { id: runId }, data: { handedEpoch: 0 } });
    expect((await ended(runId)).state).toBe('succeeded');
    expect(await startsOf(runId)).toEqual(['a', 'b']);
    expect((await database().run.findUniqueOrThrow({ where: { id: runId } })).handedEpoch).toBe(1);
  });

  it('interrupts a job whose lock went with its connection, and runs it again', async () => {
    const runId = await start({ a: { ms: 1_000, key: 'one at a time' } });
    await untilMarked(runId, 'a', 'start');
    await database().$queryRaw`
      SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = ${applicationName(worker.id)}`;
    const run = await ended(runId);
    expect(run.state).toBe('succeeded');
    expect((await marksOf(runId)).map((mark) => mark.what)).toEqual(['start', 'aborted', 'start', 'done']);
    expect(run.jobs[0]?.attempts.map(({ state, error }) => ({ state, error }))).toEqual([
      { state: 'interrupted', error: 'the worker lost its database connection' },
      { state: 'succeeded', error: null },
    ]);
  });

  it('cancels a run whose job does not listen', { timeout: 20_000 }, async () => {
    const runId = await start({ a: { ms: 7_000, isDeaf: true } });
    await untilMarked(runId, 'a', 'start');
    await cancelRun({ actor, runId });
    const run = await ended(runId);
    expect(run.state).toBe('cancelled');
    expect(run.jobs[0]?.attempts[0]?.state).toBe('cancelled');
  });
});
