import { setTimeout as sleep } from 'node:timers/promises';
import { database, type Transaction, transaction } from '@/lib/core/db';
import { messageOf } from '@/lib/core/errors';
import {
  forgetUnreadable,
  markChecked,
  moveCursor,
  noteFailure,
  noteUnreadable,
  readCursor,
} from './cursor.data';
import { livingExternalIds, lockTickets, markDeleted, recentlyTouched, writeReading } from './data';
import type { JiraSite } from './jira';
import { bulkFetch, isProjectVisible, type ReadIssue, readServerTime, searchPage } from './jira-calls';
import { isWontDo, planPoll, pollJql, readTicket } from './monitor';
import type { TicketChange } from './schema';
import type { TicketTiming } from './timing';

/**
 * One look at what changed in the tracker. Each page commits its tickets, their moves and what was seen; the cursor
 * moves only after the last page, to the poll's start by Jira's own clock.
 */
export type Poll = {
  site: JiraSite;
  timing: TicketTiming;
  onTicketChange(tx: Transaction, change: TicketChange): Promise<void>;
  signal: AbortSignal;
  progress(done: number, note: string): Promise<void>;
};

export type PollTally = {
  pages: number;
  seen: number; // issues in the answers
  changed: number; // tickets that said something new
  deleted: number;
  unreadable: number;
};

const RECONCILE = 50;
const CHECK_BATCH = 100;

export async function pollTickets(poll: Poll): Promise<PollTally> {
  const { id } = poll.site.connection;
  const tally: PollTally = { pages: 0, seen: 0, changed: 0, deleted: 0, unreadable: 0 };
  try {
    const startedAt = await readServerTime(poll.site);
    const plan = planPoll(await readCursor(database(), id), startedAt);
    await readPages(poll, plan.from, startedAt, tally);
    await transaction((tx) => moveCursor(tx, id, startedAt, plan));
    if (plan.isCheck) await checkLinks(poll, startedAt, tally);
    return tally;
  } catch (error) {
    // A poll that was called off has not failed.
    if (!poll.signal.aborted) await transaction((tx) => noteFailure(tx, id, messageOf(error)));
    throw error;
  }
}

async function readPages(poll: Poll, from: Date, startedAt: Date, tally: PollTally): Promise<void> {
  const { site, timing, signal } = poll;
  const reconcileIssues = await recentlyTouched(database(), site.connection.id, RECONCILE);
  let nextPageToken: string | undefined;
  for (;;) {
    const page = await searchPage(site, { jql: pollJql(from), nextPageToken, reconcileIssues });
    await transaction((tx) => commitIssues(tx, poll, page.issues, startedAt, tally));
    tally.pages += 1;
    await poll.progress(tally.seen, `${tally.pages} pages, ${tally.changed} tickets changed`);
    if (page.nextPageToken === null) return;
    nextPageToken = page.nextPageToken;
    await sleep(timing.pagePauseMs, undefined, { signal });
  }
}

/** Commits one page: issues that are not tickets of ours are left alone. */
async function commitIssues(
  tx: Transaction,
  { site, onTicketChange }: Poll,
  issues: ReadIssue[],
  at: Date,
  tally: PollTally,
): Promise<void> {
  const { id, baseUrl } = site.connection;
  const readable = issues.flatMap((one) => ('issue' in one ? [one.issue.facts] : []));
  const tickets = await lockTickets(
    tx,
    id,
    readable.map((facts) => facts.externalId),
  );
  for (const facts of readable) {
    const known = tickets.get(facts.externalId);
    const reading = known ? readTicket(known, facts) : null;
    if (!known || !reading) continue;
    await writeReading(tx, known, reading, baseUrl);
    if (reading.change) await onTicketChange(tx, reading.change);
    tally.changed += 1;
  }
  await forgetUnreadable(
    tx,
    id,
    readable.map((facts) => facts.externalId),
  );
  for (const one of issues) {
    if (!('unreadable' in one)) continue;
    await noteUnreadable(tx, id, one.unreadable, at);
    tally.unreadable += 1;
  }
  tally.seen += issues.length;
}

/**
 * Asks for every ticket by its id, which polling cannot replace: it never tells of what was deleted. An issue that is
 * missing counts as deleted only while its project is visible; a lost permission deletes nothing.
 */
async function checkLinks(poll: Poll, at: Date, tally: PollTally): Promise<void> {
  const { site, timing, signal } = poll;
  const living = await livingExternalIds(database(), site.connection.id);
  const visible = new Map<string, boolean>();
  const isVisible = async (projectKey: string) => {
    const known = visible.get(projectKey) ?? (await isProjectVisible(site, projectKey));
    visible.set(projectKey, known);
    return known;
  };
  for (let first = 0; first < living.length; first += CHECK_BATCH) {
    const batch = living.slice(first, first + CHECK_BATCH);
    const issues = await bulkFetch(
      site,
      batch.map((ticket) => ticket.externalId),
    );
    const present = new Set(
      issues.map((one) => ('issue' in one ? one.issue.facts.externalId : one.unreadable.externalId)),
    );
    const missing = batch.filter((ticket) => !present.has(ticket.externalId));
    const gone: string[] = [];
    for (const { externalId, projectKey } of missing) {
      if (await isVisible(projectKey)) gone.push(externalId);
    }
    await transaction(async (tx) => {
      await commitIssues(tx, poll, issues, at, tally);
      await commitDeleted(tx, poll, gone, at, tally);
    });
    await sleep(timing.pagePauseMs, undefined, { signal });
  }
  await transaction((tx) => markChecked(tx, site.connection.id, at));
}

async function commitDeleted(
  tx: Transaction,
  { site, onTicketChange }: Poll,
  externalIds: string[],
  at: Date,
  tally: PollTally,
): Promise<void> {
  const tickets = await lockTickets(tx, site.connection.id, externalIds);
  for (const known of tickets.values()) {
    if (known.deletedAt !== null) continue;
    await markDeleted(tx, known.id, at);
    const from = known.statusCategory;
    const { resolution } = known;
    await onTicketChange(tx, {
      ticketId: known.id,
      at,
      kind: 'deleted',
      from,
      resolution,
      isWontDo: isWontDo(known),
    });
    tally.deleted += 1;
  }
}
