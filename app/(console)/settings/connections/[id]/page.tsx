import type { Metadata } from 'next';
import type { SearchParams } from 'nuqs/server';
import { connectionQuery } from '@/components/connections/queries';
import { requireUser } from '@/lib/auth';
import { readConnectionDetail } from '@/lib/connections/data';
import { database } from '@/lib/core/db';
import { readOne } from '../../../prefetch';
import { ConnectionsPage } from '../connections-page';

export const metadata: Metadata = { title: 'Connection' };

type ConnectionPageProps = { params: Promise<{ id: string }>; searchParams: Promise<SearchParams> };

export default async function Page({ params, searchParams }: ConnectionPageProps) {
  const viewer = await requireUser();
  const { id } = await params;
  const connection = await readOne(connectionQuery(id).queryKey, () => readConnectionDetail(database(), id));
  return <ConnectionsPage viewer={viewer} searchParams={searchParams} open={[connection]} />;
}
