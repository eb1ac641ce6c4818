import { expect, it } from 'vitest';
import { daysAhead } from './days';

const at = (day: string) => new Date(`${day}T12:00:00`).getTime(); // in the viewer's zone

it('offers tomorrow to two years ahead, and three months at first', () => {
  expect(daysAhead(at('2026-11-20'))).toEqual({ min: '2026-11-21', usual: '2027-02-18', max: '2028-11-18' });
});

it('goes on from the day that an exemption has, and no further than two years from now', () => {
  const now = at('2026-11-20');
  expect(daysAhead(now, at('2027-01-01'))).toMatchObject({ min: '2027-01-02', usual: '2027-04-01' });
  expect(daysAhead(now, at('2028-11-01'))).toMatchObject({ usual: '2028-11-18', max: '2028-11-18' });
});
