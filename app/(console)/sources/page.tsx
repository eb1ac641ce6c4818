import type { Metadata } from 'next';
import type { SearchParams } from 'nuqs/server';
import { requireUser } from '@/lib/auth';
import { SourcesPage } from './sources-page';

export const metadata: Metadata = { title: 'Sources' };

export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  return <SourcesPage viewer={await requireUser()} searchParams={searchParams} />;
}
