import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import type { SearchParams } from 'nuqs/server';
import { armedSetQuery } from '@/components/arming/queries';
import { requireUser } from '@/lib/auth';
import { database } from '@/lib/core/db';
import { pageArming } from '@/lib/rules/arming.data';
import { listArmingInput } from '@/lib/rules/arming.schema';
import { ArmingPage } from '../arming-page';

export const metadata: Metadata = { title: 'Arming' };

type ArmedSetPageProps = { params: Promise<{ id: string }>; searchParams: Promise<SearchParams> };

export default async function Page({ params, searchParams }: ArmedSetPageProps) {
  const viewer = await requireUser();
  const { id } = await params;
  const asked = listArmingInput.safeParse({ ruleSetId: id });
  const [set] = asked.success ? (await pageArming(database(), asked.data)).items : [];
  if (!set) notFound();
  return (
    <ArmingPage viewer={viewer} searchParams={searchParams} open={[[armedSetQuery(id).queryKey, set]]} />
  );
}
