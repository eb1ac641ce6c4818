import { pool, type Reader } from '@/lib/core/db';
import { mergeRows, type ResourceFacts, type Row, readSnapshots } from './facts.data';

/** The readings of one moment of the past, to be judged as they stood at `now`. */
export type Moment = { snapshotIds: string[]; now: Date };

/** A batch is held with its rows of every moment at once: small, so that it is young when it is dropped. */
const BATCH = 25;

/**
 * What each of several moments says of the same resources, in the order of their ids: one item a resource, in it one
 * entry a moment, null where its readings tell nothing of it. However many moments there are, a resource is read once.
 */
export async function* readFactsOver(
  reader: Reader,
  moments: Moment[],
  batch = BATCH,
): AsyncIterable<(ResourceFacts | null)[][]> {
  const snapshotIds = [...new Set(moments.flatMap((moment) => moment.snapshotIds))];
  const readings = await Promise.all(
    moments.map(async ({ snapshotIds: ids, now }) => ({ snapshots: await readSnapshots(reader, ids), now })),
  );
  let next = readRange(snapshotIds, '0', batch);
  for (;;) {
    const { upTo, rows } = await next;
    if (upTo === null) return;
    next = readRange(snapshotIds, upTo, batch);
    next.catch(() => undefined); // Whoever goes on hears of it; whoever stops here does not need to.
    yield byResource(rows).map((own) =>
      readings.map(({ snapshots, now }) => {
        const told = own.filter(({ snapshot_id }) => snapshots.has(snapshot_id));
        return told.length === 0 ? null : (mergeRows(told, snapshots, now)[0] ?? null);
      }),
    );
  }
}

const BOUND = `
  SELECT max(id)::text AS "upTo" FROM (
    SELECT id FROM resources WHERE id > $1::bigint ORDER BY id LIMIT $2::int) next`;

/** A range of ids, in each snapshot along its key: the planner is kept from walking a whole one for a batch. */
const ROWS = `
  SELECT f.resource_id, r.provider, r.account, r.region, r.native_id, r.name, f.facts, f.money, f.currency, f.snapshot_id
  FROM unnest($1::bigint[]) AS s(id)
  CROSS JOIN LATERAL (
    SELECT * FROM resource_facts own
    WHERE own.snapshot_id = s.id AND own.resource_id > $2::bigint AND own.resource_id <= $3::bigint OFFSET 0) f
  JOIN resources r ON r.id = f.resource_id
  ORDER BY f.resource_id`;

type Range = { upTo: string | null; rows: Row[] }; // null: there is nothing behind

/** By the bare pool, as snapshots never change and there may be millions of rows. */
async function readRange(snapshotIds: string[], after: string, batch: number): Promise<Range> {
  const bound = await pool().query<{ upTo: string | null }>({
    name: 'resource-bound',
    text: BOUND,
    values: [after, batch],
  });
  const upTo = bound.rows[0]?.upTo ?? null;
  if (upTo === null) return { upTo, rows: [] };
  const { rows } = await pool().query<Row>({
    name: 'resource-history',
    text: ROWS,
    values: [snapshotIds, after, upTo],
  });
  return { upTo, rows };
}

/** Rows of one resource come together. */
function byResource(rows: Row[]): Row[][] {
  const groups: Row[][] = [];
  for (const row of rows) {
    const group = groups.at(-1);
    if (group?.[0]?.resource_id === row.resource_id) group.push(row);
    else groups.push([row]);
  }
  return groups;
}
