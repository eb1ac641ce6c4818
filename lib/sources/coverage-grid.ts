import { DAY_MS } from '@/lib/core/clock';
import type { CoverageGrid, CoverageLevel, GridCell } from './views.schema';

/** The scope × day squares of a source's panel: pure functions over what was read. */
export const GRID_DAYS = 30;
export const NORM_DAYS = 14;
const LEAST_SHARE_OF_NORM = 0.7;
const LEAST_DAYS_FOR_NORM = 3;

export const dayOf = (at: Date): string => at.toISOString().slice(0, 10);

/** The last `count` UTC days, today last. */
export function daysTo(now: Date, count: number): string[] {
  return Array.from({ length: count }, (_, at) => dayOf(new Date(now.getTime() - (count - 1 - at) * DAY_MS)));
}

type BillDays = {
  days: string[]; // those of the grid
  rows: ReadonlyMap<string, number>; // charges of one account by day, those before the grid for the norm too
  settledBefore: string; // the first day that is not settled
};

/** What a bill tells of one account, day by day: a day is judged by the middle one of the 14 before it. */
export function billCells({ days, rows, settledBefore }: BillDays): GridCell[] {
  return days.map((day) => {
    const here = rows.get(day) ?? 0;
    if (day >= settledBefore) {
      const reason =
        here > 0 ? 'not settled: the provider still adds to this day' : 'the bill does not reach this day';
      return { level: here > 0 ? 'partial' : 'none', reason, rows: here };
    }
    if (here === 0) return { level: 'none', reason: 'no charges of this day', rows: 0 };
    const norm = normBefore(day, rows);
    if (norm === null || here >= norm * LEAST_SHARE_OF_NORM)
      return { level: 'whole', reason: null, rows: here };
    const reason = `${here} charges, ${Math.round((100 * here) / norm)}% of what the ${NORM_DAYS} days before had`;
    return { level: 'partial', reason, rows: here };
  });
}

function normBefore(day: string, rows: ReadonlyMap<string, number>): number | null {
  const yesterday = new Date(Date.parse(day) - DAY_MS);
  const before = daysTo(yesterday, NORM_DAYS)
    .map((each) => rows.get(each) ?? 0)
    .filter((count) => count > 0)
    .toSorted((a, b) => a - b);
  if (before.length < LEAST_DAYS_FOR_NORM) return null;
  return before[Math.floor((before.length - 1) / 2)] ?? null;
}

export type DayReading = { day: string; level: CoverageLevel; reason: string | null };

/** What inventories told of one scope; of several readings on a day the last one stands. */
export function inventoryCells(days: string[], readings: DayReading[]): GridCell[] {
  const byDay = new Map(readings.map((reading) => [reading.day, reading]));
  return days.map((day) => {
    const reading = byDay.get(day);
    if (!reading) return { level: 'none', reason: 'nothing was read on this day', rows: null };
    return { level: reading.level, reason: reading.reason, rows: null };
  });
}

type GridScope = CoverageGrid['scopes'][number];

/** Those with the fewest whole days first, then by name. */
export function worstFirst(scopes: GridScope[]): GridScope[] {
  const wholeDays = ({ cells }: GridScope) => cells.filter(({ level }) => level === 'whole').length;
  const nameOf = ({ provider, account, region, kind }: GridScope) =>
    [provider, account, region, kind].join(' ');
  return scopes.toSorted((a, b) => wholeDays(a) - wholeDays(b) || (nameOf(a) < nameOf(b) ? -1 : 1));
}
