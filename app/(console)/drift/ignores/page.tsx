import type { Metadata } from 'next';
import { IgnoresView } from '@/components/drift/ignores-view';
import { ignoresQuery } from '@/components/drift/queries';
import { definitionsQuery } from '@/components/syncs/queries';
import { Prefetched } from '@/components/ui/prefetched';
import { requireUser } from '@/lib/auth';
import { listDefinitions } from '@/lib/catalog/definitions-view.data';
import { listIgnores } from '@/lib/catalog/ignores.data';
import { database } from '@/lib/core/db';

export const metadata: Metadata = { title: 'Ignored fields' };

export default async function Page() {
  const viewer = await requireUser();
  const [items, definitions] = await Promise.all([
    listIgnores(database(), { now: new Date() }),
    listDefinitions(database()),
  ]);
  return (
    <Prefetched
      data={[
        [ignoresQuery().queryKey, { items }],
        [definitionsQuery().queryKey, { items: definitions }],
      ]}
    >
      <IgnoresView role={viewer.role} />
    </Prefetched>
  );
}
