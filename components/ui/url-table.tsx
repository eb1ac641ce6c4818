'use client';

import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { type Column, DataTable } from './data-table';
import { ListBody } from './list-body';
import type { ListUrl } from './list-url';
import { Pager } from './pager';
import type { PanelUrl } from './panel-url';
import type { Page } from './request';
import type { RowSelection } from './selection';

type UrlTableProps<Item extends { id: string }> = {
  label: string;
  list: UseQueryResult<Page<Item>>;
  columns: (items: Item[]) => Column<Item>[];
  panel: PanelUrl;
  url: Pick<ListUrl, 'sort' | 'cursor'>;
  setUrl: (change: { sort?: string; cursor: string | null }) => unknown;
  defaultSort: string;
  empty: ReactNode;
  selection?: RowSelection<Item>;
  foot?: ReactNode; // what is said of the selected rows: below, so that no row moves under the pointer
};

/** A list whose sort, page and open row stand in the address bar: its table, what it says when empty, and its pages. */
export function UrlTable<Item extends { id: string }>(props: UrlTableProps<Item>) {
  const { label, list, columns, panel, url, setUrl, defaultSort, empty, selection, foot } = props;
  return (
    <>
      <ListBody query={list} empty={empty}>
        {(items) => (
          <DataTable
            label={label}
            columns={columns(items ?? [])}
            rows={items}
            idOf={({ id }) => id}
            hrefOf={panel.hrefOf}
            onOpen={panel.open}
            openId={panel.openId}
            sort={url.sort ?? defaultSort}
            onSort={(sort) => void setUrl({ sort, cursor: null })}
            selection={selection}
            isStale={list.isPlaceholderData}
          />
        )}
      </ListBody>
      {foot}
      <Pager
        shown={list.data?.items.length ?? 0}
        cursor={url.cursor}
        nextCursor={list.data?.nextCursor ?? null}
        onMove={(cursor) => void setUrl({ cursor })}
      />
    </>
  );
}
