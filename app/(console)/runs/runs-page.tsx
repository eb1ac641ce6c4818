import { createLoader, type SearchParams } from 'nuqs/server';
import { runsQuery } from '@/components/runs/queries';
import { RunsView } from '@/components/runs/runs-view';
import { RUNS_SORT, runsUrl } from '@/components/runs/url';
import { Prefetched } from '@/components/ui/prefetched';
import { database } from '@/lib/core/db';
import type { Viewer } from '@/lib/people/schema';
import { listRuns } from '@/lib/runs/data';
import { listRunsInput } from '@/lib/runs/schema';
import { given, type Read, readAhead } from '../prefetch';
import { readSaved } from '../saved-view';
import { startableGraphs } from '../startable';

const loadUrl = createLoader(runsUrl);

type RunsPageProps = { viewer: Viewer; searchParams: Promise<SearchParams>; open?: Read };

/** The list of runs, with one of them open or none: the two pages of this area are the same view. */
export async function RunsPage({ viewer, searchParams, open }: RunsPageProps) {
  const url = await loadUrl(searchParams);
  const [list, saved, startable] = await Promise.all([
    readAhead(runsQuery(url).queryKey, () =>
      listRuns(database(), listRunsInput.parse({ sort: RUNS_SORT, ...given(url) })),
    ),
    readSaved(viewer, searchParams),
    startableGraphs(),
  ]);
  return (
    <Prefetched data={open ? [...list, ...saved, open] : [...list, ...saved]}>
      <RunsView role={viewer.role} graphs={startable} />
    </Prefetched>
  );
}
