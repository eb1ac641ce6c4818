import { expect, it } from 'vitest';
import { disagreements } from './compare';
import { makeHistory } from './history';

const SEEDS = Array.from({ length: 20 }, (_, index) => index + 1);

it.each(SEEDS)('history %i is told as the oracle tells it', { timeout: 120_000 }, async (seed) => {
  expect(await disagreements(makeHistory(seed))).toEqual([]);
});
