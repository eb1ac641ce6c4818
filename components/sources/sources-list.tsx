'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useQueryStates } from 'nuqs';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { FilterBar } from '@/components/ui/filter-bar';
import type { PanelUrl } from '@/components/ui/panel-url';
import { PageHeader } from '@/components/ui/section';
import { UrlTable } from '@/components/ui/url-table';
import { SavedViews } from '@/components/views/saved-views';
import { AddSource } from './add-source';
import { SOURCE_COLUMNS } from './columns';
import { sourcesQuery } from './queries';
import { RequiredColumns } from './required-columns';
import { SOURCES_SORT, sourcesUrl } from './url';

type SourcesListProps = { panel: PanelUrl; mayAct: boolean; requiredColumns: readonly string[] };

export function SourcesList({ panel, mayAct, requiredColumns }: SourcesListProps) {
  const [url, setUrl] = useQueryStates(sourcesUrl, { history: 'push' });
  const sources = useQuery(sourcesQuery(url));
  return (
    <>
      <PageHeader
        title="Sources"
        actions={
          <>
            <SavedViews area="sources" />
            {mayAct ? <AddSource onAdded={panel.open} /> : null}
          </>
        }
      />
      <FilterBar
        q={url.q}
        onSearch={(q) => void setUrl({ q, cursor: null }, { history: 'replace' })}
        placeholder="Name of a source"
        isFiltered={url.q !== null}
        onClear={() => void setUrl(null)}
      />
      <UrlTable
        label="Sources"
        list={sources}
        columns={() => SOURCE_COLUMNS}
        panel={panel}
        url={url}
        setUrl={setUrl}
        defaultSort={SOURCES_SORT}
        empty={
          url.q === null ? (
            <EmptyState title="Add a bill" action={mayAct ? <AddFirst /> : null}>
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

/** Opens the form that stands in the header. */
function AddFirst() {
  return (
    <Button asChild>
      <Link href="?do=add">Add a source</Link>
    </Button>
  );
}
