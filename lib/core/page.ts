import { z } from 'zod';
import { Prisma } from '@/prisma/generated/client';
import type { Reader } from './db';
import { AppError } from './errors';
import type { ListInput } from './list';

/** A column that lists may be sorted by. The expression must never be null (COALESCE it) and be of the cast's type. */
export type SortColumn = {
  expression: Prisma.Sql;
  cast:
    | 'bigint'
    | 'numeric'
    | 'text'
    | 'timestamptz'
    | 'uuid'
    | 'integer'
    | '"LineageStatus"'
    | '"DriftState"';
};

/** What a page is bound by, for a list that is gathered from several indexes and needs no more than this of each. */
export type PageBounds = { after: Prisma.Sql; firstRows: Prisma.Sql }; // a condition; ORDER BY … LIMIT …

type ListQuery = {
  select: Prisma.Sql; // what stands between SELECT and FROM
  from: Prisma.Sql | ((bounds: PageBounds) => Prisma.Sql);
  where: Prisma.Sql[];
  sorts: Record<string, SortColumn>;
  defaultSort: string;
  id: SortColumn; // unique over the rows: the tie-breaker
  list: ListInput;
};

const cursorShape = z.tuple([z.string(), z.string(), z.string()]);
type Keyed = { sort_key: string; id_key: string };

/** Reads one page. Throws `invalid_input` for an unknown sort or a cursor that was made for another one. */
export async function readPage<Row>(
  reader: Reader,
  query: ListQuery,
): Promise<{ rows: Row[]; nextCursor: string | null }> {
  const { select, from, where, id, list } = query;
  const sort = list.sort ?? query.defaultSort;
  const descending = sort.startsWith('-');
  const column = sortColumn(query.sorts, sort.replace(/^-/, ''));
  const after = list.cursor ? afterCursor(list.cursor, sort, column, id, descending) : Prisma.sql`true`;
  const direction = Prisma.raw(descending ? 'DESC' : 'ASC');
  const firstRows = Prisma.sql`
    ORDER BY ${column.expression} ${direction}, ${id.expression} ${direction} LIMIT ${list.limit + 1}`;
  const rows = await reader.$queryRaw<(Row & Keyed)[]>`
    SELECT ${select}, (${column.expression})::text AS sort_key, (${id.expression})::text AS id_key
    FROM ${typeof from === 'function' ? from({ after, firstRows }) : from}
    WHERE ${Prisma.join([...where, after], ' AND ')} ${firstRows}`;
  const shown = rows.slice(0, list.limit);
  const last = rows.length > list.limit ? shown.at(-1) : undefined;
  return { rows: shown, nextCursor: last ? encodeCursor([sort, last.sort_key, last.id_key]) : null };
}

function sortColumn(sorts: Record<string, SortColumn>, name: string): SortColumn {
  const column = Object.hasOwn(sorts, name) ? sorts[name] : undefined;
  if (column) return column;
  const message = `cannot sort by “${name}”; the columns are ${Object.keys(sorts).join(', ')}`;
  throw new AppError('invalid_input', message, { errors: [{ path: 'sort', message }] });
}

function afterCursor(
  cursor: string,
  sort: string,
  column: SortColumn,
  id: SortColumn,
  descending: boolean,
): Prisma.Sql {
  const [madeFor, value, key] = decodeCursor(cursor);
  if (madeFor !== sort) throw badCursor();
  const comparison = Prisma.raw(descending ? '<' : '>');
  return Prisma.sql`(${column.expression}, ${id.expression}) ${comparison}
    (${value}::text::${Prisma.raw(column.cast)}, ${key}::text::${Prisma.raw(id.cast)})`;
}

function encodeCursor(parts: z.infer<typeof cursorShape>): string {
  return Buffer.from(JSON.stringify(parts)).toString('base64url');
}

function decodeCursor(cursor: string): z.infer<typeof cursorShape> {
  try {
    return cursorShape.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch {
    throw badCursor(); // whatever was wrong with it, the answer is the same
  }
}

function badCursor(): AppError {
  const message = 'the cursor does not belong to this list; start again without it';
  return new AppError('invalid_input', message, { errors: [{ path: 'cursor', message }] });
}

/** The ILIKE pattern of what contains the text; its own wildcards are plain characters. */
export function containing(text: string): string {
  return `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`;
}

/** The rows as CSV (RFC 4180); a cell that a spreadsheet would run as a formula is defused with a leading '. */
export function toCsv(rows: (string | number | null | undefined)[][]): string {
  return rows.map((row) => `${row.map(csvCell).join(',')}\r\n`).join('');
}

function csvCell(value: string | number | null | undefined): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return String(value);
  const safe = /^[=+\-@\t\r]/.test(value) && !/^-?\d+(\.\d+)?$/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
