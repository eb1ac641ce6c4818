import { expect, it } from 'vitest';
import { contentOf, wishFor } from '@/scripts/testing/jira';
import type { RouteView } from './schema';
import { decideWish, weekStartOf } from './wish';

const route: RouteView = {
  id: '1',
  owner: null,
  connectionId: 'c',
  projectKey: 'PLAT',
  issueType: 'Task',
  assignee: null,
  weeklyCap: 5,
};

const decide = (savings: string | null, limits: { floor?: string; openedThisWeek?: number; route?: null }) =>
  decideWish(wishFor('1', { content: contentOf('1', { savings }) }), {
    route,
    floor: '25',
    openedThisWeek: 0,
    ...limits,
  });

it.each<[string, string | null, Parameters<typeof decide>[1], string | null]>([
  ['at the floor it opens', '25', {}, null],
  ['under it it waits', '24.999999', {}, 'saves less than 25 USD a month'],
  ['amounts compare as numbers, not as words', '100', { floor: '25' }, null],
  ['a floor of nothing holds nothing back', '0.01', { floor: '0' }, null],
  ['what counts no saving has none to measure', null, {}, null],
  ['the last place of the week is given', '30', { openedThisWeek: 4 }, null],
  [
    'after it the board has had enough',
    '30',
    { openedThisWeek: 5 },
    'PLAT has had its 5 tickets of this week',
  ],
  ['without a route it waits', '30', { route: null }, 'no route for the unowned queue, and no default route'],
])('%s', (_, savings, limits, reason) => {
  const decision = decide(savings, limits);
  expect(decision).toEqual(reason === null ? { kind: 'open', route } : { kind: 'wait', reason });
});

it.each([
  ['2026-11-16T00:00:00.000Z', '2026-11-16T00:00:00.000Z'], // a Monday
  ['2026-11-22T23:59:59.999Z', '2026-11-16T00:00:00.000Z'], // the Sunday of that week
  ['2027-01-01T12:00:00.000Z', '2026-12-28T00:00:00.000Z'], // a week over the new year
])('the week of %s begins at %s', (now, start) => {
  expect(weekStartOf(new Date(now)).toISOString()).toBe(start);
});
