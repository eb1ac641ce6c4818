import { createLoader, type SearchParams } from 'nuqs/server';
import { DriftView } from '@/components/drift/drift-view';
import { driftQuery, driftSummaryQuery } from '@/components/drift/queries';
import { driftUrl } from '@/components/drift/url';
import { Prefetched } from '@/components/ui/prefetched';
import { listDrift, readDriftSummary } from '@/lib/catalog/drift.data';
import { listDriftInput } from '@/lib/catalog/schema';
import { database } from '@/lib/core/db';
import type { Viewer } from '@/lib/people/schema';
import { given, type Read, readAhead } from '../prefetch';
import { readSaved } from '../saved-view';

const loadUrl = createLoader(driftUrl);

type DriftPageProps = { viewer: Viewer; searchParams: Promise<SearchParams>; open?: Read };

/** The records that drift, with one of them open or none. */
export async function DriftPage({ viewer, searchParams, open }: DriftPageProps) {
  const url = await loadUrl(searchParams);
  const [list, summary, saved] = await Promise.all([
    readAhead(driftQuery(url).queryKey, () => listDrift(database(), listDriftInput.parse(given(url)))),
    readDriftSummary(database()),
    readSaved(viewer, searchParams),
  ]);
  const read: Read[] = [...list, [driftSummaryQuery().queryKey, summary], ...saved];
  return (
    <Prefetched data={open ? [...read, open] : read}>
      <DriftView role={viewer.role} />
    </Prefetched>
  );
}
