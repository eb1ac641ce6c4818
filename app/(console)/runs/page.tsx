import type { Metadata } from 'next';
import type { SearchParams } from 'nuqs/server';
import { requireUser } from '@/lib/auth';
import { RunsPage } from './runs-page';

export const metadata: Metadata = { title: 'Runs' };

export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  return <RunsPage viewer={await requireUser()} searchParams={searchParams} />;
}
