import { DAY_MS } from '@/lib/core/clock';

/**
 * The life of a lineage (DESIGN.md, "Status of a lineage"):
 *
 *   open ⇄ in_progress ⇄ closed      as its ticket moves
 *   open, in_progress, closed → verified | resolved    gone, with a ticket | without one
 *   closed → open                    data after closing + grace still shows it
 *   verified → open, regressed       found again; the claim is taken back
 *   any live → dismissed → open      by a person or a "won't do"; back when `until` has passed and it is still found
 *   any live → withdrawn → open      the rule changed or an exemption came; back when it is found again (dismissed, where that still holds)
 *   any with a ticket → open         the ticket was deleted; needs a person
 *
 * `resolved` is the end. Pure: takes what is known, says what becomes of it.
 */
export const LINEAGE_STATUSES = [
  'open',
  'in_progress',
  'closed',
  'verified',
  'resolved',
  'dismissed',
  'withdrawn',
] as const;
export type LineageStatus = (typeof LINEAGE_STATUSES)[number];

/** Bills settle in two days; what is younger than that after a closing shows the time before it. */
export const GRACE_MS = 2 * DAY_MS;

export type LineageState = {
  status: LineageStatus;
  hasTicket: boolean;
  closedAt: Date | null;
  verifiedAt: Date | null;
  isRegressed: boolean;
  isCovered: boolean;
  notCoveredReason: string | null;
  dismissedBy: 'person' | 'ticket' | null;
  dismissedReason: string | null;
  dismissedUntil: Date | null;
  needsPerson: string | null;
};

export type TicketCategory = 'new' | 'indeterminate' | 'done';

export type LifecycleEvent = { at: Date } & (
  | { kind: 'found'; dataFrom: Date | null } // dataFrom: where the oldest data that the match rests on begins
  | { kind: 'gone'; reason: string }
  | { kind: 'withdrawn'; reason: string }
  | { kind: 'not_covered'; reason: string }
  | { kind: 'ticket_moved'; to: TicketCategory; isWontDo: boolean; resolution: string | null }
  | { kind: 'ticket_deleted' }
  | { kind: 'ticket_restored'; to: TicketCategory }
  | { kind: 'dismissed'; reason: string; until: Date | null }
  | { kind: 'reopened'; reason: string }
);

/** What its ticket has to be told. */
export type Deed = { deed: 'reopen' | 'comment'; text: string };

export type Move = { next: LineageState; event: string; detail: string | null; deeds: Deed[] };

/** What becomes of a lineage by an event; null when nothing does. */
export function move(lineage: LineageState, event: LifecycleEvent): Move | null {
  if (lineage.status === 'resolved') return null;
  switch (event.kind) {
    case 'found':
      return found(lineage, event.at, event.dataFrom);
    case 'gone':
      return gone(lineage, event.at, event.reason);
    case 'withdrawn':
      return withdrawn(lineage, event.reason);
    case 'not_covered':
      return notCovered(lineage, event.reason);
    case 'ticket_moved':
      return event.isWontDo && event.to === 'done'
        ? wontDo(lineage, event.resolution)
        : ticketMoved(lineage, event.at, event.to);
    case 'ticket_deleted':
      return ticketDeleted(lineage);
    case 'ticket_restored':
      return ticketRestored(lineage, event.at, event.to);
    case 'dismissed':
      return dismissed(lineage, event.reason, event.until);
    case 'reopened':
      return reopenedByPerson(lineage, event.reason);
  }
}

/** Nothing of an earlier ending is left on a lineage that is open. */
function opened(lineage: LineageState): LineageState {
  return {
    ...lineage,
    status: 'open',
    closedAt: null,
    verifiedAt: null,
    dismissedBy: null,
    dismissedReason: null,
    dismissedUntil: null,
  };
}

function reopenTicket(lineage: LineageState, text: string): Deed[] {
  return lineage.hasTicket ? [{ deed: 'reopen', text }] : [];
}

function found(before: LineageState, at: Date, dataFrom: Date | null): Move | null {
  const lineage = { ...before, isCovered: true, notCoveredReason: null };
  const event = (next: LineageState, name: string, detail: string): Move => ({
    next,
    event: name,
    detail,
    deeds: reopenTicket(lineage, detail),
  });
  if (lineage.status === 'verified') {
    return event(
      { ...opened(lineage), isRegressed: true },
      'regressed',
      'Found again after it was verified as fixed.',
    );
  }
  if (lineage.status === 'withdrawn') return foundAfterWithdrawal(lineage, at);
  if (lineage.status === 'closed' && showsAfterClosing(lineage.closedAt, dataFrom)) {
    return event(opened(lineage), 'still_there', 'Data from after the closing still shows it.');
  }
  if (lineage.status === 'dismissed' && lineage.dismissedUntil && lineage.dismissedUntil <= at) {
    return event(opened(lineage), 'dismissal_over', 'The dismissal has run out and it is still found.');
  }
  return before.isCovered ? null : { next: lineage, event: 'covered', detail: null, deeds: [] };
}

