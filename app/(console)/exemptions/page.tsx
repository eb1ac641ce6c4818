import type { Metadata } from 'next';
import type { SearchParams } from 'nuqs/server';
import { requireUser } from '@/lib/auth';
import { ExemptionsPage } from './exemptions-page';

export const metadata: Metadata = { title: 'Exemptions' };

export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  return <ExemptionsPage viewer={await requireUser()} searchParams={searchParams} />;
}
