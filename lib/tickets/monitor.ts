import { DAY_MS, HOUR_MS, MINUTE_MS } from '@/lib/core/clock';
import { adoptTheirs, type Fields, worstVerdict } from '@/lib/drift';
import { OUR_LABEL } from './issue';
import type { IssueFacts } from './jira.schema';
import type { StatusCategory, SyncState, TicketChange } from './schema';

/**
 * What the monitor concludes, without asking anybody: from when to poll, whether an issue has changed, and what
 * that means for its ticket. Every time here is by the tracker's own clock.
 */
const OVERLAP_MS = 15 * MINUTE_MS;
const SWEEP_MS = DAY_MS;

export type Cursor = { lastPolledAt: Date | null; lastSweptAt: Date | null; lastCheckedAt: Date | null };

export type PollPlan = { from: Date; isSweep: boolean; isCheck: boolean };

/**
 * From the cursor with 15 minutes of overlap; once an hour the last 24 hours again, because an index may show late
 * what it showed others early; once a day every link by id, because polling never tells of a deletion.
 */
export function planPoll(cursor: Cursor, now: Date): PollPlan {
  const isSweep = isOlder(cursor.lastSweptAt, now, HOUR_MS);
  const isCheck = isOlder(cursor.lastCheckedAt, now, DAY_MS);
  const fromCursor = (cursor.lastPolledAt ?? new Date(now.getTime() - SWEEP_MS)).getTime() - OVERLAP_MS;
  const from = isSweep ? Math.min(fromCursor, now.getTime() - SWEEP_MS) : fromCursor;
  return { from: new Date(from), isSweep, isCheck };
}

function isOlder(at: Date | null, now: Date, age: number): boolean {
  return at === null || now.getTime() - at.getTime() >= age;
}

/**
 * Epoch milliseconds, unquoted: a quoted date has minutes only and is read in the account's own zone. By label and
 * not by project: one route to a project that is not there would make the whole query an error.
 */
export function pollJql(from: Date): string {
  return `labels = "${OUR_LABEL}" AND updated >= ${from.getTime()} ORDER BY updated ASC`;
}

const WONT_DO =
  /^(won['’]?t (do|fix)|will not (do|fix)|declined|rejected|cancell?ed|duplicate|not a bug|obsolete|invalid|abandoned)$/i;

/** Closed without doing it: said by the resolution, or by the name of the done status. */
export function isWontDo({
  resolution,
  status,
  statusCategory,
}: Pick<IssueFacts, 'resolution' | 'status' | 'statusCategory'>): boolean {
  if (statusCategory !== 'done') return false;
  return WONT_DO.test(resolution ?? '') || WONT_DO.test(status);
}

/** A ticket as we know it before looking. */
export type KnownTicket = {
  id: string;
  externalId: string;
  key: string;
  projectKey: string;
  summary: string;
  status: string;
  statusCategory: StatusCategory;
  resolution: string | null;
  assignee: string | null;
  syncState: SyncState;
  updatedAt: Date;
  firstMovedAt: Date | null;
  closedAt: Date | null;
  deletedAt: Date | null;
  ours: Fields;
  agreed: Fields;
  agreedAt: Date | null;
};

type Move = {
  at: Date;
  fromStatus: string;
  toStatus: string;
  fromCategory: StatusCategory;
  toCategory: StatusCategory;
};

export type Reading = {
  ticket: Omit<KnownTicket, 'id' | 'externalId' | 'ours' | 'agreed'> & {
    ours: Fields;
    theirs: Fields;
    agreed: Fields;
  };
  move: Move | null;
  change: TicketChange | null;
};

/**
 * What an issue read from the tracker says about the ticket we know. Null: we have seen this already, or something
 * newer (the index lags behind our own writes). What we wrote ourselves is known by its value, so it moves nothing.
 */
export function readTicket(known: KnownTicket, issue: IssueFacts): Reading | null {
  const updatedAt = new Date(issue.updatedAt);
  const isKnown = updatedAt.getTime() === known.updatedAt.getTime() && issue.key === known.key;
  const isStale = updatedAt.getTime() < known.updatedAt.getTime();
  if (known.deletedAt === null && (isStale || (isKnown && known.syncState !== 'unreadable'))) return null;

  const move = moveOf(known, issue, updatedAt);
  const theirs = theirFields(issue);
  const sides = adoptTheirs({ ours: known.ours, theirs, agreed: known.agreed });
  const verdict = worstVerdict(sides.drifts);
  return {
    ticket: {
      key: issue.key,
      projectKey: issue.projectKey,
      summary: issue.summary,
      status: issue.status,
      statusCategory: issue.statusCategory,
      resolution: issue.resolution,
      assignee: issue.assignee,
      syncState: verdict === 'conflict' || verdict === 'ours_ahead' ? verdict : 'in_sync',
      updatedAt,
      firstMovedAt: known.firstMovedAt ?? (move && issue.statusCategory !== 'new' ? move.at : null),
      closedAt: issue.statusCategory === 'done' ? (known.closedAt ?? move?.at ?? updatedAt) : null,
      deletedAt: null,
      ours: sides.ours,
      theirs,
      agreed: sides.agreed,
      agreedAt: verdict === 'agree' ? updatedAt : known.agreedAt,
    },
    move,
    change: changeOf(known, issue, move?.at ?? updatedAt),
  };
}

/** The fields that both sides are compared in. */
export function theirFields(issue: Pick<IssueFacts, 'summary' | 'statusCategory'>): Fields {
  return { summary: issue.summary, status: issue.statusCategory === 'done' ? 'done' : 'open' };
}

function moveOf(known: KnownTicket, issue: IssueFacts, updatedAt: Date): Move | null {
  if (issue.status === known.status && issue.statusCategory === known.statusCategory) return null;
  const changed = issue.statusCategory !== known.statusCategory && issue.statusChangedAt;
  return {
    at: changed ? new Date(changed) : updatedAt,
    fromStatus: known.status,
    toStatus: issue.status,
    fromCategory: known.statusCategory,
    toCategory: issue.statusCategory,
  };
}

function changeOf(known: KnownTicket, issue: IssueFacts, at: Date): TicketChange | null {
  const isMoved = issue.statusCategory !== known.statusCategory || isWontDo(issue) !== isWontDo(known);
  if (!isMoved && known.deletedAt === null) return null;
  return {
    ticketId: known.id,
    at,
    kind: known.deletedAt === null ? 'moved' : 'restored',
    from: known.statusCategory,
    to: issue.statusCategory,
    resolution: issue.resolution,
    isWontDo: isWontDo(issue),
  };
}
