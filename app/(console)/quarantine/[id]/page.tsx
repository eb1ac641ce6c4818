import type { Metadata } from 'next';
import type { SearchParams } from 'nuqs/server';
import { quarantineQuery } from '@/components/quarantine/queries';
import { requireUser } from '@/lib/auth';
import { readQuarantined } from '@/lib/catalog/quarantine.data';
import { database } from '@/lib/core/db';
import { readOne } from '../../prefetch';
import { QuarantinePage } from '../quarantine-page';

export const metadata: Metadata = { title: 'Held change' };

type HeldPageProps = { params: Promise<{ id: string }>; searchParams: Promise<SearchParams> };

export default async function Page({ params, searchParams }: HeldPageProps) {
  const viewer = await requireUser();
  const { id } = await params;
  const open = await readOne(quarantineQuery(id).queryKey, () => readQuarantined(database(), id));
  return <QuarantinePage viewer={viewer} searchParams={searchParams} open={open} />;
}
