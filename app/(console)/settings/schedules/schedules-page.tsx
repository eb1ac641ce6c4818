import { createLoader, type SearchParams } from 'nuqs/server';
import { schedulesQuery } from '@/components/schedules/queries';
import { SchedulesView } from '@/components/schedules/schedules-view';
import { schedulesUrl } from '@/components/schedules/url';
import { Prefetched } from '@/components/ui/prefetched';
import { database } from '@/lib/core/db';
import { shippedSchedules } from '@/lib/jobs';
import type { Viewer } from '@/lib/people/schema';
import { pageSchedules } from '@/lib/runs/schedule.data';
import { listSchedulesInput } from '@/lib/runs/schedule.schema';
import { given, type Read, readAhead } from '../../prefetch';
import { startableGraphs } from '../../startable';

const loadUrl = createLoader(schedulesUrl);
const SHIPPED = shippedSchedules.map(({ name }) => name);

type SchedulesPageProps = { viewer: Viewer; searchParams: Promise<SearchParams>; open?: Read[] };

/** The schedules, with one of them open or none. */
export async function SchedulesPage({ viewer, searchParams, open = [] }: SchedulesPageProps) {
  const url = await loadUrl(searchParams);
  const [list, graphs] = await Promise.all([
    readAhead(schedulesQuery(url).queryKey, () =>
      pageSchedules(database(), listSchedulesInput.parse(given(url)), SHIPPED),
    ),
    startableGraphs(),
  ]);
  return (
    <Prefetched data={[...list, ...open]}>
      <SchedulesView role={viewer.role} graphs={graphs} />
    </Prefetched>
  );
}
