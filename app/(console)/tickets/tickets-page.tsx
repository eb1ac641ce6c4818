import { createLoader, type SearchParams } from 'nuqs/server';
import { ticketsQuery, ticketsSummaryQuery } from '@/components/tickets/queries';
import { TicketsView } from '@/components/tickets/tickets-view';
import { ticketsUrl } from '@/components/tickets/url';
import { Prefetched } from '@/components/ui/prefetched';
import { database } from '@/lib/core/db';
import type { Viewer } from '@/lib/people/schema';
import { listTicketMap } from '@/lib/recommendations/ticket-map.data';
import { listTicketsInput } from '@/lib/tickets/schema';
import { summariseTickets } from '@/lib/tickets/views.data';
import { given, type Read, readAhead } from '../prefetch';
import { readSaved } from '../saved-view';

const loadUrl = createLoader(ticketsUrl);

type TicketsPageProps = { viewer: Viewer; searchParams: Promise<SearchParams>; open?: Read };

/** The map of tickets, with one of them open or none. */
export async function TicketsPage({ viewer, searchParams, open }: TicketsPageProps) {
  const url = await loadUrl(searchParams);
  const [list, summary, saved] = await Promise.all([
    readAhead(ticketsQuery(url).queryKey, () =>
      listTicketMap(database(), listTicketsInput.parse(given(url))),
    ),
    summariseTickets(database()),
    readSaved(viewer, searchParams),
  ]);
  const read: Read[] = [...list, [ticketsSummaryQuery().queryKey, summary], ...saved];
  return (
    <Prefetched data={open ? [...read, open] : read}>
      <TicketsView role={viewer.role} />
    </Prefetched>
  );
}
