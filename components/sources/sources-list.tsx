'use client';

import { useQuery } from '@tanstack/react-query';
import { useQueryStates } from 'nuqs';
import { DataTable } from '@/components/ui/data-table';
import { EmptyState } from '@/components/ui/empty-state';
import { FilterBar } from '@/components/ui/filter-bar';
import { ListBody } from '@/components/ui/list-body';
import { Pager } from '@/components/ui/pager';
import type { PanelUrl } from '@/components/ui/panel-url';
import { PageHeader } from '@/components/ui/section';
import { AddSource } from './add-source';
import { SOURCE_COLUMNS } from './columns';
import { sourcesQuery } from './queries';
import { RequiredColumns } from './required-columns';
import { SOURCES_SORT, sourcesUrl } from './url';

type SourcesListProps = { panel: PanelUrl; mayAct: boolean; requiredColumns: readonly string[] };

export function SourcesList({ panel, mayAct, requiredColumns }: SourcesListProps) {
  const [url, setUrl] = useQueryStates(sourcesUrl, { history: 'push' });
  const sources = useQuery(sourcesQuery(url));
  const { data } = sources;
  const add = mayAct ? <AddSource onAdded={panel.open} /> : null;
  return (
    <>
      <PageHeader title="Sources" actions={add} />
      <FilterBar
        q={url.q}
        onSearch={(q) => void setUrl({ q, cursor: null }, { history: 'replace' })}
        placeholder="Name of a source"
        isFiltered={url.q !== null}
        onClear={() => void setUrl(null)}
      />
      <ListBody
        query={sources}
        empty={
          url.q === null ? (
            <EmptyState title="Add a bill" action={add}>
              <RequiredColumns columns={requiredColumns} />
            </EmptyState>
          ) : (
            <EmptyState title="No source fits the filter" />
          )
        }
      >
        {({ items }) => (
          <DataTable
            label="Sources"
            columns={SOURCE_COLUMNS}
            rows={items}
            idOf={(source) => source.id}
            hrefOf={panel.hrefOf}
            onOpen={panel.open}
            openId={panel.openId}
            sort={url.sort ?? SOURCES_SORT}
            onSort={(sort) => void setUrl({ sort, cursor: null })}
            isStale={sources.isPlaceholderData}
          />
        )}
      </ListBody>
      <Pager
        shown={data?.items.length ?? 0}
        cursor={url.cursor}
        nextCursor={data?.nextCursor ?? null}
        onMove={(cursor) => void setUrl({ cursor })}
      />
    </>
  );
}
