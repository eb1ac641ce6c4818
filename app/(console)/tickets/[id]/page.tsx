import type { Metadata } from 'next';
import type { SearchParams } from 'nuqs/server';
import { ticketQuery } from '@/components/tickets/queries';
import { requireUser } from '@/lib/auth';
import { database } from '@/lib/core/db';
import { readTicketDetail } from '@/lib/tickets/views.data';
import { readOne } from '../../prefetch';
import { TicketsPage } from '../tickets-page';

export const metadata: Metadata = { title: 'Ticket' };

type TicketPageProps = { params: Promise<{ id: string }>; searchParams: Promise<SearchParams> };

export default async function Page({ params, searchParams }: TicketPageProps) {
  const viewer = await requireUser();
  const { id } = await params;
  const open = await readOne(ticketQuery(id).queryKey, () => readTicketDetail(database(), id));
  return <TicketsPage viewer={viewer} searchParams={searchParams} open={open} />;
}
