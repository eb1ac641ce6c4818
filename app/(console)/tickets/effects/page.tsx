import type { Metadata } from 'next';
import type { SearchParams } from 'nuqs/server';
import { requireUser } from '@/lib/auth';
import { EffectsPage } from './effects-page';

export const metadata: Metadata = { title: 'Effects' };

export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  return <EffectsPage viewer={await requireUser()} searchParams={searchParams} />;
}
