'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useQueryStates } from 'nuqs';
import { Button } from '@/components/ui/button';
import { DeedButton } from '@/components/ui/deed-button';
import { EmptyState } from '@/components/ui/empty-state';
import { ExportButton } from '@/components/ui/export-button';
import { FilterBar, FilterSelect } from '@/components/ui/filter-bar';
import type { PanelUrl } from '@/components/ui/panel-url';
import { PageHeader } from '@/components/ui/section';
import { UrlTable } from '@/components/ui/url-table';
import { SavedViews } from '@/components/views/saved-views';
import { AddSource } from './add-source';
import { SOURCE_COLUMNS } from './columns';
import { exportSources, sourcesQuery } from './queries';
import { RequiredColumns } from './required-columns';
import { KIND_WORDS } from './states';
import { SOURCES_SORT, type SourcesUrl, sourcesUrl } from './url';

const STATES = [
  { value: 'stale', label: 'Out of date' },
  { value: 'fresh', label: 'Up to date' },
  { value: 'off', label: 'Switched off' },
];

function stateOf({ enabled, isStale }: SourcesUrl): string | null {
  if (enabled === false) return 'off';
  return isStale === null ? null : isStale ? 'stale' : 'fresh';
}

/** One that is switched off is never out of date, nor up to date. */
function filterOfState(state: string | null): Pick<SourcesUrl, 'enabled' | 'isStale'> {
  if (state === 'off') return { enabled: false, isStale: null };
  if (state === null) return { enabled: null, isStale: null };
  return { enabled: true, isStale: state === 'stale' };
}

type SourcesListProps = { panel: PanelUrl; mayAct: boolean; requiredColumns: readonly string[] };

export function SourcesList({ panel, mayAct, requiredColumns }: SourcesListProps) {
  const [url, setUrl] = useQueryStates(sourcesUrl, { history: 'push' });
  const sources = useQuery(sourcesQuery(url));
  const { cursor: _, sort: __, ...filter } = url;
  const isFiltered = Object.values(filter).some((value) => value !== null);
  return (
    <>
      <PageHeader
        title="Sources"
        actions={
          <>
            <Button asChild look="quiet">
              <Link href="/sources/duplicates">Duplicate resources</Link>
            </Button>
            <SavedViews area="sources" />
            {mayAct ? <AddSource onAdded={panel.open} /> : null}
          </>
        }
      />
      <FilterBar
        q={url.q}
        onSearch={(q) => void setUrl({ q, cursor: null }, { history: 'replace' })}
        placeholder="Name of a source"
        isFiltered={isFiltered}
        onClear={() => void setUrl(null)}
        actions={<ExportButton options={exportSources} filter={url} />}
      >
        <FilterSelect
          label="Kind"
          value={url.kind}
          options={Object.entries(KIND_WORDS).map(([value, label]) => ({ value, label }))}
          onChange={(kind) => void setUrl({ kind: sourcesUrl.kind.parse(kind ?? ''), cursor: null })}
        />
        <FilterSelect
          label="State"
          value={stateOf(url)}
          options={STATES}
          onChange={(state) => void setUrl({ ...filterOfState(state), cursor: null })}
        />
      </FilterBar>
      <UrlTable
        label="Sources"
        list={sources}
        columns={() => SOURCE_COLUMNS}
        panel={panel}
        url={url}
        setUrl={setUrl}
        defaultSort={SOURCES_SORT}
        empty={
          !isFiltered ? (
            <EmptyState
              title="Add a bill"
              action={mayAct ? <DeedButton deed="add">Add a source</DeedButton> : null}
            >
              <RequiredColumns columns={requiredColumns} />
            </EmptyState>
          ) : (
            <EmptyState title="No source fits the filter" />
          )
        }
      />
    </>
  );
}
