import type { Metadata } from 'next';
import { DuplicatesView } from '@/components/joins/duplicates-view';
import { doublesQuery, joinsQuery } from '@/components/joins/queries';
import { Prefetched } from '@/components/ui/prefetched';
import { requireUser } from '@/lib/auth';
import { database } from '@/lib/core/db';
import { listDoubles } from '@/lib/recommendations/joins/doubles.data';
import { listJoins } from '@/lib/recommendations/joins/joins.data';
import { listDoublesInput, listJoinsInput } from '@/lib/recommendations/joins/schema';

export const metadata: Metadata = { title: 'Duplicate resources' };

export default async function Page() {
  const viewer = await requireUser();
  const first = { limit: 20 };
  const [doubles, joins] = await Promise.all([
    listDoubles(database(), listDoublesInput.parse(first)),
    listJoins(database(), listJoinsInput.parse(first)),
  ]);
  return (
    <Prefetched
      data={[
        [doublesQuery(null).queryKey, doubles],
        [joinsQuery(null).queryKey, joins],
      ]}
    >
      <DuplicatesView role={viewer.role} />
    </Prefetched>
  );
}
