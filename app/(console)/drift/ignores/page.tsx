import type { Metadata } from 'next';
import { IgnoresView } from '@/components/drift/ignores-view';
import { ignoresQuery } from '@/components/drift/queries';
import { Prefetched } from '@/components/ui/prefetched';
import { requireUser } from '@/lib/auth';
import { listIgnores } from '@/lib/catalog/ignores.data';
import { database } from '@/lib/core/db';

export const metadata: Metadata = { title: 'Ignored fields' };

export default async function Page() {
  const viewer = await requireUser();
  const items = await listIgnores(database(), { now: new Date() });
  return (
    <Prefetched data={[[ignoresQuery().queryKey, { items }]]}>
      <IgnoresView role={viewer.role} />
    </Prefetched>
  );
}
