'use client';

import { useQuery } from '@tanstack/react-query';
import { useQueryStates } from 'nuqs';
import { definitionsQuery } from '@/components/syncs/queries';
import { EmptyState } from '@/components/ui/empty-state';
import { ExportButton } from '@/components/ui/export-button';
import { FilterBar, FilterSelect } from '@/components/ui/filter-bar';
import type { PanelUrl } from '@/components/ui/panel-url';
import { PageHeader } from '@/components/ui/section';
import { useSelection } from '@/components/ui/selection';
import { StateStrip } from '@/components/ui/strip';
import { UrlTable } from '@/components/ui/url-table';
import { SavedViews } from '@/components/views/saved-views';
import type { QuarantineState } from '@/lib/catalog/quarantine.schema';
import { ByRule } from './by-rule';
import { ChosenHeld } from './chosen-held';
import { QUARANTINE_COLUMNS } from './columns';
import { exportQuarantine, quarantineSummaryQuery, quarantinesQuery } from './queries';
import { QUARANTINE_LOOKS } from './states';
import { QUARANTINE_SORT, QUARANTINE_STATES, quarantineUrl, settleFilterOf } from './url';

/** As many as one call settles. */
const MOST_BY_HAND = 1000;

export function QuarantineList({ panel, maySettle }: { panel: PanelUrl; maySettle: boolean }) {
  const [url, setUrl] = useQueryStates(quarantineUrl, { history: 'push' });
  const held = useQuery(quarantinesQuery(url));
  const { data: summary } = useQuery(quarantineSummaryQuery());
  const { data: definitions } = useQuery(definitionsQuery());
  const { cursor: _, sort: __, ...filter } = url;
  const { state, ...others } = filter;
  const isFiltered = state !== 'held' || Object.values(others).some((value) => value !== null);
  const selection = useSelection({
    rows: held.data?.items ?? [],
    scope: JSON.stringify(filter),
    most: MOST_BY_HAND,
  });
  const countOf = (one: QuarantineState) => summary?.byState.find((found) => found.state === one)?.count ?? 0;
  const narrow = (change: Partial<typeof filter>) => void setUrl({ ...change, cursor: null });
  const rules = summary?.byRule ?? [];
  return (
    <>
      <PageHeader
        title="Quarantine"
        summary={
          <ByRule rules={rules} chosen={url.rule} onChoose={(rule) => narrow({ rule, state: 'held' })} />
        }
        actions={<SavedViews area="quarantine" />}
      />
      <StateStrip
        label="Held changes by state"
        parts={QUARANTINE_STATES.map((one) => ({
          id: one,
          look: QUARANTINE_LOOKS[one],
          count: countOf(one).toLocaleString('en-US'),
          isChosen: state === one,
          onChoose: () => narrow({ state: one }),
        }))}
      />
      <FilterBar
        q={url.q}
        onSearch={(q) => void setUrl({ q, cursor: null }, { history: 'replace' })}
        placeholder="Key, value or reason"
        isFiltered={isFiltered}
        onClear={() => void setUrl(null)}
        actions={<ExportButton options={exportQuarantine} filter={url} />}
      >
        <FilterSelect
          label="Sync"
          value={url.definitionId}
          options={definitions?.items.map(({ id, title }) => ({ value: id, label: title })) ?? []}
          onChange={(definitionId) => narrow({ definitionId })}
        />
        <FilterSelect
          label="Rule"
          value={url.rule}
          options={rules.map(({ rule, count }) => ({ value: rule, label: `${rule} (${count})` }))}
          onChange={(rule) => narrow({ rule })}
        />
      </FilterBar>
      <UrlTable
        label="Held changes"
        list={held}
        columns={() => QUARANTINE_COLUMNS}
        panel={panel}
        url={url}
        setUrl={setUrl}
        defaultSort={QUARANTINE_SORT}
        empty={
          <EmptyState title={isFiltered ? 'Nothing fits the filter' : 'Nothing held'}>
            {isFiltered ? null : 'What a quality rule holds back waits here for somebody.'}
          </EmptyState>
        }
        selection={
          maySettle
            ? { ...selection, label: ({ definitionTitle, key }) => `Select: ${definitionTitle} ${key}` }
            : undefined
        }
        foot={maySettle ? <ChosenHeld selection={selection} filter={settleFilterOf(url)} /> : null}
      />
    </>
  );
}
