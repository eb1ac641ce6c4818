'use client';

import type { SetValues } from 'nuqs';
import { FilterBar, FilterSelect } from '@/components/ui/filter-bar';
import { FilterDays } from '@/components/ui/filter-days';
import type { SenderView } from '@/lib/deliveries/schema';
import { KIND_WORDS, OUTCOME_LOOKS } from './states';
import { type DeliveriesUrl, deliveriesUrl } from './url';

type DeliveryFiltersProps = {
  url: DeliveriesUrl;
  setUrl: SetValues<typeof deliveriesUrl>;
  senders: SenderView[];
  isFiltered: boolean;
};

export function DeliveryFilters({ url, setUrl, senders, isFiltered }: DeliveryFiltersProps) {
  const set = (change: Partial<DeliveriesUrl>) => void setUrl({ ...change, cursor: null });
  return (
    <FilterBar
      q={url.key}
      onSearch={(key) => void setUrl({ key, cursor: null }, { history: 'replace' })}
      placeholder="Key of a record, whole"
      isFiltered={isFiltered}
      onClear={() => void setUrl(null)}
    >
      <FilterSelect
        label="Source"
        value={url.senderId}
        options={senders.map(({ connectionId, connectionName }) => ({
          value: connectionId,
          label: connectionName,
        }))}
        onChange={(senderId) => set({ senderId })}
      />
      <FilterSelect
        label="Outcome"
        value={url.outcome}
        options={Object.entries(OUTCOME_LOOKS).map(([value, { word }]) => ({ value, label: word }))}
        onChange={(outcome) => set({ outcome: deliveriesUrl.outcome.parse(outcome ?? '') })}
      />
      <FilterSelect
        label="Kind"
        value={url.kind}
        options={Object.entries(KIND_WORDS).map(([value, label]) => ({ value, label }))}
        onChange={(kind) => set({ kind: deliveriesUrl.kind.parse(kind ?? '') })}
      />
      <FilterDays
        label="Received"
        from={url.since}
        to={url.until}
        onChange={({ from, to }) => set({ since: from, until: to })}
      />
    </FilterBar>
  );
}
