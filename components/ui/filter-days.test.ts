import { expect, it } from 'vitest';
import { dayOf, startOf } from './filter-days';

// Tests run in Asia/Kathmandu, a quarter of an hour off every full hour.
it('a day begins and ends by the clock of the viewer', () => {
  expect(startOf('2026-11-21')).toBe('2026-11-20T18:15:00.000Z');
  expect(startOf('2026-11-30', 1)).toBe('2026-11-30T18:15:00.000Z');
});

it('a moment is shown as the day that it begins, or ends', () => {
  expect(dayOf('2026-11-20T18:15:00.000Z')).toBe('2026-11-21');
  expect(dayOf('2026-11-30T18:15:00.000Z', -1)).toBe('2026-11-30');
});

it('what is no day, or half typed, filters by nothing', () => {
  expect([startOf(''), startOf('0002-01-01'), dayOf('yesterday')]).toEqual([null, null, '']);
});
