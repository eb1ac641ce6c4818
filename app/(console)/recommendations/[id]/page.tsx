import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import type { SearchParams } from 'nuqs/server';
import { recommendationQuery } from '@/components/recommendations/queries';
import { requireUser } from '@/lib/auth';
import { database } from '@/lib/core/db';
import { readRecommendationDetail } from '@/lib/recommendations/detail.data';
import { recommendationIdInput } from '@/lib/recommendations/schema';
import { readOne } from '../../prefetch';
import { RecommendationsPage } from '../recommendations-page';

export const metadata: Metadata = { title: 'Recommendation' };

type RecommendationPageProps = { params: Promise<{ id: string }>; searchParams: Promise<SearchParams> };

export default async function Page({ params, searchParams }: RecommendationPageProps) {
  const viewer = await requireUser();
  const { id } = await params;
  if (!recommendationIdInput.safeParse({ id }).success) notFound();
  const open = await readOne(recommendationQuery(id).queryKey, () =>
    readRecommendationDetail(database(), id),
  );
  return <RecommendationsPage viewer={viewer} searchParams={searchParams} open={open} />;
}
