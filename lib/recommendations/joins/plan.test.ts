import fc from 'fast-check';
import { expect, it } from 'vitest';
import { LINEAGE_STATUSES } from '../lifecycle';
import { type JoiningLineage, planJoin, standingOf } from './plan';

const lineage = (
  lineageId: string,
  status: JoiningLineage['status'] = 'open',
  ticketId: string | null = null,
): JoiningLineage => ({ lineageId, resourceId: `of ${lineageId}`, action: 'delete', status, ticketId });

it.each([
  ['a ticket before none', lineage('5'), lineage('9', 'open', 't9'), 'ticket', 't9', null],
  [
    'a ticket before a dismissal',
    lineage('5', 'dismissed'),
    lineage('9', 'in_progress', 't9'),
    'ticket',
    't9',
    null,
  ],
  [
    'a dismissal before a verified saving',
    lineage('5', 'verified', 't5'),
    lineage('9', 'dismissed'),
    'dismissal',
    't5',
    null,
  ],
  ['a verified saving before none', lineage('5'), lineage('9', 'verified', 't9'), 'verified', 't9', null],
  [
    'of two tickets the older one’s',
    lineage('5', 'open', 't5'),
    lineage('9', 'open', 't9'),
    'ticket',
    't5',
    't9',
  ],
  [
    'the ticket before that of a dismissal',
    lineage('5', 'dismissed', 't5'),
    lineage('9', 'open', 't9'),
    'ticket',
    't9',
    't5',
  ],
  ['nothing before nothing', lineage('5'), lineage('9'), 'none', null, null],
])('%s', (_, older, newer, standing, ticketId, duplicateOf) => {
  const plan = { stays: older, ends: newer, standing, ticketId, duplicateOf };
  expect(planJoin([older, newer])).toMatchObject([plan]);
  expect(planJoin([newer, older])).toMatchObject([plan]);
});

it('a recommendation that only one side has goes on as it is, and one that is over is left alone', () => {
  const [alone, over] = [lineage('5', 'closed', 't5'), { ...lineage('3', 'resolved'), action: 'stop' }];
  expect(planJoin([alone, over])).toMatchObject([
    { stays: alone, ends: null, standing: 'ticket', ticketId: 't5' },
  ]);
});

it('the older keeps its id, no ticket is lost, and what stands is never less than either', () => {
  const side = fc.record({
    status: fc.constantFrom(...LINEAGE_STATUSES.filter((status) => status !== 'resolved')),
    hasTicket: fc.boolean(),
  });
  const rank = { ticket: 3, dismissal: 2, verified: 1, none: 0 };
  fc.assert(
    fc.property(side, side, (one, other) => {
      const older = lineage('9', one.status, one.hasTicket ? 't9' : null);
      const newer = lineage('10', other.status, other.hasTicket ? 't10' : null);
      const [plan] = planJoin([newer, older]);
      expect(plan?.stays.lineageId).toBe('9');
      const tickets = [plan?.ticketId, plan?.duplicateOf].filter((ticket) => ticket !== null);
      expect(new Set(tickets)).toEqual(
        new Set([older.ticketId, newer.ticketId].filter((ticket) => ticket !== null)),
      );
      expect(rank[plan?.standing ?? 'none']).toBe(Math.max(rank[standingOf(older)], rank[standingOf(newer)]));
    }),
  );
});
