'use client';

import { useQuery } from '@tanstack/react-query';
import { useQueryStates } from 'nuqs';
import { EmptyState } from '@/components/ui/empty-state';
import { ExportButton } from '@/components/ui/export-button';
import { FilterBar, FilterSelect } from '@/components/ui/filter-bar';
import { FilterDays } from '@/components/ui/filter-days';
import type { PanelUrl } from '@/components/ui/panel-url';
import { PageHeader } from '@/components/ui/section';
import { UrlTable } from '@/components/ui/url-table';
import { SavedViews } from '@/components/views/saved-views';
import { RunsAttention } from './attention';
import { runColumns } from './columns';
import type { StartableGraph } from './graphs';
import { exportRuns, runsQuery } from './queries';
import { StartRun } from './start-run';
import { RUN_LOOKS } from './states';
import { RUNS_SORT, runsUrl } from './url';

type RunsListProps = { panel: PanelUrl; graphs: StartableGraph[]; mayAct: boolean };

const TRIGGERS = [
  { value: 'schedule', label: 'By a schedule' },
  { value: 'hand', label: 'By hand' },
  { value: 'upload', label: 'By an upload' },
  { value: 'deed', label: 'By a decision about many' },
];
const STATE_OPTIONS = Object.entries(RUN_LOOKS).map(([value, { word }]) => ({ value, label: word }));

export function RunsList({ panel, graphs, mayAct }: RunsListProps) {
  const [url, setUrl] = useQueryStates(runsUrl, { history: 'push' });
  const runs = useQuery(runsQuery(url));
  const { cursor: _, sort: __, ...filter } = url;
  const isFiltered = Object.values(filter).some((value) => value !== null);
  const clear = () => void setUrl(null);
  const start = mayAct ? <StartRun graphs={graphs} onStarted={panel.open} /> : null;
  return (
    <>
      <PageHeader
        title="Runs"
        actions={
          <>
            <SavedViews area="runs" />
            {start}
          </>
        }
      />
      <FilterBar
        q={url.q}
        onSearch={(q) => void setUrl({ q, cursor: null }, { history: 'replace' })}
        placeholder="Key, graph or who asked"
        isFiltered={isFiltered}
        onClear={clear}
        actions={<ExportButton options={exportRuns} filter={url} />}
      >
        <FilterSelect
          label="State"
          value={url.state}
          options={STATE_OPTIONS}
          onChange={(value) => void setUrl({ state: runsUrl.state.parse(value ?? ''), cursor: null })}
        />
        <FilterSelect
          label="Graph"
          value={url.graph}
          options={graphs.map(({ name, title }) => ({ value: name, label: title }))}
          onChange={(graph) => void setUrl({ graph, cursor: null })}
        />
        <FilterSelect
          label="Trigger"
          value={url.trigger}
          options={TRIGGERS}
          onChange={(trigger) => void setUrl({ trigger, cursor: null })}
        />
        <FilterDays
          label="Asked for"
          from={url.from}
          to={url.to}
          onChange={(days) => void setUrl({ ...days, cursor: null })}
        />
      </FilterBar>
      {isFiltered ? null : <RunsAttention />}
      <UrlTable
        label="Runs"
        list={runs}
        columns={() => runColumns(graphs)}
        panel={panel}
        url={url}
        setUrl={setUrl}
        defaultSort={RUNS_SORT}
        empty={<NoRuns isFiltered={isFiltered} />}
      />
    </>
  );
}

function NoRuns({ isFiltered }: { isFiltered: boolean }) {
  if (isFiltered) return <EmptyState title="No run fits the filter" />;
  return (
    <EmptyState title="Nothing has run yet">
      A run reads the sources, finds recommendations and opens tickets. Schedules start them; so does the form
      above.
    </EmptyState>
  );
}
