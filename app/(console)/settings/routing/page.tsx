import type { Metadata } from 'next';
import type { SearchParams } from 'nuqs/server';
import { requireUser } from '@/lib/auth';
import { RoutesPage } from './routes-page';

export const metadata: Metadata = { title: 'Routing' };

export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  return <RoutesPage viewer={await requireUser()} searchParams={searchParams} />;
}
