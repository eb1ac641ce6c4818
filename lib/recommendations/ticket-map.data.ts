import type { Reader } from '@/lib/core/db';
import type { Page } from '@/lib/core/list';
import type { ListTicketsInput } from '@/lib/tickets/schema';
import { listTickets } from '@/lib/tickets/views.data';
import { type LineageStatus, realisedView, type TicketMapView } from './schema';

type Standing = {
  ticketId: string;
  lineageId: string;
  status: LineageStatus;
  saving: string | null;
  currency: string | null;
  realised: unknown;
};

/** The tickets of `listTickets`, each with what its recommendation would save or has saved. */
export async function listTicketMap(reader: Reader, input: ListTicketsInput): Promise<Page<TicketMapView>> {
  const { items, nextCursor } = await listTickets(reader, input);
  const standings = await readStandings(
    reader,
    items.map(({ id }) => id),
  );
  return { items: items.map((ticket) => ({ ...ticket, ...sideOf(standings.get(ticket.id)) })), nextCursor };
}

const NOBODYS = { lineageId: null, recommendationStatus: null, saving: null, currency: null, realised: null };

function sideOf(standing: Standing | undefined) {
  if (!standing) return NOBODYS;
  const { lineageId, status, saving, currency, realised } = standing;
  return {
    lineageId,
    recommendationStatus: status,
    saving,
    currency,
    realised: status === 'verified' ? realisedView.nullable().parse(realised) : null,
  };
}

/** By ticket. A lineage that has another ticket by now is still what the first one was opened for. */
async function readStandings(reader: Reader, ticketIds: string[]): Promise<Map<string, Standing>> {
  if (ticketIds.length === 0) return new Map();
  const rows = await reader.$queryRaw<Standing[]>`
    SELECT DISTINCT ON (t.id) t.id::text AS "ticketId", l.id::text AS "lineageId", l.status::text AS status,
      l.counted_savings::text AS saving, l.currency, l.verified_savings AS realised
    FROM tickets t
    JOIN lineages l ON l.ticket_id = t.id OR l.id = substring(t.subject FROM '^lineage:([0-9]{1,18})$')::bigint
    WHERE t.id = ANY(${ticketIds.map(BigInt)}::bigint[])
    ORDER BY t.id, (l.ticket_id = t.id) DESC NULLS LAST, l.id DESC`;
  return new Map(rows.map((row) => [row.ticketId, row]));
}
