'use client';

import { useQuery } from '@tanstack/react-query';
import { useQueryStates } from 'nuqs';
import { EmptyState } from '@/components/ui/empty-state';
import { ExportButton } from '@/components/ui/export-button';
import { FilterBar, FilterSelect } from '@/components/ui/filter-bar';
import { ListBody } from '@/components/ui/list-body';
import { Pager } from '@/components/ui/pager';
import { PageHeader } from '@/components/ui/section';
import { PanelSkeleton } from '@/components/ui/skeleton';
import { CostGroupsTable } from './cost-groups-table';
import { CostTotalsLine } from './cost-totals';
import { CostsTable } from './costs-table';
import { costsQuery, exportCosts } from './queries';
import { CATEGORY_WORDS, COSTS_SORT, type CostsUrl, costsUrl, GROUP_WORDS } from './url';

const DAYS = [
  { value: 'settled', label: '30 settled days' },
  { value: 'all', label: 'All days' },
];
const GROUPS = Object.entries(GROUP_WORDS).map(([value, label]) => ({
  value,
  label: `By ${label.toLowerCase()}`,
}));
const SORTS = [
  { value: '-cost', label: 'Highest cost first' },
  { value: '-start', label: 'Latest first' },
  { value: 'account', label: 'By account' },
  { value: 'service', label: 'By service' },
];

/** The charges of the bills, or what they come to by one of their columns. */
export function CostsView() {
  const [url, setUrl] = useQueryStates(costsUrl, { history: 'push' });
  const { cursor: _, sort: __, days: ___, by: ____, ...filter } = url;
  const set = (change: Partial<CostsUrl>) => void setUrl({ ...change, cursor: null });
  return (
    <>
      <PageHeader title="Costs" summary={<CostTotalsLine url={url} />} />
      <FilterBar
        q={url.q}
        onSearch={(q) => void setUrl({ q, cursor: null }, { history: 'replace' })}
        placeholder="Service, meter or description"
        isFiltered={Object.values(filter).some((value) => value !== null)}
        onClear={() => void setUrl({ ...NOTHING, cursor: null })}
        actions={<ExportButton options={exportCosts} filter={url} />}
      >
        <FilterSelect
          label="Days"
          value={url.days}
          options={DAYS}
          none={null}
          onChange={(days) => set({ days: costsUrl.days.parse(days ?? 'all') ?? 'all' })}
        />
        <FilterSelect
          label="Category"
          value={url.category}
          options={CATEGORY_WORDS}
          onChange={(category) => set({ category: costsUrl.category.parse(category ?? '') })}
        />
        <FilterSelect
          label="Group"
          value={url.by}
          options={GROUPS}
          none="Each charge"
          onChange={(by) => set({ by: costsUrl.by.parse(by ?? '') })}
        />
        {url.by === null ? (
          <FilterSelect
            label="Sort"
            value={url.sort ?? COSTS_SORT}
            options={SORTS}
            none={null}
            onChange={(sort) => set({ sort })}
          />
        ) : null}
      </FilterBar>
      {url.by === null ? (
        <Charges url={url} onMove={(cursor) => void setUrl({ cursor })} />
      ) : (
        <CostGroupsTable url={url} by={url.by} />
      )}
    </>
  );
}

const NOTHING = {
  ...{ q: null, from: null, to: null, billingPeriod: null, source: null, provider: null },
  ...{ account: null, service: null, category: null, currency: null },
};

function Charges({ url, onMove }: { url: CostsUrl; onMove: (cursor: string | null) => void }) {
  const charges = useQuery(costsQuery(url));
  return (
    <>
      <div className="min-h-0 flex-1 overflow-auto px-4 pb-4">
        <ListBody query={charges} empty={<EmptyState title="No charge fits the filter" />}>
          {(items) => (items === null ? <PanelSkeleton /> : <CostsTable charges={items} />)}
        </ListBody>
      </div>
      <Pager
        shown={charges.data?.items.length ?? 0}
        cursor={url.cursor}
        nextCursor={charges.data?.nextCursor ?? null}
        onMove={onMove}
      />
    </>
  );
}
