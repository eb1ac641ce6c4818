import { createLoader, type SearchParams } from 'nuqs/server';
import { routesQuery, unroutedQuery } from '@/components/routing/queries';
import { RoutesView } from '@/components/routing/routes-view';
import { routesUrl } from '@/components/routing/url';
import { Prefetched } from '@/components/ui/prefetched';
import { database } from '@/lib/core/db';
import type { Viewer } from '@/lib/people/schema';
import { listUnroutedOwners } from '@/lib/recommendations/route-preview.data';
import { pageRoutes } from '@/lib/tickets/routes.data';
import { listRoutesInput } from '@/lib/tickets/schema';
import { given, type Read, readAhead } from '../../prefetch';

const loadUrl = createLoader(routesUrl);

type RoutesPageProps = { viewer: Viewer; searchParams: Promise<SearchParams>; open?: Read[] };

/** The routes, with one of them open or none. */
export async function RoutesPage({ viewer, searchParams, open = [] }: RoutesPageProps) {
  const url = await loadUrl(searchParams);
  const [list, unrouted] = await Promise.all([
    readAhead(routesQuery(url).queryKey, () => pageRoutes(database(), listRoutesInput.parse(given(url)))),
    readAhead(unroutedQuery().queryKey, async () => ({ items: await listUnroutedOwners(database()) })),
  ]);
  return (
    <Prefetched data={[...list, ...unrouted, ...open]}>
      <RoutesView role={viewer.role} />
    </Prefetched>
  );
}
