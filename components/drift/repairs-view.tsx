'use client';

import { useQuery } from '@tanstack/react-query';
import { useQueryStates } from 'nuqs';
import { useState } from 'react';
import { definitionsQuery } from '@/components/syncs/queries';
import { EmptyState } from '@/components/ui/empty-state';
import { ExportButton } from '@/components/ui/export-button';
import { FilterBar, FilterSelect } from '@/components/ui/filter-bar';
import { useListKeys } from '@/components/ui/list-keys';
import { usePagesUrl } from '@/components/ui/pages-url';
import { UrlTable } from '@/components/ui/url-table';
import { SavedViews } from '@/components/views/saved-views';
import { mayAct, type Role } from '@/lib/people/roles.schema';
import { DriftHeader } from './drift-header';
import { exportRepairs, repairsQuery, type Started } from './queries';
import { repairColumns } from './repair-columns';
import { StartedNotice } from './started-notice';
import { REPAIR_LOOKS } from './states';
import { hrefOfRecord, REPAIRS_SORT, repairsUrl } from './url';

const STATES = Object.entries(REPAIR_LOOKS).map(([value, { word }]) => ({ value, label: word }));

/** What was repaired, with the way back. A row leads to its record. */
export function RepairsView({ role }: { role: Role }) {
  const [url, setUrl] = useQueryStates(repairsUrl, { history: 'push' });
  const [started, setStarted] = useState<Started | null>(null);
  const repairs = useQuery(repairsQuery(url));
  const { data: definitions } = useQuery(definitionsQuery());
  const pages = usePagesUrl((id) => {
    const repair = repairs.data?.items.find((one) => one.id === id);
    return repair ? hrefOfRecord(repair) : '/drift';
  });
  useListKeys({});
  const { cursor: _, sort: __, ...filter } = url;
  const isFiltered = Object.values(filter).some((value) => value !== null);
  return (
    <>
      <DriftHeader here="repairs" actions={<SavedViews area="repairs" />} />
      <FilterBar
        q={url.key}
        onSearch={(key) => void setUrl({ key, cursor: null }, { history: 'replace' })}
        placeholder="Key of a record, whole"
        isFiltered={isFiltered}
        onClear={() => void setUrl(null)}
        actions={<ExportButton options={exportRepairs} filter={url} />}
      >
        <FilterSelect
          label="Sync"
          value={url.definitionId}
          options={definitions?.items.map(({ id, title }) => ({ value: id, label: title })) ?? []}
          onChange={(definitionId) => void setUrl({ definitionId, cursor: null })}
        />
        <FilterSelect
          label="State"
          value={url.state}
          options={STATES}
          onChange={(state) => void setUrl({ state: repairsUrl.state.parse(state ?? ''), cursor: null })}
        />
      </FilterBar>
      <UrlTable
        label="Repairs"
        list={repairs}
        columns={() => repairColumns(mayAct(role, 'operator') ? setStarted : null)}
        panel={pages}
        url={url}
        setUrl={setUrl}
        defaultSort={REPAIRS_SORT}
        empty={
          <EmptyState title={isFiltered ? 'No repair fits the filter' : 'Nothing was repaired yet'}>
            {isFiltered ? null : 'Each repair is kept here with what was there before, and can be undone.'}
          </EmptyState>
        }
        foot={started ? <StartedNotice started={started} onClose={() => setStarted(null)} /> : null}
      />
    </>
  );
}
