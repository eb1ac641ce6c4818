import { describe, expect, it } from 'vitest';
import { durationWords, relativeWords } from './durations';

const NOW = Date.UTC(2026, 10, 20, 12);
const MINUTE = 60_000;

describe('relative times', () => {
  it.each([
    [NOW - 10_000, 'just now'],
    [NOW - 4 * MINUTE, '4 min ago'],
    [NOW - 3 * 60 * MINUTE, '3 h ago'],
    [NOW - 5 * 1_440 * MINUTE, '5 days ago'],
    [NOW + 20 * MINUTE, 'in 20 min'],
    [Date.UTC(2026, 4, 1), '2026-05-01'],
  ])('%d is told as “%s”', (moment, words) => {
    expect(relativeWords(moment, NOW)).toBe(words);
  });
});

describe('durations', () => {
  it.each([
    [840, '840 ms'],
    [12_400, '12 s'],
    [200_000, '3 min 20 s'],
    [7_500_000, '2 h 5 min'],
    [2 * 86_400_000, '2 d'],
  ])('%d ms is told as “%s”', (ms, words) => {
    expect(durationWords(ms)).toBe(words);
  });
});
