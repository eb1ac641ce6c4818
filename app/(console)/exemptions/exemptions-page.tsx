import { createLoader, type SearchParams } from 'nuqs/server';
import { ExemptionsView } from '@/components/exemptions/exemptions-view';
import {
  exemptionsQuery,
  exemptionsSummaryQuery,
  findingChoicesQuery,
} from '@/components/exemptions/queries';
import { EXEMPTIONS_SORT, exemptionsUrl } from '@/components/exemptions/url';
import { Prefetched } from '@/components/ui/prefetched';
import { database } from '@/lib/core/db';
import type { Viewer } from '@/lib/people/schema';
import { listExemptions, summariseExemptions } from '@/lib/recommendations/exemptions/data';
import { listExemptionsInput } from '@/lib/recommendations/exemptions/schema';
import { readRecentChoices } from '@/lib/recommendations/recent.data';
import { given, type Read, readAhead } from '../prefetch';
import { readSaved } from '../saved-view';

const loadUrl = createLoader(exemptionsUrl);

type ExemptionsPageProps = { viewer: Viewer; searchParams: Promise<SearchParams>; open?: Read };

/** What is not to be found until a day, with one of them open or none. */
export async function ExemptionsPage({ viewer, searchParams, open }: ExemptionsPageProps) {
  const url = await loadUrl(searchParams);
  const now = new Date();
  const [list, summary, choices, saved] = await Promise.all([
    readAhead(exemptionsQuery(url).queryKey, () =>
      listExemptions(database(), {
        ...listExemptionsInput.parse({ sort: EXEMPTIONS_SORT, ...given(url) }),
        now,
      }),
    ),
    summariseExemptions(database(), now),
    readRecentChoices(),
    readSaved(viewer, searchParams),
  ]);
  const read: Read[] = [
    ...list,
    [exemptionsSummaryQuery().queryKey, summary],
    [findingChoicesQuery().queryKey, choices],
    ...saved,
  ];
  return (
    <Prefetched data={open ? [...read, open] : read}>
      <ExemptionsView role={viewer.role} />
    </Prefetched>
  );
}
