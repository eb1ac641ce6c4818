import { type Clock, DAY_MS } from '@/lib/core/clock';
import { database, pool } from '@/lib/core/db';
import { keepMeasurement } from '@/lib/sources/quality.commands';
import type { DrainTarget } from './drain-batch';
import { inLibrary } from './library';
import * as data from './quality.data';
import { BEST_DAYS, factsOfFigures } from './quality-facts';

/** A value that was confirmed within so many days is fresh. */
const FRESH_DAYS = 30;

type Options = { clock: Clock; signal: AbortSignal; isOnce?: boolean };

/**
 * Measures how good a library's data is today, a figure a column, and hands the figures to generations as a reading of
 * the sync's source. `isOnce`: not where the day has its figures already. Both sides are counted where they are; nothing
 * but counts comes here.
 */
export async function measureQuality(
  { definitionId, senderId, library, sync }: DrainTarget,
  { clock, signal, isOnce = false }: Options,
): Promise<{ day: string; fields: number; rows: number; isMeasured: boolean }> {
  const now = clock();
  const day = data.dayOf(now);
  if (isOnce && (await data.hasFigures(database(), definitionId, day))) {
    return { day, fields: 0, rows: 0, isMeasured: false };
  }
  const columns = sync.mappings.map(({ column: { name }, field: { reads } }) => ({ name, reads }));
  const there = await inLibrary(library, (client) => data.countColumns(client, sync.shape));
  signal.throwIfAborted();
  const since = new Date(now.getTime() - FRESH_DAYS * DAY_MS);
  const here = await data.countRecords(pool(), { definitionId, senderId, columns, since });
  const names = columns.map(({ name }) => name);
  const figures = figuresOf(names, there, here);
  const before = await data.figuresBefore(database(), { definitionId, day, days: BEST_DAYS });
  const { slug } = sync.definition;
  const fields = factsOfFigures(sync.definition, { day, figures, before });
  // The reading comes first: where the figures stand, `isOnce` does not come back to it.
  await keepMeasurement({ definitionId, slug, measuredAt: now, fields });
  await data.upsertFigures(pool(), { definitionId, day }, figures);
  return { day, fields: names.length, rows: there.rows, isMeasured: true };
}

/**
 * The figures of each column, as shares:
 * - completeness: of the library's rows, those that have a value: not null, and for a text not blanks alone;
 * - uniqueness: how many values there are for every row that has one. 1: no two rows have the same;
 * - validity: of the records of which something was let in, those whose column is not in quarantine and whose value as it
 *   stands needed no fix. A fix is known as long as its delivery is kept (Settings, Retention); what a rule holds without
 *   naming a column and while no column changes is of none;
 * - freshness: of the same records, those whose column was set by the sender, not taken over from the library, and that
 *   were worked on (delivered, released, repaired) within the last 30 days. When each column was is not kept.
 *
 * A share of nothing is 1: nothing is wrong with it.
 */
export function figuresOf(
  names: readonly string[],
  there: data.TableCounts,
  here: data.RecordCounts,
): data.FigureOfField[] {
  return names.map((field, index) => {
    const { filled, distinct } = there.columns[index] ?? { filled: 0, distinct: 0 };
    return {
      field,
      rows: there.rows,
      completeness: share(filled, there.rows),
      uniqueness: share(distinct, filled),
      validity: share(here.records - (here.faulty.get(field) ?? 0), here.records),
      freshness: share(here.fresh.get(field) ?? 0, here.records),
    };
  });
}

/** What is counted one after the other may not fit together to the last record, while deliveries go on. */
function share(part: number, whole: number): number {
  return whole === 0 ? 1 : Math.min(1, Math.max(0, part / whole));
}
