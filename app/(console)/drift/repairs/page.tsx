import type { Metadata } from 'next';
import { createLoader, type SearchParams } from 'nuqs/server';
import { repairsQuery } from '@/components/drift/queries';
import { RepairsView } from '@/components/drift/repairs-view';
import { repairsUrl } from '@/components/drift/url';
import { definitionsQuery } from '@/components/syncs/queries';
import { Prefetched } from '@/components/ui/prefetched';
import { requireUser } from '@/lib/auth';
import { listDefinitions } from '@/lib/catalog/definitions-view.data';
import { listRepairs } from '@/lib/catalog/repairs.data';
import { listRepairsInput } from '@/lib/catalog/schema';
import { database } from '@/lib/core/db';
import { given, readAhead } from '../../prefetch';
import { readSaved } from '../../saved-view';

export const metadata: Metadata = { title: 'Repairs' };

const loadUrl = createLoader(repairsUrl);

export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const viewer = await requireUser();
  const url = await loadUrl(searchParams);
  const [list, definitions, saved] = await Promise.all([
    readAhead(repairsQuery(url).queryKey, () => listRepairs(database(), listRepairsInput.parse(given(url)))),
    listDefinitions(database()),
    readSaved(viewer, searchParams),
  ]);
  return (
    <Prefetched data={[...list, [definitionsQuery().queryKey, { items: definitions }], ...saved]}>
      <RepairsView role={viewer.role} />
    </Prefetched>
  );
}
