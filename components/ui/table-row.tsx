'use client';

import clsx from 'clsx';
import type { ChangeEvent, MouseEvent, ReactNode } from 'react';
import { CELL, type Column, placeOf, rowPlaces } from './column';
import type { DataTableProps } from './data-table';
import type { RowSelection } from './selection';
import { Skeleton } from './skeleton';

type BodyRowProps<Row> = {
  row: Row;
  id: string;
  table: DataTableProps<Row>;
  isStop: boolean;
  onReach: () => void;
};

export function BodyRow<Row>({ row, id, table, isStop, onReach }: BodyRowProps<Row>) {
  const { selection } = table;
  const isOpen = table.openId === id;
  const isChosen = selection?.isChosen(id) ?? false;
  return (
    // The link inside is the way in by keyboard; a click anywhere on the row is a larger target for the pointer.
    <tr
      data-row={id}
      onClick={(event) => opensRow(event) && table.onOpen(id)}
      onFocus={onReach}
      className={clsx(
        'group cursor-pointer',
        rowPlaces(selection !== undefined),
        isOpen || isChosen ? 'bg-accent-soft' : 'hover:bg-hover focus-within:bg-hover',
      )}
    >
      {selection ? <SelectCell row={row} id={id} {...{ selection, isChosen, isStop }} /> : null}
      {table.columns.map((column) => (
        <td key={column.id} className={clsx(CELL, column.align === 'right' && 'text-right', placeOf(column))}>
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

const BOX_CELL =
  'h-(--row) border-b pl-4 @max-xl:row-span-2 @max-xl:row-start-1 @max-xl:h-auto @max-xl:border-0 @max-xl:pl-0';

type SelectCellProps<Row> = {
  row: Row;
  id: string;
  selection: RowSelection<Row>;
  isChosen: boolean;
  isStop: boolean;
};

function SelectCell<Row>({ row, id, selection, isChosen, isStop }: SelectCellProps<Row>) {
  return (
    <td className={BOX_CELL}>
      <input
        type="checkbox"
        tabIndex={isStop ? 0 : -1}
        data-choose
        checked={isChosen}
        onChange={(event) => selection.choose(id, isShifted(event))}
        aria-label={selection.label(row)}
        className="size-3.5 align-middle accent-accent"
      />
    </td>
  );
}

/** A box changes by a click, the keyboard's too, and that knows whether Shift was held. */
function isShifted({ nativeEvent }: ChangeEvent): boolean {
  return nativeEvent instanceof window.MouseEvent && nativeEvent.shiftKey;
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

type SkeletonRowProps<Row> = { columns: Column<Row>[]; isSelectable: boolean };

/** A row of nothing yet, of the same height and with the same cells. */
export function SkeletonRow<Row>({ columns, isSelectable }: SkeletonRowProps<Row>) {
  return (
    <tr aria-hidden className={rowPlaces(isSelectable)}>
      {isSelectable ? <td className={BOX_CELL} /> : null}
      {columns.map((column) => (
        <td key={column.id} className={clsx(CELL, placeOf(column))}>
          <span className="flex h-5 items-center">
            <Skeleton
              className={clsx('h-3 w-16', column.align === 'right' && 'ml-auto', column.isLink && 'w-2/3')}
            />
          </span>
        </td>
      ))}
    </tr>
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
