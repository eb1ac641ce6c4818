import { describe, expect, it } from 'vitest';
import { reserveSlot } from './ceiling';
import { backoffOf, horizonOf, TICKET_TIMING, waitOf } from './timing';

describe('back-off', () => {
  it.each([
    [0, 0.5, 2000],
    [1, 0.5, 4000],
    [3, 0.5, 16_000],
    [4, 0.5, 30_000],
    [50, 0.5, 30_000],
    [0, 0, 1400],
    [0, 1, 2600],
    [9, 1, 39_000],
  ])('try %i at random %d waits %i ms', (attempt, random, expected) => {
    expect(backoffOf(TICKET_TIMING, attempt, random)).toBe(expected);
  });
});

describe('the wait after too many requests', () => {
  const now = new Date('2026-11-21T10:00:00.000Z');
  const wait = (headers: Record<string, string>, random = 0) =>
    waitOf(headers, TICKET_TIMING, { attempt: 0, random, now });

  it.each<[string, Record<string, string>, number]>([
    ['seconds', { 'retry-after': '7' }, 7000],
    ['a date', { 'retry-after': 'Sat, 21 Nov 2026 10:00:30 GMT' }, 30_000],
    ['a date that has passed', { 'retry-after': 'Sat, 21 Nov 2026 09:00:00 GMT' }, 0],
    ['never longer than an hour', { 'retry-after': '86400' }, 3_600_000],
    ['none: exponential', {}, 1400],
    ['nonsense: exponential', { 'retry-after': 'soon' }, 1400],
    [
      'a spent quota waits for its reset',
      { 'ratelimit-reason': 'jira-quota-tenant-based', 'x-ratelimit-reset': '2026-11-21T10:05Z' },
      300_000,
    ],
    [
      'a burst does not',
      { 'ratelimit-reason': 'jira-burst-based', 'x-ratelimit-reset': '2026-11-21T10:05Z' },
      1400,
    ],
  ])('%s', (_, headers, expected) => {
    expect(wait(headers)).toBe(expected);
  });

  it('is never shorter than asked, and not the same for all', () => {
    expect(wait({ 'retry-after': '10' }, 0)).toBe(10_000);
    expect(wait({ 'retry-after': '10' }, 1)).toBe(13_000);
  });
});

it('waits with its conclusions longer than a request may take and the index lags, together', () => {
  expect(horizonOf(TICKET_TIMING)).toBeGreaterThanOrEqual(
    TICKET_TIMING.requestTimeoutMs + TICKET_TIMING.indexLagMs,
  );
  expect(TICKET_TIMING.leaseMs).toBeGreaterThan(2 * TICKET_TIMING.requestTimeoutMs);
});

it('gives slots at even distances and saves up none', () => {
  const first = reserveSlot({ nextAt: 0 }, 1000, 10);
  const second = reserveSlot(first.ceiling, 1000, 10);
  const third = reserveSlot(second.ceiling, 1010, 10);
  expect([first.slot, second.slot, third.slot]).toEqual([1000, 1100, 1200]);
  expect(reserveSlot(third.ceiling, 60_000, 10)).toEqual({ slot: 60_000, ceiling: { nextAt: 60_100 } });
});
