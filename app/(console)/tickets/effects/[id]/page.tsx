import type { Metadata } from 'next';
import type { SearchParams } from 'nuqs/server';
import { effectQuery } from '@/components/tickets/queries';
import { requireUser } from '@/lib/auth';
import { database } from '@/lib/core/db';
import { readEffect } from '@/lib/effects/views.data';
import { readOne } from '../../../prefetch';
import { EffectsPage } from '../effects-page';

export const metadata: Metadata = { title: 'Effect' };

type EffectPageProps = { params: Promise<{ id: string }>; searchParams: Promise<SearchParams> };

export default async function Page({ params, searchParams }: EffectPageProps) {
  const viewer = await requireUser();
  const { id } = await params;
  const open = await readOne(effectQuery(id).queryKey, () => readEffect(database(), id));
  return <EffectsPage viewer={viewer} searchParams={searchParams} open={open} />;
}
