import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '@/lib/core/errors';
import {
  chained,
  checkPlan,
  finalState,
  hasEnded,
  type JobStates,
  mayRetry,
  nextMoves,
  retryDelayMs,
  sealOf,
  skippedBecauseOf,
} from './plan';
import type { JobState, PlannedJob } from './schema';

function job(name: string, after: string[] = [], whenEnded: string[] = []): PlannedJob {
  const needs = [
    ...after.map((each) => ({ job: each, when: 'succeeded' as const })),
    ...whenEnded.map((each) => ({ job: each, when: 'ended' as const })),
  ];
  return { name, job: 'work', input: null, needs };
}

const allWaiting = (plan: PlannedJob[]): JobStates =>
  Object.fromEntries(plan.map(({ name }) => [name, 'waiting']));

describe('checkPlan', () => {
  const known = new Set(['work']);
  it.each([
    ['a name used twice', [job('a'), job('a')], 'two jobs are named “a”'],
    ['an unknown need', [job('a', ['b'])], '“a” needs “b”, which is not in the graph'],
    ['a job that needs itself', [job('a', ['a'])], 'jobs need each other: a'],
    [
      'a circle',
      [job('x'), job('a', ['c', 'x']), job('b', ['a']), job('c', [], ['b'])],
      'jobs need each other: a, b, c',
    ],
    ['an unknown job', [{ ...job('a'), job: 'play' }], '“a” runs the job “play”, which does not exist'],
  ])('refuses %s', (_what, plan, message) => {
    expect(() => checkPlan(plan, known)).toThrow(message);
  });

  it('accepts a diamond', () => {
    const diamond = [job('d', ['b', 'c']), job('b', ['a']), job('c', ['a']), job('a')];
    expect(() => checkPlan(diamond, known)).not.toThrow();
  });
});

describe('nextMoves', () => {
  it('starts all that can start, in the order of the plan', () => {
    const plan = [job('c', ['a']), job('a'), job('b')];
    expect(nextMoves(plan, allWaiting(plan))).toEqual({ start: ['a', 'b'], skip: [] });
  });

  it('starts a job that needs others ended once they failed or were skipped', () => {
    const plan = [job('a'), job('b', ['a']), job('c', [], ['a', 'b'])];
    expect(nextMoves(plan, { a: 'failed', b: 'waiting', c: 'waiting' })).toEqual({
      start: ['c'],
      skip: [{ name: 'b', reason: 'needs a, which failed' }],
    });
  });

  it('skips at once, though other needs are still running', () => {
    const plan = [job('a'), job('b'), job('c', ['a', 'b'])];
    expect(nextMoves(plan, { a: 'failed', b: 'running', c: 'waiting' }).skip.map(({ name }) => name)).toEqual(
      ['c'],
    );
  });

  it('chains the jobs of a simple graph, keeping a need that only asks for an end', () => {
    const plan = chained([job('a'), job('b', [], ['a']), job('c')], 'simple');
    expect(nextMoves(plan, { a: 'failed', b: 'waiting', c: 'waiting' })).toEqual({ start: ['b'], skip: [] });
    expect(nextMoves(plan, { a: 'failed', b: 'failed', c: 'waiting' }).skip).toEqual([
      { name: 'c', reason: 'needs b, which failed' },
    ]);
  });

  it('brings every plan to an end, whatever fails, and starts no job before its needs are met', () => {
    fc.assert(
      fc.property(randomPlan, fc.array(fc.boolean(), { minLength: 12, maxLength: 12 }), (plan, luck) => {
        const states = allWaiting(plan);
        for (let round = 0; round <= plan.length; round += 1) {
          const { start, skip } = nextMoves(plan, states);
          for (const { name } of skip) states[name] = 'skipped';
          for (const name of start) {
            const needs = plan.find((each) => each.name === name)?.needs ?? [];
            expect(needs.every((need) => hasEnded(states[need.job]))).toBe(true);
            expect(needs.every((need) => need.when === 'ended' || states[need.job] === 'succeeded')).toBe(
              true,
            );
          }
          for (const name of start) states[name] = luck[Number(name.slice(1))] ? 'succeeded' : 'failed';
        }
        expect(Object.values(states).every(hasEnded)).toBe(true);
      }),
    );
  });
});

