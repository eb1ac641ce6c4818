import type { Metadata } from 'next';
import type { SearchParams } from 'nuqs/server';
import { requireUser } from '@/lib/auth';
import { ConnectionsPage } from './connections-page';

export const metadata: Metadata = { title: 'Connections' };

export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  return <ConnectionsPage viewer={await requireUser()} searchParams={searchParams} />;
}
