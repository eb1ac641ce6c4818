import { type Clock, systemClock } from '@/lib/core/clock';
import { type Transaction, transaction } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import { recordAudit } from '@/lib/people/audit.data';
import type { Actor } from '@/lib/people/schema';
import type { TicketChange } from '@/lib/tickets/schema';
import { type LifecycleEvent, type LineageStatus, type Move, move } from './lifecycle';
import {
  type LockedLineage,
  lockLineage,
  lockLineageOfTicket,
  type MadeMove,
  writeMoves,
} from './lineages.data';
import * as data from './map.data';
import { settleStandingOf } from './standing';
import { freezeWhy } from './ticket-why';

type ByPerson = { actor: Actor; id: string; clock?: Clock };

/**
 * Takes a finding out of what counts: for good, or until a time after which it is open again if it is still found.
 * Throws `not_found`, `conflict` when its life is over, and `invalid_input` for an `until` that has passed.
 */
export function dismissLineage({
  actor,
  id,
  reason,
  until = null,
  clock = systemClock,
}: ByPerson & { reason: string; until?: Date | null }): Promise<{ id: string; status: LineageStatus }> {
  const at = clock();
  if (until && until <= at) {
    const message = 'until must be in the future';
    throw new AppError('invalid_input', message, { errors: [{ path: 'until', message }] });
  }
  const after = { reason, until: until?.toISOString() ?? null };
  return moveByPerson(
    actor,
    id,
    { kind: 'dismissed', at, reason, until },
    { action: 'recommendation.dismissed', after },
  );
}

/** Takes a dismissal, a closing or a withdrawal back. Throws `not_found`, and `conflict` where there is none. */
export function reopenLineage({
  actor,
  id,
  reason = `Reopened by ${actor.name}.`,
  clock = systemClock,
}: ByPerson & { reason?: string }): Promise<{ id: string; status: LineageStatus }> {
  const event: LifecycleEvent = { kind: 'reopened', at: clock(), reason };
  return moveByPerson(actor, id, event, { action: 'recommendation.reopened', after: { reason } });
}

type Audited = { action: string; after: { reason: string; until?: string | null } };

function moveByPerson(actor: Actor, id: string, event: LifecycleEvent, { action, after }: Audited) {
  return transaction(async (tx) => {
    const lineage = await findLocked(tx, id);
    const made = move(lineage, event);
    if (!made)
      throw new AppError('conflict', `recommendation ${id} is ${lineage.status}; this changes nothing`);
    await writeMoves(tx, [madeMove(lineage, event.at, made)], actor.name);
    await settleStandingOf(tx, [lineage.resourceId], event.at);
    const subject = { kind: 'recommendation', id };
    const { status } = made.next;
    const before = { status: lineage.status };
    await recordAudit(tx, actor, { action, subject, before, after: { status, ...after } });
    return { id, status };
  });
}

/**
 * Lets a finding have another ticket in place of one that was deleted: a new incarnation. Throws `not_found`, and
 * `conflict` while its ticket stands.
 */
export function openAnotherTicket({ actor, id, clock = systemClock }: ByPerson): Promise<{ id: string }> {
  return transaction(async (tx) => {
    const lineage = await findLocked(tx, id);
    if (lineage.hasTicket) throw new AppError('conflict', `recommendation ${id} has a ticket`);
    const incarnation = await data.beginIncarnation(tx, id);
    if (incarnation === null) throw new AppError('conflict', `recommendation ${id} never had a ticket`);
    await settleStandingOf(tx, [lineage.resourceId], clock());
    const subject = { kind: 'recommendation', id };
    await recordAudit(tx, actor, {
      action: 'recommendation.ticket_renewed',
      subject,
      before: { incarnation: incarnation - 1 },
      after: { incarnation },
    });
    return { id };
  });
}

/** What a tracker's side did moves the lineage that the ticket belongs to. A ticket of nobody's changes nothing. */
export async function applyTicketChange(tx: Transaction, change: TicketChange): Promise<void> {
  const lineage = await lockLineageOfTicket(tx, change.ticketId);
  if (!lineage) return;
  const event = eventOf(change);
  // The lineage was found by its ticket, so it had one, also where the row says by now that it is deleted.
  const made = event && move({ ...lineage, hasTicket: true }, event);
  if (made) await writeMoves(tx, [madeMove(lineage, change.at, made)], 'tracker');
}

function eventOf({ kind, at, to, isWontDo, resolution }: TicketChange): LifecycleEvent | null {
  if (kind === 'deleted') return { kind: 'ticket_deleted', at };
  if (!to) return null;
  return kind === 'restored'
    ? { kind: 'ticket_restored', at, to }
    : { kind: 'ticket_moved', at, to, isWontDo, resolution };
}

/**
 * Gives a lineage its ticket, maps every recommendation of it and keeps why it was opened. Again changes nothing. Throws `not_found`, and
 * `conflict` when the ticket belongs to another lineage.
 */
export async function mapTicket(
  tx: Transaction,
  { lineageId, ticketId }: { lineageId: string; ticketId: string },
): Promise<void> {
  const lineage = await findLocked(tx, lineageId);
  const ticket = await data.readTicket(tx, ticketId);
  if (!ticket) throw new AppError('not_found', `there is no ticket ${ticketId}`);
  if (ticket.lineageId !== null && ticket.lineageId !== lineageId) {
    throw new AppError('conflict', `${ticket.key} belongs to recommendation ${ticket.lineageId}`);
  }
  await data.mapLineage(tx, lineageId, ticketId);
  if (ticket.lineageId === lineageId) return;
  await freezeWhy(tx, { lineageId, ticketId, at: ticket.createdAt });
  await writeMoves(tx, [firstMove(lineage, ticket)], 'distribution');
}

const OVER: ReadonlySet<LineageStatus> = new Set(['resolved', 'withdrawn', 'dismissed']);

/** A ticket may come when its finding has ended meanwhile; then it is told. */
function firstMove(lineage: LockedLineage, ticket: data.MappedTicket): MadeMove {
  const ticketed = { ...lineage, hasTicket: true, needsPerson: null };
  const moved = move(ticketed, {
    kind: 'ticket_moved',
    at: ticket.createdAt,
    to: ticket.statusCategory,
    isWontDo: false,
    resolution: null,
  });
  const text = `This finding is ${lineage.status} by now; the ticket can be closed.`;
  const made: Move = {
    next: moved?.next ?? ticketed,
    event: 'ticket_opened',
    detail: ticket.key,
    deeds: OVER.has(lineage.status) ? [{ deed: 'comment', text }] : [],
  };
  return madeMove(lineage, ticket.createdAt, made);
}

function madeMove(lineage: LockedLineage, at: Date, made: Move): MadeMove {
  return { lineageId: lineage.lineageId, from: lineage.status, at, move: made };
}

async function findLocked(tx: Transaction, lineageId: string): Promise<LockedLineage> {
  const lineage = await lockLineage(tx, lineageId);
  if (!lineage) throw new AppError('not_found', `there is no recommendation ${lineageId}`);
  return lineage;
}

/** The distribution says why a lineage has no ticket yet. */
export async function noteWaiting(
  tx: Transaction,
  { lineageId, reason }: { lineageId: string; reason: string },
): Promise<void> {
  await data.writeWaitReason(tx, lineageId, reason);
}

/** The distribution says that a person must look at what became of a ticket. */
export async function notePersonNeeded(
  tx: Transaction,
  { lineageId, reason }: { lineageId: string; reason: string },
): Promise<void> {
  await data.writeNeedsPerson(tx, lineageId, reason);
}
