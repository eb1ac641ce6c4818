import { describe, expect, it } from 'vitest';
import { DAY_MS } from '@/lib/core/clock';
import { GRACE_MS, type LifecycleEvent, type LineageState, type LineageStatus, move } from './lifecycle';

const NOW = new Date('2026-11-20T12:00:00Z');
const CLOSED = new Date(NOW.getTime() - 10 * DAY_MS);
const after = (ms: number) => new Date(CLOSED.getTime() + ms);

function lineage(status: LineageStatus, given: Partial<LineageState> = {}): LineageState {
  return {
    status,
    hasTicket: false,
    closedAt: status === 'closed' ? CLOSED : null,
    verifiedAt: status === 'verified' ? CLOSED : null,
    isRegressed: false,
    isCovered: true,
    notCoveredReason: null,
    dismissedBy: status === 'dismissed' ? 'person' : null,
    dismissedReason: status === 'dismissed' ? 'kept on purpose' : null,
    dismissedUntil: null,
    needsPerson: null,
    ...given,
  };
}

const found = (dataFrom: Date | null = NOW): LifecycleEvent => ({ kind: 'found', at: NOW, dataFrom });
const gone: LifecycleEvent = { kind: 'gone', at: NOW, reason: 'Does not match because attached is true.' };
const withdrawn: LifecycleEvent = { kind: 'withdrawn', at: NOW, reason: 'The rule was changed.' };
const notCovered: LifecycleEvent = { kind: 'not_covered', at: NOW, reason: 'bill was read in part' };
const deleted: LifecycleEvent = { kind: 'ticket_deleted', at: NOW };
const dismiss = (until: Date | null = null): LifecycleEvent => ({
  kind: 'dismissed',
  at: NOW,
  reason: 'no',
  until,
});
const ticket = (to: 'new' | 'indeterminate' | 'done', isWontDo = false): LifecycleEvent => ({
  kind: 'ticket_moved',
  at: NOW,
  to,
  isWontDo,
  resolution: isWontDo ? "Won't Do" : null,
});
const yesterday = new Date(NOW.getTime() - DAY_MS);
const tomorrow = new Date(NOW.getTime() + DAY_MS);
const ticketed = { hasTicket: true };

type Row = [string, LineageState, LifecycleEvent, LineageStatus | null, ...('reopen' | 'comment')[]];