/** A dismissal outlives the withdrawal of its rule. */
function foundAfterWithdrawal(lineage: LineageState, at: Date): Move {
  const isDismissed =
    lineage.dismissedReason !== null && !(lineage.dismissedUntil && lineage.dismissedUntil <= at);
  const detail = isDismissed ? 'The rules find it again; it is still dismissed.' : 'The rules find it again.';
  const next = isDismissed ? { ...lineage, status: 'dismissed' as const } : opened(lineage);
  return { next, event: 'found_again', detail, deeds: isDismissed ? [] : reopenTicket(lineage, detail) };
}

function showsAfterClosing(closedAt: Date | null, dataFrom: Date | null): boolean {
  return closedAt !== null && dataFrom !== null && dataFrom.getTime() > closedAt.getTime() + GRACE_MS;
}

function gone(lineage: LineageState, at: Date, reason: string): Move | null {
  if (lineage.status !== 'open' && lineage.status !== 'in_progress' && lineage.status !== 'closed')
    return null;
  const seen = { ...lineage, isCovered: true, notCoveredReason: null, needsPerson: null };
  if (!lineage.hasTicket) {
    return { next: { ...seen, status: 'resolved' }, event: 'resolved', detail: reason, deeds: [] };
  }
  return {
    next: { ...seen, status: 'verified', verifiedAt: at, isRegressed: false },
    event: 'verified',
    detail: reason,
    deeds: [{ deed: 'comment', text: `Verified as fixed: ${reason}` }],
  };
}

function withdrawn(lineage: LineageState, reason: string): Move | null {
  if (lineage.status === 'withdrawn') return null;
  const { dismissedBy, dismissedReason, dismissedUntil } = lineage;
  const kept = { dismissedBy, dismissedReason, dismissedUntil, isCovered: true, notCoveredReason: null };
  return {
    next: { ...opened(lineage), ...kept, status: 'withdrawn', needsPerson: null },
    event: 'withdrawn',
    detail: reason,
    deeds: lineage.hasTicket ? [{ deed: 'comment', text: `Withdrawn, no saving is counted: ${reason}` }] : [],
  };
}

function notCovered(lineage: LineageState, reason: string): Move | null {
  if (!lineage.isCovered && lineage.notCoveredReason === reason) return null;
  const next = { ...lineage, isCovered: false, notCoveredReason: reason };
  return { next, event: 'not_covered', detail: reason, deeds: [] };
}

const STATUS_BY_CATEGORY = { new: 'open', indeterminate: 'in_progress', done: 'closed' } as const;

function ticketMoved(lineage: LineageState, at: Date, to: TicketCategory): Move | null {
  const status = STATUS_BY_CATEGORY[to];
  const isRefusalTakenBack =
    lineage.status === 'dismissed' && lineage.dismissedBy === 'ticket' && to !== 'done';
  const follows = ['open', 'in_progress', 'closed'].includes(lineage.status) || isRefusalTakenBack;
  if (!follows || status === lineage.status) return null;
  const next = { ...opened(lineage), status, closedAt: to === 'done' ? at : null };
  return { next, event: 'ticket_moved', detail: null, deeds: [] };
}

function wontDo(lineage: LineageState, resolution: string | null): Move | null {
  if (lineage.status === 'dismissed') return null;
  const dismissedReason = resolution
    ? `The ticket was closed as “${resolution}”`
    : 'The ticket was closed as not to be done';
  return {
    next: {
      ...opened(lineage),
      status: 'dismissed',
      dismissedBy: 'ticket',
      dismissedReason,
      needsPerson: null,
    },
    event: 'dismissed',
    detail: dismissedReason,
    deeds: [],
  };
}

function ticketDeleted(lineage: LineageState): Move | null {
  if (!lineage.hasTicket) return null;
  const needsPerson = 'Its ticket was deleted: open another one or dismiss it';
  return { next: { ...opened(lineage), needsPerson }, event: 'ticket_deleted', detail: null, deeds: [] };
}

function ticketRestored(lineage: LineageState, at: Date, to: TicketCategory): Move {
  const restored = { ...lineage, needsPerson: null };
  const moved = ticketMoved(restored, at, to);
  return { next: moved?.next ?? restored, event: 'ticket_restored', detail: null, deeds: [] };
}

function dismissed(lineage: LineageState, reason: string, until: Date | null): Move {
  return {
    next: {
      ...opened(lineage),
      status: 'dismissed',
      dismissedBy: 'person',
      dismissedReason: reason,
      dismissedUntil: until,
      needsPerson: null,
    },
    event: 'dismissed',
    detail: reason,
    deeds: lineage.hasTicket ? [{ deed: 'comment', text: `Dismissed in Evenkeel: ${reason}` }] : [],
  };
}

function reopenedByPerson(lineage: LineageState, reason: string): Move | null {
  if (lineage.status === 'open' || lineage.status === 'in_progress') return null;
  return { next: opened(lineage), event: 'reopened', detail: reason, deeds: reopenTicket(lineage, reason) };
}
