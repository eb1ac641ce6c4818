import { expect, it } from 'vitest';
import { type Count, countAt, countOne, delayAfter, inWords, PATIENCE } from './delay';

const account = PATIENCE['sign_in.account'];
const address = PATIENCE['sign_in.address'];
const NOW = new Date('2026-11-21T12:00:00Z');
const later = (ms: number) => new Date(NOW.getTime() + ms);
const SECOND = 1_000;
const MINUTE = 60 * SECOND;

it.each([
  [0, 0],
  [4, 0],
  [5, 1 * SECOND],
  [6, 2 * SECOND],
  [10, 32 * SECOND],
  [14, 512 * SECOND],
  [15, 15 * MINUTE],
  [400, 15 * MINUTE],
])('after %s attempts at an account the next waits %s ms', (attempts, delay) => {
  expect(delayAfter(attempts, account)).toBe(delay);
});

it('an address is waited for later than an account', () => {
  expect(delayAfter(29, address)).toBe(0);
  expect(delayAfter(30, address)).toBe(SECOND);
});

it.each([
  ['one a quarter of an hour', 6, 15 * MINUTE, 5],
  ['not before it is over', 6, 15 * MINUTE - 1, 6],
  ['all of them in time', 6, 24 * 60 * MINUTE, 0],
])('attempts are forgotten: %s', (_, attempts, elapsed, left) => {
  expect(countAt({ attempts, since: NOW }, later(elapsed), account).attempts).toBe(left);
});

it('what is not yet forgotten is not lost when another attempt comes', () => {
  let count: Count = { attempts: 0, since: NOW };
  // An office mistypes every 50 seconds for an hour; each minute one is forgotten, though none is a minute old.
  for (let step = 1; step <= 72; step += 1) count = countOne(count, later(step * 50 * SECOND), address);
  expect(count.attempts).toBe(72 - 60 + 1);
});

it('whoever keeps guessing at one account has a few dozen guesses a day', () => {
  let guesses = 0;
  let count = { attempts: 0, since: NOW, freeAt: NOW };
  for (let at = 0; at < 24 * 60 * MINUTE; at += SECOND) {
    if (count.freeAt > later(at)) continue;
    count = countOne(count, later(at), account);
    guesses += 1;
  }
  expect(guesses).toBeLessThan(200);
});

it.each([
  [1, '1 second'],
  [999, '1 second'],
  [1_001, '2 seconds'],
  [59_000, '59 seconds'],
  [60_000, '1 minute'],
  [61_000, '2 minutes'],
  [900_000, '15 minutes'],
])('%s ms are %s', (ms, words) => {
  expect(inWords(ms)).toBe(words);
});
