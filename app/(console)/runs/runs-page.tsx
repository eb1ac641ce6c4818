import { createLoader, type SearchParams } from 'nuqs/server';
import { z } from 'zod';
import { fieldsOf, type StartableGraph } from '@/components/runs/graphs';
import { runsQuery } from '@/components/runs/queries';
import { RunsView } from '@/components/runs/runs-view';
import { RUNS_SORT, runsUrl } from '@/components/runs/url';
import { Prefetched } from '@/components/ui/prefetched';
import { listConnections } from '@/lib/connections/data';
import { database } from '@/lib/core/db';
import { graphs } from '@/lib/jobs';
import type { Viewer } from '@/lib/people/schema';
import { listRuns } from '@/lib/runs/data';
import { listRunsInput } from '@/lib/runs/schema';
import { listEnabledSources } from '@/lib/sources/data';
import { given, type Read, readAhead } from '../prefetch';
import { readSaved } from '../saved-view';

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

async function startableGraphs(): Promise<StartableGraph[]> {
  const [connections, sources] = await Promise.all([
    listConnections(database()),
    listEnabledSources(database()),
  ]);
  const choices = { connectionId: connections.map(optionOf), sourceId: sources.map(optionOf) };
  return graphs.map(({ name, title, description, input }) => ({
    name,
    title,
    description,
    fields: fieldsOf(
      jsonSchema.parse(z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' })),
      choices,
    ),
  }));
}

const optionOf = ({ id, name }: { id: string; name: string }) => ({ value: id, label: name });

const property = z.looseObject({
  type: z.string().optional(),
  title: z.string().optional(),
  description: z.string().optional(),
  enum: z.array(z.unknown()).optional(),
});
const jsonSchema = z.looseObject({
  properties: z.record(z.string(), property).optional(),
  required: z.array(z.string()).optional(),
});
