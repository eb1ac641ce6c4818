import { createParser, parseAsString } from 'nuqs/server';

/** What every list keeps in its URL; an area adds its fields. Read by the server page and by the browser alike. */
export const listUrl = { q: parseAsString, sort: parseAsString, cursor: parseAsString };

/** A moment, as the API takes it; what is none filters by nothing. */
export const parseAsMoment = createParser({
  parse: (text) => (Number.isNaN(Date.parse(text)) ? null : new Date(text).toISOString()),
  serialize: (moment: string) => moment,
});

export type ListUrl = { q: string | null; sort: string | null; cursor: string | null };

/** The sort after a click on a column: first its own direction, then the other. Amounts and dates start descending. */
export function nextSort(current: string, column: string, first: 'asc' | 'desc'): string {
  const ascending = column;
  const descending = `-${column}`;
  if (current === ascending) return descending;
  if (current === descending) return ascending;
  return first === 'desc' ? descending : ascending;
}
