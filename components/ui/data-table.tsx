'use client';

import clsx from 'clsx';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { useState } from 'react';
import { type Column, ROOM } from './column';
import { nextSort } from './list-url';
import type { RowSelection } from './selection';
import { BodyRow, SkeletonRow } from './table-row';

export type { Column } from './column';

export type DataTableProps<Row> = {
  label: string;
  columns: Column<Row>[];
  rows: Row[] | null; // null: they are being read
  idOf: (row: Row) => string;
  hrefOf: (id: string) => string;
  onOpen: (id: string) => void;
  openId: string | null;
  sort: string;
  onSort: (sort: string) => void;
  selection?: RowSelection<Row>;
  isStale?: boolean;
};

const SKELETON = Array.from({ length: 16 }, (_, row) => row);

/**
 * The one table of the console: sticky header of 32 px, rows as high as the density says, sorting written to the URL
 * by its owner. While it is read it stands there with empty rows, so that nothing moves when they come.
 */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { label, columns, rows, idOf, selection, isStale = false } = props;
  // Of the boxes only one is a stop of the Tab key, that of the row where the focus was last.
  const [active, setActive] = useState<string | null>(null);
  const ids = rows?.map(idOf) ?? [];
  const stop = active !== null && ids.includes(active) ? active : ids[0];
  return (
    <div className="@container min-h-0 flex-1 overflow-auto bg-surface">
      {rows === null ? (
        <p role="status" className="sr-only">
          Reading…
        </p>
      ) : null}
      <table
        aria-label={label}
        aria-busy={isStale || rows === null}
        data-list
        className={clsx(
          'w-full table-fixed border-separate border-spacing-0 text-body @max-xl:block',
          isStale && 'opacity-60',
        )}
      >
        <thead className="@max-xl:hidden">
          <tr>
            {selection ? <PageBox selection={selection} /> : null}
            {columns.map((column) => (
              <HeaderCell key={column.id} column={column} sort={props.sort} onSort={props.onSort} />
            ))}
          </tr>
        </thead>
        <tbody className="@max-xl:block">
          {rows === null
            ? SKELETON.map((row) => (
                <SkeletonRow key={row} columns={columns} isSelectable={selection !== undefined} />
              ))
            : rows.map((row) => {
                const id = idOf(row);
                return (
                  <BodyRow
                    key={id}
                    row={row}
                    id={id}
                    table={props}
                    isStop={id === stop}
                    onReach={() => setActive(id)}
                  />
                );
              })}
        </tbody>
      </table>
    </div>
  );
}

type PageBoxProps<Row> = { selection: RowSelection<Row> };

function PageBox<Row>({ selection: { pageState, choosePage } }: PageBoxProps<Row>) {
  return (
    <th scope="col" className="sticky top-0 z-10 h-8 w-9 border-b bg-surface pl-4 text-left">
      <input
        type="checkbox"
        aria-label="Select all rows of this page"
        checked={pageState === 'all'}
        ref={(box) => {
          if (box) box.indeterminate = pageState === 'some';
        }}
        onChange={choosePage}
        className="size-3.5 align-middle accent-accent"
      />
    </th>
  );
}

type HeaderCellProps<Row> = { column: Column<Row>; sort: string; onSort: (sort: string) => void };

function HeaderCell<Row>({ column, sort, onSort }: HeaderCellProps<Row>) {
  const direction = sort === column.id ? 'ascending' : sort === `-${column.id}` ? 'descending' : undefined;
  const first = column.sort;
  const Arrow = direction === 'ascending' ? ArrowUp : ArrowDown;
  return (
    <th
      scope="col"
      aria-sort={direction}
      style={{ width: column.width }}
      className={clsx(
        'sticky top-0 z-10 h-8 truncate border-b bg-surface px-3 text-meta font-normal text-faint first:pl-4 last:pr-4',
        column.align === 'right' ? 'text-right' : 'text-left',
        column.from && ROOM[column.from],
      )}
    >
      {first ? (
        <button
          type="button"
          onClick={() => onSort(nextSort(sort, column.id, first))}
          className={clsx('inline-flex items-center gap-1 hover:text-ink', direction && 'text-ink')}
        >
          {column.header}
          {direction ? <Arrow aria-hidden className="size-3" /> : null}
        </button>
      ) : (
        column.header
      )}
    </th>
  );
}
