import { createLoader, type SearchParams } from 'nuqs/server';
import { ConnectionsView } from '@/components/connections/connections-view';
import { connectionsQuery } from '@/components/connections/queries';
import { connectionsUrl } from '@/components/connections/url';
import { Prefetched } from '@/components/ui/prefetched';
import { listConnectionsInput } from '@/lib/connections/schema';
import { pageConnections } from '@/lib/connections/views.data';
import { database } from '@/lib/core/db';
import type { Viewer } from '@/lib/people/schema';
import { given, type Read, readAhead } from '../../prefetch';

const loadUrl = createLoader(connectionsUrl);

type ConnectionsPageProps = { viewer: Viewer; searchParams: Promise<SearchParams>; open?: Read[] };

/** The connections, with one of them open or none. */
export async function ConnectionsPage({ viewer, searchParams, open = [] }: ConnectionsPageProps) {
  const url = await loadUrl(searchParams);
  const list = await readAhead(connectionsQuery(url).queryKey, () =>
    pageConnections(database(), listConnectionsInput.parse(given(url))),
  );
  return (
    <Prefetched data={[...list, ...open]}>
      <ConnectionsView role={viewer.role} />
    </Prefetched>
  );
}
