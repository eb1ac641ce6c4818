import { canonicalOf } from './canonical';
import * as data from './drain.data';
import { type Failure, freeKeys, MOST_ATTEMPTS, markFailed } from './failures.data';
import * as holds from './holds.data';
import { inLibrary, type Library, rowRefusal } from './library';
import { type Client, countSame, lockRows, type RowWrite, writeRows } from './library.data';
import type { KnownRecord, Settled } from './plan';
import { failureOf, type KeyPlan, planKey, rowWriteOf, valuesToCount } from './plan-key';
import { SameCounts } from './same';
import type { Sync } from './sync';

export type DrainTarget = { definitionId: string; senderId: string; library: Library; sync: Sync };

export type DrainCounts = {
  deliveries: number; // settled
  applied: number;
  unchanged: number;
  held: number;
  partly: number;
  failed: number; // tries that failed
  dead: number;
};

export const nothingDrained = (): DrainCounts => ({
  ...{ deliveries: 0, applied: 0, unchanged: 0, held: 0, partly: 0, failed: 0, dead: 0 },
});

/**
 * One batch: keys are claimed in our transaction, planned and written in one of the library's, and what came of it is
 * written in ours. The library commits first: a crash between the two repeats sets of the same values. Null: no key
 * was free that has work.
 */
export function drainBatch(target: DrainTarget, now: Date): Promise<DrainCounts | null> {
  return data.inDrain(async (ours) => {
    const claim = await data.claimKeys(ours, target.senderId, now);
    if (claim.keys.length === 0) return null;
    const deliveries = await data.readClaimed(ours, { senderId: target.senderId, now }, claim);
    if (deliveries.length === 0) return nothingDrained();
    const records = await data.readRecords(ours, target.definitionId, claim.keys);
    const plans = await inLibrary(
      target.library,
      (theirs) => writePlans(theirs, target, { deliveries, records, now }),
      target.definitionId,
    );
    return keepPlans(ours, target, plans, now);
  });
}

type Batch = {
  deliveries: data.PendingDelivery[];
  records: ReadonlyMap<string, KnownRecord>;
  now: Date;
};

async function writePlans(theirs: Client, target: DrainTarget, batch: Batch): Promise<KeyPlan[]> {
  const { sync } = target;
  const byKey = new Map<string, data.PendingDelivery[]>();
  for (const delivery of batch.deliveries) {
    const known = byKey.get(delivery.key);
    if (known) known.push(delivery);
    else byKey.set(delivery.key, [delivery]);
  }
  const fitting = [...byKey.keys()].filter((key) => canonicalOf(sync.shape.key, key).ok);
  const rows = await lockRows(theirs, sync.shape, fitting);
  const same = await countAll(theirs, sync, batch);
  const plans = [...byKey].map(([key, deliveries]) => {
    const before = { record: batch.records.get(key) ?? null, row: rows.get(key) ?? null };
    return planKey(sync, { key, before, deliveries }, { now: batch.now, same });
  });
  const writes = plans.flatMap((plan) => rowWriteOf(plan) ?? []);
  const refused = await writeIsolating(theirs, target, writes);
  if (refused.size === 0) return plans;
  const result: KeyPlan[] = [];
  for (const plan of plans) {
    result.push(
      refused.has(plan.key) ? await writeOneByOne(theirs, target, plan, { now: batch.now, same }) : plan,
    );
  }
  return result;
}

async function countAll(
  theirs: Client,
  sync: Sync,
  { deliveries, records, now }: Batch,
): Promise<SameCounts> {
  const counts = new Map<string, Map<string, number>>();
  for (const [name, values] of valuesToCount(sync, deliveries, records, now)) {
    const column = sync.byColumn.get(name)?.column;
    if (!column) continue;
    const found = await countSame(theirs, sync.shape, column, [...values]);
    counts.set(name, new Map([...values].map((value) => [value, found.get(value) ?? 0])));
  }
  return new SameCounts(counts);
}

/** Writes all rows at once; where the library refuses one of them, by halves, until only those are left out. Why, by key. */
async function writeIsolating(
  theirs: Client,
  target: DrainTarget,
  writes: readonly RowWrite[],
): Promise<Map<string, string>> {
  const [first] = writes;
  if (!first) return new Map();
  await theirs.query('SAVEPOINT part');
  try {
    await writeRows(theirs, target.sync.shape, writes);
    return new Map(); // the savepoint goes with the transaction, or stands under the next one
  } catch (thrown) {
    const refusal = rowRefusal(target.library, thrown);
    if (refusal === null) throw thrown; // not for the sake of a row
    await theirs.query('ROLLBACK TO SAVEPOINT part; RELEASE SAVEPOINT part');
    if (writes.length === 1) return new Map([[first.key, refusal]]);
  }
  const half = Math.ceil(writes.length / 2);
  const left = await writeIsolating(theirs, target, writes.slice(0, half));
  const right = await writeIsolating(theirs, target, writes.slice(half));
  return new Map([...left, ...right]);
}

