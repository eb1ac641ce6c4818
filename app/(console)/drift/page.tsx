import type { Metadata } from 'next';
import type { SearchParams } from 'nuqs/server';
import { requireUser } from '@/lib/auth';
import { DriftPage } from './drift-page';

export const metadata: Metadata = { title: 'Drift' };

export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  return <DriftPage viewer={await requireUser()} searchParams={searchParams} />;
}
