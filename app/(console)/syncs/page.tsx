import type { Metadata } from 'next';
import { definitionsQuery } from '@/components/syncs/queries';
import { SyncsView } from '@/components/syncs/syncs-view';
import { Prefetched } from '@/components/ui/prefetched';
import { requireUser } from '@/lib/auth';
import { listDefinitions } from '@/lib/catalog/definitions-view.data';
import { database } from '@/lib/core/db';

export const metadata: Metadata = { title: 'Syncs' };

export default async function Page() {
  const viewer = await requireUser();
  const items = await listDefinitions(database());
  return (
    <Prefetched data={[[definitionsQuery().queryKey, { items }]]}>
      <SyncsView role={viewer.role} />
    </Prefetched>
  );
}