/** A key whose row was refused: its deliveries one after the other, so that only the one that is at fault fails. */
async function writeOneByOne(
  theirs: Client,
  target: DrainTarget,
  plan: KeyPlan,
  circumstances: { now: Date; same: SameCounts },
): Promise<KeyPlan> {
  const { key, before, deliveries } = plan;
  const result: KeyPlan = { key, before, deliveries, ...before, settled: [], failure: null };
  for (const delivery of deliveries) {
    const current = { record: result.record, row: result.row };
    const step = planKey(target.sync, { key, before: current, deliveries: [delivery] }, circumstances);
    const write = step.failure ? null : rowWriteOf(step);
    const refused = write ? await writeIsolating(theirs, target, [write]) : new Map<string, string>();
    result.failure = step.failure ?? (refused.has(key) ? failureOf(delivery, refused.get(key) ?? '') : null);
    if (result.failure) break;
    result.record = step.record;
    result.row = step.row;
    result.settled.push(...step.settled);
  }
  return result;
}

async function keepPlans(
  ours: data.Client,
  { definitionId, senderId }: DrainTarget,
  plans: KeyPlan[],
  now: Date,
): Promise<DrainCounts> {
  const settled = plans.flatMap((plan) => plan.settled);
  const failures = plans.flatMap(({ failure }) => failure ?? []);
  const ids = await newHoldIds(ours, settled);
  const place = { definitionId, now };
  const moved = plans.filter((plan) => plan.settled.length > 0);
  await data.writeRecords(
    ours,
    place,
    moved.flatMap(({ key, record }) =>
      record ? { key, record: { ...record, held: resolved(record.held, ids) } } : [],
    ),
  );
  await keepHolds(ours, place, moved, ids);
  await data.markDone(ours, settled, now);
  await markFailed(ours, senderId, failures, now);
  const well = moved
    .filter(({ failure, deliveries }) => failure === null && deliveries.some(({ isPutOff }) => isPutOff))
    .map(({ key }) => key);
  if (well.length > 0) await freeKeys(ours, senderId, well);
  return countOf(settled, failures);
}

const NEW = 'new:';
type HoldIds = ReadonlyMap<string, string>; // by delivery

async function newHoldIds(ours: data.Client, settled: Settled[]): Promise<HoldIds> {
  const holding = settled.filter(({ hold }) => hold !== null);
  const ids = await holds.reserveIds(ours, holding.length);
  return new Map(holding.map(({ deliveryId }, index) => [deliveryId, ids[index] ?? '']));
}

const idOf = (held: string, ids: HoldIds) =>
  held.startsWith(NEW) ? (ids.get(held.slice(NEW.length)) ?? held) : held;

function resolved(held: Record<string, string>, ids: HoldIds): Record<string, string> {
  return Object.fromEntries(Object.entries(held).map(([column, id]) => [column, idOf(id, ids)]));
}

async function keepHolds(
  ours: data.Client,
  place: { definitionId: string; now: Date },
  plans: KeyPlan[],
  ids: HoldIds,
): Promise<void> {
  const superseding = plans.flatMap(({ settled }) =>
    settled.flatMap(({ deliveryId, superseded }) =>
      superseded.map((id) => ({ id: idOf(id, ids), deliveryId })),
    ),
  );
  const takenBy = new Map(superseding.map(({ id, deliveryId }) => [id, deliveryId]));
  const made = plans.flatMap(({ key, settled }) =>
    settled.flatMap(({ deliveryId, hold }) => {
      const id = ids.get(deliveryId);
      return hold && id !== undefined ? [{ ...hold, id, key, supersededBy: takenBy.get(id) ?? null }] : [];
    }),
  );
  await holds.insertHolds(ours, place, made);
  const fresh = new Set(made.map(({ id }) => id));
  await holds.supersedeHolds(
    ours,
    superseding.filter(({ id }) => !fresh.has(id)),
    place.now,
  );
}

function countOf(settled: Settled[], failures: Failure[]): DrainCounts {
  const counts = nothingDrained();
  counts.deliveries = settled.length;
  for (const { outcome } of settled) counts[outcome] += 1;
  counts.failed = failures.length;
  counts.dead = failures.filter(({ attempts }) => attempts + 1 >= MOST_ATTEMPTS).length;
  return counts;
}
