import type { Transaction } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import type { TicketCategory } from './lifecycle';

export type MappedTicket = {
  key: string;
  createdAt: Date;
  statusCategory: TicketCategory;
  lineageId: string | null; // that it belongs to already
};

export async function readTicket(tx: Transaction, ticketId: string): Promise<MappedTicket | null> {
  const rows = await tx.$queryRaw<MappedTicket[]>`
    SELECT t.key, t.created_at AS "createdAt", t.status_category::text AS "statusCategory", l.id::text AS "lineageId"
    FROM tickets t LEFT JOIN lineages l ON l.ticket_id = t.id WHERE t.id = ${ticketId}::bigint`;
  return rows[0] ?? null;
}

/** Every recommendation of the lineage belongs to the ticket from now on. */
export async function mapLineage(tx: Transaction, lineageId: string, ticketId: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE lineages SET ticket_id = ${ticketId}::bigint, ticket_wanted = false, wait_reason = NULL
    WHERE id = ${lineageId}::bigint AND ticket_id IS DISTINCT FROM ${ticketId}::bigint`;
  await tx.$executeRaw`
    INSERT INTO recommendation_ticket_map (recommendation_id, first_recommendation_id, ticket_id)
    SELECT id, first_recommendation_id, ${ticketId}::bigint FROM recommendations
    WHERE first_recommendation_id = ${lineageId}::bigint ORDER BY id
    ON CONFLICT (recommendation_id) DO UPDATE SET ticket_id = EXCLUDED.ticket_id
    WHERE recommendation_ticket_map.ticket_id <> EXCLUDED.ticket_id`;
}

/** Lets go of a deleted ticket; the number of the next one, or null when there was none. */
export async function beginIncarnation(tx: Transaction, lineageId: string): Promise<number | null> {
  const rows = await tx.$queryRaw<{ incarnation: number }[]>`
    UPDATE lineages SET ticket_id = NULL, incarnation = incarnation + 1, needs_person = NULL
    WHERE id = ${lineageId}::bigint AND ticket_id IS NOT NULL RETURNING incarnation`;
  return rows[0]?.incarnation ?? null;
}

/** What the opening of a ticket is known by. Throws `not_found`. */
export async function readTicketing(
  tx: Transaction,
  lineageId: string,
): Promise<{ incarnation: number; owner: string | null; hadTicket: boolean }> {
  const row = await tx.lineage.findUnique({
    where: { id: BigInt(lineageId) },
    select: { incarnation: true, owner: true, ticketId: true },
  });
  if (!row) throw new AppError('not_found', `there is no recommendation ${lineageId}`);
  return { incarnation: row.incarnation, owner: row.owner, hadTicket: row.ticketId !== null };
}

export async function writeWaitReason(tx: Transaction, lineageId: string, reason: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE lineages SET wait_reason = ${reason} WHERE id = ${lineageId}::bigint AND ticket_id IS NULL`;
}

export async function writeNeedsPerson(tx: Transaction, lineageId: string, reason: string): Promise<void> {
  await tx.$executeRaw`UPDATE lineages SET needs_person = ${reason} WHERE id = ${lineageId}::bigint`;
}
