import { createLoader, type SearchParams } from 'nuqs/server';
import { QuarantineView } from '@/components/quarantine/quarantine-view';
import { quarantineSummaryQuery, quarantinesQuery } from '@/components/quarantine/queries';
import { QUARANTINE_SORT, quarantineUrl } from '@/components/quarantine/url';
import { Prefetched } from '@/components/ui/prefetched';
import { listQuarantine, summariseQuarantine } from '@/lib/catalog/quarantine.data';
import { listQuarantineInput } from '@/lib/catalog/quarantine.schema';
import { database } from '@/lib/core/db';
import type { Viewer } from '@/lib/people/schema';
import { given, type Read, readAhead } from '../prefetch';
import { readSaved } from '../saved-view';

const loadUrl = createLoader(quarantineUrl);

type QuarantinePageProps = { viewer: Viewer; searchParams: Promise<SearchParams>; open?: Read };

/** What quality rules hold back, with one of them open or none. */
export async function QuarantinePage({ viewer, searchParams, open }: QuarantinePageProps) {
  const url = await loadUrl(searchParams);
  const [list, summary, saved] = await Promise.all([
    readAhead(quarantinesQuery(url).queryKey, () =>
      listQuarantine(database(), listQuarantineInput.parse({ sort: QUARANTINE_SORT, ...given(url) })),
    ),
    summariseQuarantine(database()),
    readSaved(viewer, searchParams),
  ]);
  const read: Read[] = [...list, [quarantineSummaryQuery().queryKey, summary], ...saved];
  return (
    <Prefetched data={open ? [...read, open] : read}>
      <QuarantineView role={viewer.role} />
    </Prefetched>
  );
}
