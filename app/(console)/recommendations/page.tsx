import type { Metadata } from 'next';
import type { SearchParams } from 'nuqs/server';
import { requireUser } from '@/lib/auth';
import { RecommendationsPage } from './recommendations-page';

export const metadata: Metadata = { title: 'Recommendations' };

export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  return <RecommendationsPage viewer={await requireUser()} searchParams={searchParams} />;
}
