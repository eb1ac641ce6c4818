import { type Clock, systemClock } from '@/lib/core/clock';
import { database, pool } from '@/lib/core/db';
import { groupBy } from '@/lib/core/group';
import type { ReplayInput } from '@/lib/deliveries/schema';
import { canonicalOf } from './canonical';
import { definitionOfSender } from './definitions.data';
import { openTarget } from './drain';
import { readRecords } from './drain.data';
import type { DrainTarget } from './drain-batch';
import { libraryTrouble } from './library';
import { countSame, readRows } from './library.data';
import { planKey, valuesToCount } from './plan-key';
import * as data from './preview.data';
import { SameCounts } from './same';
import type { ReplayPreview } from './schema';

const SAMPLE = 200;

/**
 * What working on deliveries again would change, tried on the oldest of them against the library as it is; nothing is
 * written. Deliveries of a sender without a sync that is on would wait, and are counted only.
 */
export async function previewReplay(input: ReplayInput, clock: Clock = systemClock): Promise<ReplayPreview> {
  const counted = await data.countChosen(database(), input);
  const sample = await data.sampleChosen(database(), input, SAMPLE);
  const tried: ReplayPreview['sample'] = [];
  for (const [senderId, deliveries] of groupBy(sample, ({ senderId }) => senderId)) {
    const definition = await definitionOfSender(database(), senderId);
    if (definition) tried.push(...(await tryDeliveries(await openTarget(definition), deliveries, clock())));
  }
  const outcomes = [...groupBy(tried, ({ outcome }) => outcome)].map(([outcome, list]) => ({
    ...{ outcome, count: list.length },
  }));
  return { ...counted, outcomes, sample: tried };
}

async function tryDeliveries(
  { definitionId, library, sync }: DrainTarget,
  deliveries: data.Chosen[],
  now: Date,
): Promise<ReplayPreview['sample']> {
  const byKey = groupBy(deliveries, ({ key }) => key);
  const keys = [...byKey.keys()];
  const records = await readRecords(pool(), definitionId, keys);
  const fitting = keys.filter((key) => canonicalOf(sync.shape.key, key).ok);
  const counts = new Map<string, Map<string, number>>();
  try {
    for (const [name, values] of valuesToCount(sync, deliveries, records, now)) {
      const column = sync.byColumn.get(name)?.column;
      if (!column) continue;
      const found = await countSame(library.pool, sync.shape, column, [...values]);
      counts.set(name, new Map([...values].map((value) => [value, found.get(value) ?? 0])));
    }
    const rows = await readRows(library.pool, sync.shape, fitting);
    const same = new SameCounts(counts);
    return [...byKey].flatMap(([key, own]) => {
      const before = { record: records.get(key) ?? null, row: rows.get(key) ?? null };
      const { settled } = planKey(sync, { key, before, deliveries: own }, { now, same });
      return settled.map(({ deliveryId, outcome, writes }) => ({
        deliveryId,
        key,
        outcome,
        changes: writes,
      }));
    });
  } catch (thrown) {
    throw libraryTrouble(library, thrown);
  }
}
