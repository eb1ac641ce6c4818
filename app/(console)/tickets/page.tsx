import type { Metadata } from 'next';
import type { SearchParams } from 'nuqs/server';
import { requireUser } from '@/lib/auth';
import { TicketsPage } from './tickets-page';

export const metadata: Metadata = { title: 'Tickets' };

export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  return <TicketsPage viewer={await requireUser()} searchParams={searchParams} />;
}
