import { type Transaction, transaction } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import { type EffectRow, intendEffect } from '@/lib/effects/data';
import type { Json } from '@/lib/effects/schema';
import { findTicket, lockTickets, wantOfTicket } from './data';
import type { Desk } from './deed';
import { highestKey } from './deed-create';
import { commentBody, commentMarker, issueFields } from './issue';
import type { RouteView, TicketWish } from './schema';

/** Wishes written into the ledger: one row a key, taken up as it stands when it is there already. */
export type Prepared = EffectRow | 'elsewhere'; // frozen to another connection, or about another one's ticket

/** `ticket.create:<lineage>:<incarnation>`, and `ticket.reopen`, `ticket.close` or `ticket.comment:<lineage>:<deed>`. */
export function keyOf({
  deed,
  lineageId,
  sequence,
}: Pick<TicketWish, 'deed' | 'lineageId' | 'sequence'>): string {
  return `ticket.${deed}:${lineageId}:${sequence}`;
}

export async function intendCreate(desk: Desk, wish: TicketWish, route: RouteView): Promise<Prepared> {
  const { lineageId, owner, content } = wish;
  const connectionId = desk.site.connection.id;
  const fields = issueFields({ content, lineageId, connectionId, route, publicUrl: desk.publicUrl });
  const knownKey = await highestKey(desk, route.projectKey);
  const payload = { lineageId, projectKey: route.projectKey, owner, fields, knownKey };
  return intend(desk, wish, payload);
}

/** Our side wants the ticket open from the moment it is intended: until Jira agrees, the ticket shows it. */
export async function intendReopen(desk: Desk, wish: TicketWish): Promise<Prepared> {
  const ticket = await ticketOf(desk, wish);
  if (!ticket) return 'elsewhere';
  const about = { lineageId: wish.lineageId, ticketId: ticket.id, externalId: ticket.externalId };
  const payload = { ...about, comment: commentOf(desk, wish) };
  return intend(desk, wish, payload, async (tx, effect) => {
    if (effect.state !== 'intended') return;
    const known = (await lockTickets(tx, effect.connectionId, [ticket.externalId])).get(ticket.externalId);
    if (known) await wantOfTicket(tx, known, { status: 'open' });
  });
}

/** Closing says nothing of what our side wants: the recommendation that the issue stood for is over. */
export async function intendClose(desk: Desk, wish: TicketWish): Promise<Prepared> {
  const ticket = await ticketOf(desk, wish);
  if (!ticket) return 'elsewhere';
  const about = { lineageId: wish.lineageId, ticketId: ticket.id, externalId: ticket.externalId };
  return intend(desk, wish, { ...about, comment: commentOf(desk, wish) });
}

export async function intendComment(desk: Desk, wish: TicketWish): Promise<Prepared> {
  const ticket = await ticketOf(desk, wish);
  if (!ticket) return 'elsewhere';
  const about = { lineageId: wish.lineageId, ticketId: ticket.id, externalId: ticket.externalId };
  return intend(desk, wish, { ...about, ...commentOf(desk, wish) });
}

function commentOf({ publicUrl }: Desk, { lineageId, sequence, content }: TicketWish) {
  const markerUrl = commentMarker(publicUrl, lineageId, sequence);
  return { markerUrl, body: commentBody(content, markerUrl) };
}

async function intend(
  desk: Desk,
  wish: Pick<TicketWish, 'deed' | 'lineageId' | 'sequence'>,
  payload: Json,
  also?: (tx: Transaction, effect: EffectRow) => Promise<void>,
): Promise<Prepared> {
  const { id: connectionId } = desk.site.connection;
  const effect = await transaction(async (tx) => {
    const subject = `lineage:${wish.lineageId}`;
    const kind = `ticket.${wish.deed}`;
    const row = await intendEffect(tx, { key: keyOf(wish), kind, subject, connectionId, payload });
    await also?.(tx, row);
    return row;
  });
  return effect.connectionId === connectionId ? effect : 'elsewhere';
}

async function ticketOf(desk: Desk, wish: TicketWish): Promise<{ id: string; externalId: string } | null> {
  if (!wish.ticketId) {
    throw new AppError('internal', `the wish ${wish.deed} of lineage ${wish.lineageId} names no ticket`);
  }
  const ticket = await transaction((tx) => findTicket(tx, wish.ticketId ?? ''));
  return ticket.connectionId === desk.site.connection.id ? ticket : null;
}
