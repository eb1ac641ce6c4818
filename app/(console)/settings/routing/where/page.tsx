import type { Metadata } from 'next';
import { unroutedQuery } from '@/components/routing/queries';
import { WhereView } from '@/components/routing/where-view';
import { Prefetched } from '@/components/ui/prefetched';
import { requireUser } from '@/lib/auth';
import { database } from '@/lib/core/db';
import { listUnroutedOwners } from '@/lib/recommendations/route-preview.data';
import { readAhead } from '../../../prefetch';

export const metadata: Metadata = { title: 'Where would this go?' };

export default async function Page() {
  const viewer = await requireUser();
  const unrouted = await readAhead(unroutedQuery().queryKey, async () => ({
    items: await listUnroutedOwners(database()),
  }));
  return (
    <Prefetched data={unrouted}>
      <WhereView role={viewer.role} />
    </Prefetched>
  );
}
