'use client';

import clsx from 'clsx';
import { ArrowDown, ArrowUp } from 'lucide-react';
import type { MouseEvent, ReactNode } from 'react';
import { nextSort } from './list-url';

/**
 * A column. `from` is the least room of the table at which it shows; in little room the row becomes two lines of
 * the cells that have a place there: what and money above, state and age below.
 */
export type Column<Row> = {
  id: string;
  header: ReactNode;
  cell: (row: Row) => ReactNode;
  width?: string;
  align?: 'right';
  sort?: 'asc' | 'desc'; // sortable, and the direction of the first click
  from?: 'mid' | 'wide';
  narrow?: 'what' | 'money' | 'state' | 'age';
  isLink?: boolean; // the cell that carries the row's link
};

export type Selection = {
  chosen: ReadonlySet<string>;
  toggle: (id: string) => void;
  label: (id: string) => string;
};

type DataTableProps<Row> = {
  label: string;
  columns: Column<Row>[];
  rows: Row[];
  idOf: (row: Row) => string;
  hrefOf: (id: string) => string;
  onOpen: (id: string) => void;
  openId: string | null;
  sort: string;
  onSort: (sort: string) => void;
  selection?: Selection;
  isStale?: boolean;
};

const ROOM = { mid: 'hidden @3xl:table-cell', wide: 'hidden @5xl:table-cell' } as const;
/** Of a column that the two-line row shows again. */
const ROOM_BETWEEN = { mid: '@xl:hidden @3xl:table-cell', wide: '@xl:hidden @5xl:table-cell' } as const;
const PLACES = {
  what: '@max-xl:col-start-2 @max-xl:row-start-1 @max-xl:font-semibold',
  money: '@max-xl:col-start-3 @max-xl:row-start-1 @max-xl:text-right',
  state: '@max-xl:col-start-2 @max-xl:row-start-2',
  age: '@max-xl:col-start-3 @max-xl:row-start-2 @max-xl:text-right @max-xl:text-faint',
} as const;

function visibility<Row>({ from, narrow }: Column<Row>): string {
  if (narrow) return clsx(PLACES[narrow], from && ROOM_BETWEEN[from]);
  return from ? ROOM[from] : '@max-xl:hidden';
}

/** The one table of the console: sticky header of 32 px, rows of 36, sorting written to the URL by its owner. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { label, columns, rows, idOf, selection, isStale = false } = props;
  return (
    <div className="@container min-h-0 flex-1 overflow-auto bg-surface">
      <table
        aria-label={label}
        aria-busy={isStale}
        data-list
        className={clsx(
          'w-full table-fixed border-separate border-spacing-0 text-body @max-xl:block',
          isStale && 'opacity-60',
        )}
      >
        <thead className="@max-xl:hidden">
          <tr>
            {selection ? (
              <th scope="col" className="sticky top-0 z-10 h-8 w-9 border-b bg-surface">
                <span className="sr-only">Selected</span>
              </th>
            ) : null}
            {columns.map((column) => (
              <HeaderCell key={column.id} column={column} sort={props.sort} onSort={props.onSort} />
            ))}
          </tr>
        </thead>
        <tbody className="@max-xl:block">
          {rows.map((row) => (
            <BodyRow key={idOf(row)} row={row} table={props} />
          ))}
        </tbody>
      </table>
    </div>
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

function BodyRow<Row>({ row, table }: { row: Row; table: DataTableProps<Row> }) {
  const id = table.idOf(row);
  const isOpen = table.openId === id;
  const isChosen = table.selection?.chosen.has(id) ?? false;
  return (
    // The link inside is the way in by keyboard; a click anywhere on the row is a larger target for the pointer.
    <tr
      data-row={id}
      onClick={(event) => opensRow(event) && table.onOpen(id)}
      className={clsx(
        'group cursor-pointer',
        '@max-xl:grid @max-xl:border-b @max-xl:px-4 @max-xl:py-2 @max-xl:gap-x-3',
        table.selection
          ? '@max-xl:grid-cols-[auto_minmax(0,1fr)_auto]'
          : '@max-xl:grid-cols-[0_minmax(0,1fr)_auto] @max-xl:pl-1',
        isOpen || isChosen ? 'bg-accent-soft' : 'hover:bg-hover focus-within:bg-hover',
      )}
    >
      {table.selection ? <SelectCell id={id} selection={table.selection} isChosen={isChosen} /> : null}
      {table.columns.map((column) => (
        <td
          key={column.id}
          className={clsx(
            'h-9 truncate border-b px-3 first:pl-4 last:pr-4',
            '@max-xl:h-auto @max-xl:border-0 @max-xl:px-0 @max-xl:first:pl-0 @max-xl:last:pr-0',
            column.align === 'right' && 'text-right',
            visibility(column),
          )}
        >
          {column.isLink ? (
            <RowLink table={table} id={id} isOpen={isOpen}>
              {column.cell(row)}
            </RowLink>
          ) : (
            column.cell(row)
          )}
        </td>
      ))}
    </tr>
  );
}

type SelectCellProps = { id: string; selection: Selection; isChosen: boolean };

function SelectCell({ id, selection, isChosen }: SelectCellProps) {
  return (
    <td className="h-9 border-b pl-4 @max-xl:row-span-2 @max-xl:row-start-1 @max-xl:h-auto @max-xl:border-0 @max-xl:pl-0">
      <input
        type="checkbox"
        tabIndex={-1}
        data-choose
        checked={isChosen}
        onChange={() => selection.toggle(id)}
        aria-label={selection.label(id)}
        className="size-3.5 align-middle accent-accent"
      />
    </td>
  );
}

type RowLinkProps<Row> = { table: DataTableProps<Row>; id: string; isOpen: boolean; children: ReactNode };

function RowLink<Row>({ table, id, isOpen, children }: RowLinkProps<Row>) {
  return (
    <a
      href={table.hrefOf(id)}
      data-row-link
      aria-current={isOpen ? 'true' : undefined}
      onClick={(event) => {
        if (isPlainClick(event)) {
          event.preventDefault();
          event.stopPropagation();
          table.onOpen(id);
        }
      }}
      className="text-ink outline-offset-2 group-hover:text-accent"
    >
      {children}
    </a>
  );
}

function isPlainClick(event: MouseEvent): boolean {
  return event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
}

function opensRow(event: MouseEvent<HTMLElement>): boolean {
  const isOnControl =
    event.target instanceof Element && event.target.closest('a, button, input, label') !== null;
  const isSelecting = (window.getSelection()?.toString() ?? '') !== '';
  return !isOnControl && !isSelecting && isPlainClick(event);
}
