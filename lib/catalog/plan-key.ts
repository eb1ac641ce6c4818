import { messageOf } from '@/lib/core/errors';
import { fieldsOf } from './body';
import { canonicalOf } from './canonical';
import type { PendingDelivery } from './drain.data';
import type { Failure } from './failures.data';
import type { RowWrite } from './library.data';
import { type KeyState, type KnownRecord, planDelivery, type Settled } from './plan';
import type { SameCounts } from './same';
import type { Sync } from './sync';

/** What becomes of a key's deliveries, one after the other; the first that fails ends it, and the rest waits. */
export type KeyPlan = {
  key: string;
  before: KeyState;
  deliveries: PendingDelivery[];
  record: KnownRecord | null; // null: nothing came of it
  row: KeyState['row'];
  settled: Settled[];
  failure: Failure | null;
};

export function planKey(
  sync: Sync,
  { key, before, deliveries }: Pick<KeyPlan, 'key' | 'before' | 'deliveries'>,
  { now, same }: { now: Date; same: SameCounts },
): KeyPlan {
  const plan: KeyPlan = { key, before, deliveries, ...before, settled: [], failure: null };
  for (const delivery of deliveries) {
    try {
      const circumstances = { key, now, countSame: same.others };
      const { state, settled } = planDelivery(sync, plan, delivery, circumstances);
      same.moved(plan.row, state.row);
      plan.record = state.record;
      plan.row = state.row;
      plan.settled.push(settled);
    } catch (thrown) {
      // Whatever a body, a mapping or a rule does wrong is that delivery's failure and stops its key alone.
      plan.failure = failureOf(delivery, messageOf(thrown));
      break;
    }
  }
  return plan;
}

export function failureOf({ id, key, attempts }: PendingDelivery, reason: string): Failure {
  return { deliveryId: id, key, attempts, reason };
}

/** What the library's row gets of a plan; null: it is right already. */
export function rowWriteOf({ key, before, row }: Pick<KeyPlan, 'key' | 'before' | 'row'>): RowWrite | null {
  if (row === null) return null;
  if (before.row === null) return { key, values: row, isNew: true };
  const changed = Object.entries(row).filter(([name, value]) => before.row?.[name] !== value);
  return changed.length === 0 ? null : { key, values: Object.fromEntries(changed), isNew: false };
}

/** Values that deliveries may set of columns whose equals are counted, to be asked of the library at once. */
export function valuesToCount(
  sync: Sync,
  deliveries: readonly PendingDelivery[],
  records: ReadonlyMap<string, KnownRecord>,
  now: Date,
): Map<string, Set<string>> {
  const wanted = new Map(sync.definition.unique.map((name) => [name, new Set<string>()]));
  if (wanted.size === 0) return wanted;
  for (const { key, kind, body } of deliveries) {
    if (kind === 'release') continue;
    const merged = mergedWith(records.get(key), body, sync.definition.key);
    for (const [name, values] of wanted) {
      const mapping = sync.byColumn.get(name);
      const value = merged && mapping?.read(merged, now);
      const canonical =
        mapping && value !== undefined && value !== null ? canonicalOf(mapping.column, value) : null;
      if (canonical?.ok && canonical.text !== null) values.add(canonical.text);
    }
  }
  return wanted;
}

function mergedWith(record: KnownRecord | undefined, body: string, key: string) {
  try {
    return { ...record?.mirror, ...fieldsOf(body, key) };
  } catch {
    return null; // the plan of that delivery says what is wrong with it
  }
}
