import type { Metadata } from 'next';
import type { SearchParams } from 'nuqs/server';
import { exemptionQuery } from '@/components/exemptions/queries';
import { requireUser } from '@/lib/auth';
import { database } from '@/lib/core/db';
import { readExemption } from '@/lib/recommendations/exemptions/data';
import { readOne } from '../../prefetch';
import { ExemptionsPage } from '../exemptions-page';

export const metadata: Metadata = { title: 'Exemption' };

type ExemptionPageProps = { params: Promise<{ id: string }>; searchParams: Promise<SearchParams> };

export default async function Page({ params, searchParams }: ExemptionPageProps) {
  const viewer = await requireUser();
  const { id } = await params;
  const open = await readOne(exemptionQuery(id).queryKey, () => readExemption(database(), id, new Date()));
  return <ExemptionsPage viewer={viewer} searchParams={searchParams} open={open} />;
}
