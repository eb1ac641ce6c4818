import type { Reader } from '@/lib/core/db';
import { mergeRows, type ResourceFacts, type Row, readRows, readSnapshots } from './facts.data';

/** The readings of one moment of the past, to be judged as they stood at `now`. */
export type Moment = { snapshotIds: string[]; now: Date };

/** A batch of resources is held with its rows of every moment at once. */
const BATCH = 100;

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
  let next = readRows(snapshotIds, '0', batch);
  for (;;) {
    const rows = await next;
    const last = rows.at(-1);
    if (!last) return;
    next = readRows(snapshotIds, last.resource_id, batch);
    next.catch(() => undefined); // Whoever goes on hears of it; whoever stops here does not need to.
    yield byResource(rows).map((own) =>
      readings.map(({ snapshots, now }) => {
        const told = own.filter(({ snapshot_id }) => snapshots.has(snapshot_id));
        return mergeRows(told, snapshots, now)[0] ?? null;
      }),
    );
  }
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