/** Up to 12 jobs j0…j11, each needing some of those before it. */
const randomPlan = fc
  .array(fc.array(fc.tuple(fc.nat(11), fc.boolean()), { maxLength: 3 }), { maxLength: 12 })
  .map((all) =>
    all.map((needs, index) => {
      const earlier = needs.filter(([other]) => other < index);
      const named = (isEnded: boolean) =>
        earlier.filter(([, ended]) => ended === isEnded).map(([other]) => `j${other}`);
      return job(`j${index}`, named(false), named(true));
    }),
  );

describe('finalState', () => {
  const plan = [
    job('collect:a'),
    job('collect:b'),
    job('evaluate', [], ['collect:a', 'collect:b']),
    job('record', ['evaluate']),
  ];
  it.each<[string, JobState[], string]>([
    ['all succeeded', ['succeeded', 'succeeded', 'succeeded', 'succeeded'], 'succeeded'],
    ['one has warnings', ['succeeded', 'warned', 'succeeded', 'succeeded'], 'warned'],
    ['a failure is absorbed', ['failed', 'succeeded', 'succeeded', 'succeeded'], 'warned'],
    ['two failures are absorbed', ['failed', 'failed', 'warned', 'succeeded'], 'warned'],
    ['a failure leads to another', ['failed', 'succeeded', 'failed', 'skipped'], 'failed'],
    ['the last fails', ['failed', 'succeeded', 'succeeded', 'failed'], 'failed'],
    ['one was cancelled', ['failed', 'succeeded', 'cancelled', 'cancelled'], 'cancelled'],
  ])('%s', (_what, states, expected) => {
    expect(
      finalState(plan, Object.fromEntries(plan.map(({ name }, index) => [name, states[index] ?? 'waiting']))),
    ).toBe(expected);
  });

  it('warns of what was done by the way and failed, but not when it is needed or what it needs failed', () => {
    const aside = [job('scan'), { ...job('measure', ['scan']), isByTheWay: true }];
    expect(finalState(aside, { scan: 'succeeded', measure: 'failed' })).toBe('warned');
    expect(finalState(aside, { scan: 'failed', measure: 'skipped' })).toBe('failed');
    const needed = [...aside, job('tell', ['measure'])];
    expect(finalState(needed, { scan: 'succeeded', measure: 'failed', tell: 'skipped' })).toBe('failed');
  });

  it('fails when one that depends on the failure needed its success', () => {
    const mixed = [job('a'), job('b', [], ['a']), job('c', ['a'])];
    expect(finalState(mixed, { a: 'failed', b: 'succeeded', c: 'skipped' })).toBe('failed');
  });
});

it('a job is sealed once the job that rests on how it ended came out well, and not before', () => {
  const plan = [{ ...job('read'), sealedBy: 'judge' }, job('judge', [], ['read']), job('tell', ['judge'])];
  expect(sealOf(plan, { read: 'failed', judge: 'succeeded', tell: 'failed' }, 'read')).toBe('judge');
  expect(sealOf(plan, { read: 'failed', judge: 'failed', tell: 'skipped' }, 'read')).toBeUndefined();
  expect(sealOf(plan, { read: 'failed', judge: 'succeeded', tell: 'failed' }, 'tell')).toBeUndefined();
});

it('finds what was skipped because of a job, near and far', () => {
  const plan = [job('a'), job('x'), job('b', ['a']), job('c', ['b']), job('y', ['x']), job('z', [], ['c'])];
  const states: JobStates = {
    a: 'failed',
    x: 'failed',
    b: 'skipped',
    c: 'skipped',
    y: 'skipped',
    z: 'succeeded',
  };
  expect(skippedBecauseOf(plan, states, 'a')).toEqual(['b', 'c']);
});

describe('retries', () => {
  it('doubles the pause up to its cap, and takes between half and all of it', () => {
    const retries = { limit: 9, baseMs: 100, capMs: 1_000 };
    expect([1, 2, 3, 4, 5, 6].map((tried) => retryDelayMs(retries, tried, 1))).toEqual([
      100, 200, 400, 800, 1_000, 1_000,
    ]);
    expect([1, 2, 5].map((tried) => retryDelayMs(retries, tried, 0))).toEqual([50, 100, 500]);
  });

  it.each([
    ['unavailable', true],
    ['outbound_failed', true],
    ['rate_limited', true],
    ['internal', true],
    ['invalid_input', false],
    ['conflict', false],
    ['too_large', false],
  ] as const)('an AppError %s is retried: %s', (code, expected) => {
    expect(mayRetry(new AppError(code, 'no'))).toBe(expected);
  });

  it('retries what nobody foresaw', () => {
    expect(mayRetry(new TypeError('x is not a function'))).toBe(true);
  });
});
