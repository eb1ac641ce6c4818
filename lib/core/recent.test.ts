import { expect, it } from 'vitest';
import { keepRecent, keptFor } from './recent';

/** A clock that stands still unless it is told to go on, and a reading that takes as long as it is told to. */
function slowReading() {
  let time = 1_000;
  let readings = 0;
  const recent = keepRecent<number>(() => time);
  const read = (tookMs: number) => async () => {
    readings += 1;
    time += tookMs;
    return readings;
  };
  const pass = (ms: number) => {
    time += ms;
  };
  return { recent, read, pass };
}

const settled = () => new Promise((done) => setTimeout(done));

it('what was read quickly is read again each time', async () => {
  const { recent, read } = slowReading();
  expect(await recent('a', read(20))).toBe(1);
  await settled();
  expect(await recent('a', read(20))).toBe(2);
});

it('what was slow is kept for twenty times as long as it took, under its key only', async () => {
  const { recent, read, pass } = slowReading();
  expect(await recent('a', read(1_000))).toBe(1);
  await settled();
  pass(19_000);
  expect(await recent('a', read(1_000))).toBe(1);
  expect(await recent('b', read(1_000))).toBe(2);
  pass(1_500);
  expect(await recent('a', read(1_000))).toBe(3);
});

it('who asks while it is being read waits for the same reading', async () => {
  const { recent, read } = slowReading();
  const both = await Promise.all([recent('a', read(10)), recent('a', read(10))]);
  expect(both).toEqual([1, 1]);
});

it('a failure is told and not kept', async () => {
  const { recent, read } = slowReading();
  const failing = () => Promise.reject(new Error('the database is away'));
  await expect(recent('a', failing)).rejects.toThrow('away');
  await settled();
  expect(await recent('a', read(10))).toBe(1);
});

it('nothing is kept for longer than a minute', () => {
  expect(keptFor(10_000)).toBe(60_000);
});
