'use client';

import { useQuery } from '@tanstack/react-query';
import { useQueryStates } from 'nuqs';
import { definitionsQuery } from '@/components/syncs/queries';
import { ExportButton } from '@/components/ui/export-button';
import { FilterBar, FilterSelect } from '@/components/ui/filter-bar';
import type { PanelUrl } from '@/components/ui/panel-url';
import { useSelection } from '@/components/ui/selection';
import { UrlTable } from '@/components/ui/url-table';
import { SavedViews } from '@/components/views/saved-views';
import { ChosenRecords } from './chosen-records';
import { driftColumns } from './columns';
import { DriftHeader } from './drift-header';
import { DriftStrip } from './drift-strip';
import { NoDrift } from './no-drift';
import { driftQuery, driftSummaryQuery, exportDrift } from './queries';
import { Scan } from './scan';
import { scopeOf } from './scope';
import { StaleNotices } from './stale-notices';
import { RECORD_LOOKS } from './states';
import { DRIFT_SORT, DRIFT_STATES, driftUrl } from './url';

const STATES = DRIFT_STATES.map((value) => ({ value, label: RECORD_LOOKS[value].word }));
/** Rows that can be chosen one by one; more go by the filter. */
const MOST_BY_HAND = 1000;

export function DriftList({ panel, mayRepair }: { panel: PanelUrl; mayRepair: boolean }) {
  const [url, setUrl] = useQueryStates(driftUrl, { history: 'push' });
  const drift = useQuery(driftQuery(url));
  const { data: summary } = useQuery(driftSummaryQuery());
  const { data: definitions } = useQuery(definitionsQuery());
  const scope = scopeOf(summary, url.definitionId);
  const { cursor: _, sort: __, ...filter } = url;
  const isFiltered = Object.values(filter).some((value) => value !== null);
  const selection = useSelection({
    rows: drift.data?.items ?? [],
    scope: JSON.stringify(filter),
    most: MOST_BY_HAND,
  });
  const set = (change: Partial<typeof filter>) => void setUrl({ ...change, cursor: null });
  const inScope = definitions?.items.filter(({ id }) => !url.definitionId || id === url.definitionId) ?? [];
  const fields = [...new Set(inScope.flatMap((definition) => definition.fields))];
  return (
    <>
      <DriftHeader
        here="catalogue"
        actions={
          <>
            <SavedViews area="drift" />
            <Scan scope={scope} definitions={inScope} mayScan={mayRepair} />
          </>
        }
      />
      <StaleNotices scope={scope} definitions={inScope} />
      <DriftStrip scope={scope} url={url} onChoose={set} />
      <FilterBar
        q={url.q}
        onSearch={(q) => void setUrl({ q, cursor: null }, { history: 'replace' })}
        placeholder="Key of a record"
        isFiltered={isFiltered}
        onClear={() => void setUrl(null)}
        actions={<ExportButton options={exportDrift} filter={url} />}
      >
        <FilterSelect
          label="Sync"
          value={url.definitionId}
          options={summary?.definitions.map((one) => ({ value: one.definitionId, label: one.title })) ?? []}
          onChange={(definitionId) => set({ definitionId })}
        />
        <FilterSelect
          label="State"
          value={url.state}
          options={STATES}
          onChange={(state) => set({ state: driftUrl.state.parse(state ?? '') })}
        />
        <FilterSelect
          label="Field"
          value={url.field}
          options={fields.map((field) => ({ value: field, label: field }))}
          onChange={(field) => set({ field })}
        />
      </FilterBar>
      <UrlTable
        label="Records that drift"
        list={drift}
        columns={() => driftColumns(url.definitionId === null && (summary?.definitions.length ?? 0) > 1)}
        panel={panel}
        url={url}
        setUrl={setUrl}
        defaultSort={DRIFT_SORT}
        empty={<NoDrift isFiltered={isFiltered} scope={scope} />}
        selection={
          mayRepair
            ? { ...selection, label: ({ definitionTitle, key }) => `Select: ${definitionTitle} ${key}` }
            : undefined
        }
        foot={mayRepair ? <ChosenRecords selection={selection} url={url} scope={scope} /> : null}
      />
    </>
  );
}
