import clsx from 'clsx';
import type { ReactNode } from 'react';

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

export const ROOM = { mid: 'hidden @3xl:table-cell', wide: 'hidden @5xl:table-cell' } as const;
/** Of a column that the two-line row shows again. */
const ROOM_BETWEEN = { mid: '@xl:hidden @3xl:table-cell', wide: '@xl:hidden @5xl:table-cell' } as const;
const PLACES = {
  what: '@max-xl:col-start-2 @max-xl:row-start-1 @max-xl:font-semibold',
  money: '@max-xl:col-start-3 @max-xl:row-start-1 @max-xl:text-right',
  state: '@max-xl:col-start-2 @max-xl:row-start-2',
  age: '@max-xl:col-start-3 @max-xl:row-start-2 @max-xl:text-right @max-xl:text-faint',
} as const;

/** At which widths a column's cells show, and where in a row of two lines. */
export function placeOf<Row>({ from, narrow }: Column<Row>): string {
  if (narrow) return clsx(PLACES[narrow], from && ROOM_BETWEEN[from]);
  return from ? ROOM[from] : '@max-xl:hidden';
}

/** A cell: as high as the density says, or as its line where the row has two. */
export const CELL =
  'h-(--row) truncate border-b px-3 first:pl-4 last:pr-4 @max-xl:h-auto @max-xl:border-0 @max-xl:px-0 @max-xl:first:pl-0 @max-xl:last:pr-0';

/** A row, where it has two lines: the place of its box, what and money, state and age. */
export function rowPlaces(isSelectable: boolean): string {
  return clsx(
    '@max-xl:grid @max-xl:gap-x-3 @max-xl:border-b @max-xl:px-4 @max-xl:py-(--row-pad)',
    isSelectable
      ? '@max-xl:grid-cols-[auto_minmax(0,1fr)_auto]'
      : '@max-xl:grid-cols-[0_minmax(0,1fr)_auto] @max-xl:pl-1',
  );
}
