import { createLoader, type SearchParams } from 'nuqs/server';
import { sourcesQuery } from '@/components/sources/queries';
import { SourcesView } from '@/components/sources/sources-view';
import { sourcesUrl } from '@/components/sources/url';
import { Prefetched } from '@/components/ui/prefetched';
import { database } from '@/lib/core/db';
import type { Viewer } from '@/lib/people/schema';
import { REQUIRED_COLUMNS } from '@/lib/sources/focus';
import { listSources } from '@/lib/sources/views.data';
import { listSourcesInput } from '@/lib/sources/views.schema';
import { given, type Read, readAhead } from '../prefetch';
import { readSaved } from '../saved-view';

const loadUrl = createLoader(sourcesUrl);

type SourcesPageProps = { viewer: Viewer; searchParams: Promise<SearchParams>; open?: Read[] };

/** The sources, with one of them open or none. */
export async function SourcesPage({ viewer, searchParams, open = [] }: SourcesPageProps) {
  const url = await loadUrl(searchParams);
  const list = await readAhead(sourcesQuery(url).queryKey, () =>
    listSources(database(), listSourcesInput.parse(given(url))),
  );
  const saved = await readSaved(viewer, searchParams);
  return (
    <Prefetched data={[...list, ...saved, ...open]}>
      <SourcesView role={viewer.role} requiredColumns={REQUIRED_COLUMNS} />
    </Prefetched>
  );
}