// Null: nothing becomes of it. After the status: what its ticket has to be told.
const rows: Row[] = [
  ['open, ticket to in progress', lineage('open', ticketed), ticket('indeterminate'), 'in_progress'],
  ['open, ticket done', lineage('open', ticketed), ticket('done'), 'closed'],
  ['open, ticket stays in new', lineage('open', ticketed), ticket('new'), null],
  ['in progress, ticket done', lineage('in_progress', ticketed), ticket('done'), 'closed'],
  ['in progress, ticket back to new', lineage('in_progress', ticketed), ticket('new'), 'open'],
  [
    'closed, ticket opened again by hand',
    lineage('closed', ticketed),
    ticket('indeterminate'),
    'in_progress',
  ],
  ['verified, ticket moved', lineage('verified', ticketed), ticket('new'), null],
  ['withdrawn, ticket moved', lineage('withdrawn', ticketed), ticket('done'), null],

  ['open, gone, with a ticket', lineage('open', ticketed), gone, 'verified', 'comment'],
  ['in progress, gone, with a ticket', lineage('in_progress', ticketed), gone, 'verified', 'comment'],
  ['closed, gone, with a ticket', lineage('closed', ticketed), gone, 'verified', 'comment'],
  ['open, gone, without a ticket', lineage('open'), gone, 'resolved'],
  ['closed, gone, its ticket deleted', lineage('closed'), gone, 'resolved'],
  ['verified, gone', lineage('verified', ticketed), gone, null],
  ['dismissed, gone', lineage('dismissed'), gone, null],
  ['withdrawn, gone', lineage('withdrawn'), gone, null],

  [
    'closed, found in data after closing + grace',
    lineage('closed', ticketed),
    found(after(GRACE_MS + 1)),
    'open',
    'reopen',
  ],
  ['closed, found in data within the grace', lineage('closed', ticketed), found(after(GRACE_MS)), null],
  [
    'closed, found in data that reaches back before',
    lineage('closed', ticketed),
    found(after(-DAY_MS)),
    null,
  ],
  ['closed, found in data of unknown age', lineage('closed', ticketed), found(null), null],
  ['open, found', lineage('open'), found(), null],
  ['in progress, found', lineage('in_progress', ticketed), found(), null],

  ['verified, found again', lineage('verified', ticketed), found(), 'open', 'reopen'],

  ['open, dismissed', lineage('open'), dismiss(), 'dismissed'],
  ['in progress, dismissed', lineage('in_progress', ticketed), dismiss(), 'dismissed', 'comment'],
  ['closed, dismissed', lineage('closed', ticketed), dismiss(), 'dismissed', 'comment'],
  ['verified, dismissed', lineage('verified', ticketed), dismiss(), 'dismissed', 'comment'],
  ['withdrawn, dismissed', lineage('withdrawn'), dismiss(), 'dismissed'],
  ["open, ticket won't do", lineage('open', ticketed), ticket('done', true), 'dismissed'],
  ["in progress, ticket won't do", lineage('in_progress', ticketed), ticket('done', true), 'dismissed'],
  ["closed, ticket changed to won't do", lineage('closed', ticketed), ticket('done', true), 'dismissed'],
  ['dismissed for ever, found', lineage('dismissed'), found(), null],
  ['dismissed until tomorrow, found', lineage('dismissed', { dismissedUntil: tomorrow }), found(), null],
  ['dismissed until yesterday, found', lineage('dismissed', { dismissedUntil: yesterday }), found(), 'open'],
  [
    'dismissed until yesterday, with a ticket, found',
    lineage('dismissed', { dismissedUntil: yesterday, hasTicket: true }),
    found(),
    'open',
    'reopen',
  ],
  [
    'dismissed until yesterday, not covered',
    lineage('dismissed', { dismissedUntil: yesterday }),
    notCovered,
    'dismissed',
  ],
  ['dismissed by a person, ticket moved', lineage('dismissed', ticketed), ticket('new'), null],
  [
    'dismissed by its ticket, ticket taken up again',
    lineage('dismissed', { hasTicket: true, dismissedBy: 'ticket' }),
    ticket('indeterminate'),
    'in_progress',
  ],

  ['open, rule changed', lineage('open'), withdrawn, 'withdrawn'],
  ['in progress, rule changed', lineage('in_progress', ticketed), withdrawn, 'withdrawn', 'comment'],
  ['closed, rule changed', lineage('closed', ticketed), withdrawn, 'withdrawn', 'comment'],
  ['dismissed, rule changed', lineage('dismissed'), withdrawn, 'withdrawn'],
  ['withdrawn, found again', lineage('withdrawn'), found(), 'open'],
  ['withdrawn, with a ticket, found again', lineage('withdrawn', ticketed), found(), 'open', 'reopen'],
  [
    'withdrawn while dismissed, found again',
    lineage('withdrawn', { dismissedBy: 'person', dismissedReason: 'no' }),
    found(),
    'dismissed',
  ],

  ['open, ticket deleted', lineage('open', ticketed), deleted, 'open'],
  ['in progress, ticket deleted', lineage('in_progress', ticketed), deleted, 'open'],
  ['closed, ticket deleted', lineage('closed', ticketed), deleted, 'open'],
  ['verified, ticket deleted', lineage('verified', ticketed), deleted, 'open'],
  ['dismissed, ticket deleted', lineage('dismissed', ticketed), deleted, 'open'],
  ['withdrawn, ticket deleted', lineage('withdrawn', ticketed), deleted, 'open'],
  ['open without a ticket, ticket deleted', lineage('open'), deleted, null],

  ['open, not covered', lineage('open'), notCovered, 'open'],
  ['in progress, not covered', lineage('in_progress', ticketed), notCovered, 'in_progress'],
  ['closed, not covered', lineage('closed', ticketed), notCovered, 'closed'],

  [
    'dismissed, reopened by a person',
    lineage('dismissed'),
    { kind: 'reopened', at: NOW, reason: 'now' },
    'open',
  ],
  [
    'closed, reopened by a person',
    lineage('closed', ticketed),
    { kind: 'reopened', at: NOW, reason: 'now' },
    'open',
    'reopen',
  ],
  ['open, reopened by a person', lineage('open'), { kind: 'reopened', at: NOW, reason: 'now' }, null],
];

describe('the status of a lineage', () => {
  it.each(rows)('%s', (_, before, event, status, ...deeds) => {
    const made = move(before, event);
    expect(made?.next.status ?? null).toBe(status);
    expect(made?.deeds.map(({ deed }) => deed) ?? []).toEqual(deeds);
  });

  it.each([found(), gone, withdrawn, notCovered, deleted, dismiss(), ticket('done')])(
    'never leaves resolved (%j)',
    (event) => {
      expect(move(lineage('resolved', ticketed), event)).toBeNull();
    },
  );

  it('takes the claim back from what is found again after it was verified, and says so', () => {
    const made = move(lineage('verified', ticketed), found());
    expect(made).toMatchObject({
      event: 'regressed',
      next: { status: 'open', isRegressed: true, verifiedAt: null },
    });
  });

  it('keeps a finding that was not covered as it was, with the reason', () => {
    const before = lineage('in_progress', ticketed);
    const made = move(before, notCovered);
    expect(made?.next).toEqual({ ...before, isCovered: false, notCoveredReason: 'bill was read in part' });
    expect(made && move(made.next, notCovered)).toBeNull();
    expect(made && move(made.next, found())?.next).toEqual(before);
  });

  it('says when a ticket was closed, and forgets it when the ticket is opened again', () => {
    const closed = move(lineage('open', ticketed), ticket('done'))?.next;
    expect(closed?.closedAt).toEqual(NOW);
    expect(closed && move(closed, ticket('new'))?.next.closedAt).toBeNull();
  });

  it('asks for a person when the ticket was deleted, until it is there again', () => {
    const lost = move(lineage('in_progress', ticketed), deleted)?.next;
    expect(lost?.needsPerson).toMatch(/deleted/);
    const back = lost && move(lost, { kind: 'ticket_restored', at: NOW, to: 'indeterminate' })?.next;
    expect(back).toMatchObject({ status: 'in_progress', needsPerson: null });
  });

  it('remembers a dismissal through the withdrawal of its rule, but not past its end', () => {
    const away = move(lineage('dismissed', { dismissedUntil: yesterday }), withdrawn)?.next;
    expect(away && move(away, found())?.next).toMatchObject({ status: 'open', dismissedReason: null });
  });
});
