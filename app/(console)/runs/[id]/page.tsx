import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import type { SearchParams } from 'nuqs/server';
import { runQuery } from '@/components/runs/queries';
import { requireUser } from '@/lib/auth';
import { database } from '@/lib/core/db';
import { getRun } from '@/lib/runs/data';
import { runIdInput } from '@/lib/runs/schema';
import { readOne } from '../../prefetch';
import { RunsPage } from '../runs-page';

export const metadata: Metadata = { title: 'Run' };

type RunPageProps = { params: Promise<{ id: string }>; searchParams: Promise<SearchParams> };

export default async function Page({ params, searchParams }: RunPageProps) {
  const viewer = await requireUser();
  const { id } = await params;
  const input = runIdInput.safeParse({ runId: id });
  if (!input.success) notFound();
  const open = await readOne(runQuery(id).queryKey, () => getRun(database(), input.data.runId));
  return <RunsPage viewer={viewer} searchParams={searchParams} open={open} />;
}
