import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { database } from '@/lib/core/db';
import { listLogs } from './data';
import { ended, start, statesOf, untilMarked } from './testing/harness';
import { createMarks, letGo, marksOf, testGraphs, testJobs } from './testing/scripted';
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
    const runId = await start({
      top: { output: { n: 1 } },
      left: { after: ['top'], ms: 200, isHeld: true, output: 'L' },
      right: { after: ['top'], isHeld: true, output: 'R' },
      bottom: { after: ['left', 'right'] },
    });
    for (const job of ['left', 'right']) await untilMarked(runId, job, 'start');
    for (const job of ['left', 'right']) await letGo(runId, job);
    const run = await ended(runId);
    expect(statesOf(run)).toEqual({
      top: 'succeeded',
      left: 'succeeded',
      right: 'succeeded',
      bottom: 'succeeded',
    });
    const marks = await marksOf(run.id);
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

it('starts a job within moments of the request', async () => {
  const waits: number[] = [];
  for (let time = 0; time < 4; time += 1) {
    const asked = Date.now();
    const runId = await start({ a: {} });
    await ended(runId);
    const [first] = await marksOf(runId);
    waits.push((first?.at.getTime() ?? Number.NaN) - asked);
  }
  expect(Math.min(...waits)).toBeLessThan(3_000); // each is longer where the machine does much else
});
