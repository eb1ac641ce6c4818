import type { Metadata } from 'next';
import type { SearchParams } from 'nuqs/server';
import { requireUser } from '@/lib/auth';
import { QuarantinePage } from './quarantine-page';

export const metadata: Metadata = { title: 'Quarantine' };

export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  return <QuarantinePage viewer={await requireUser()} searchParams={searchParams} />;
}
