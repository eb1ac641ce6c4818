import type { Metadata } from 'next';
import type { SearchParams } from 'nuqs/server';
import { requireUser } from '@/lib/auth';
import { DeliveriesPage } from './deliveries-page';

export const metadata: Metadata = { title: 'Deliveries' };

export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  return <DeliveriesPage viewer={await requireUser()} searchParams={searchParams} />;
}
