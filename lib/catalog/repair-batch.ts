import type { Clock } from '@/lib/core/clock';
import { inDrain } from './drain.data';
import type { DrainTarget } from './drain-batch';
import { inLibrary, rowRefusal } from './library';
import { deleteRows, lockRows, type RowWrite, writeRows } from './library.data';
import { lockKeys } from './locks.data';
import { planRepair, planUndo, type RepairPlan, type RepairState } from './repair';
import * as data from './repairing.data';
import { readRecords } from './scan.data';

/**
 * Does what a batch of repairs asks for, some keys at a time: under the locks of their keys, the library's rows are read
 * and written in one transaction of its own, and then ours says so. A crash between the two repeats what is idempotent:
 * the rows hold already what they should.
 */
const CHUNK = 200;

type Options = {
  clock: Clock;
  signal: AbortSignal;
  progress(progress: { done: number; total: number; note: string }): Promise<void>;
};

export async function repairBatch(
  target: DrainTarget,
  batchId: string,
  { clock, signal, progress }: Options,
): Promise<{ done: number; failed: number }> {
  for (;;) {
    signal.throwIfAborted();
    const wanted = await data.nextWanted(batchId, CHUNK);
    if (wanted.length === 0) break;
    await repairSome(target, wanted, clock()).catch(async (thrown: unknown) => {
      if (rowRefusal(target.library, thrown) === null) throw thrown;
      // One row is refused: each by itself finds which.
      for (const one of wanted) await repairOne(target, one, clock());
    });
    const counted = await data.countBatch(batchId);
    const [done, total] = [counted?.done ?? 0, counted?.total ?? 0];
    await progress({ done, total, note: `${done} of ${total} records repaired` });
  }
  const counted = await data.countBatch(batchId);
  return { done: counted?.done ?? 0, failed: counted?.failed ?? 0 };
}

async function repairOne(target: DrainTarget, wanted: data.Wanted, now: Date): Promise<void> {
  try {
    await repairSome(target, [wanted], now);
  } catch (thrown) {
    const refusal = rowRefusal(target.library, thrown);
    if (refusal === null) throw thrown;
    await inDrain((client) =>
      data.settleRepairs(client, target.definitionId, [failed(wanted, refusal)], now),
    );
  }
}

function failed({ id, key }: data.Wanted, error: string): data.Settled {
  return { id, key, state: 'failed', error, before: null, after: null, undoes: null };
}

async function repairSome(target: DrainTarget, wanted: data.Wanted[], now: Date): Promise<void> {
  const keys = [...new Set(wanted.map(({ key }) => key))];
  const { definitionId, senderId, sync } = target;
  await inDrain(async (client) => {
    await lockKeys(client, senderId, keys);
    const records = await readRecords(client, { definitionId, senderId }, keys);
    const settled = await inLibrary(
      target.library,
      async (there) => {
        const rows = await lockRows(there, sync.shape, keys);
        const plans = wanted.map((one) => {
          const record = records.get(one.key);
          const before: RepairState = {
            library: rows.get(one.key) ?? null,
            expected: record?.expected ?? null,
            agreed: record?.agreed ?? {},
          };
          return { wanted: one, before, plan: planOf(one, before) };
        });
        const made = plans.flatMap(({ before, plan, wanted: { key } }) =>
          plan ? [{ key, before, plan }] : [],
        );
        await writeRows(there, sync.shape, made.flatMap(writeOf));
        await deleteRows(
          there,
          sync.shape,
          made.filter(isDeletion).map(({ key }) => key),
        );
        return plans.map(settledOf);
      },
      definitionId,
    );
    await data.settleRepairs(client, definitionId, settled, now);
  });
}

function planOf({ undo, direction, fields }: data.Wanted, before: RepairState): RepairPlan | null {
  return undo ? planUndo(before, undo) : planRepair(before, direction, fields);
}

type Made = { key: string; before: RepairState; plan: RepairPlan };

const isDeletion = ({ before, plan }: Made) => before.library !== null && plan.after.library === null;

function writeOf({ key, before, plan }: Made): RowWrite[] {
  const { library } = plan.after;
  if (library === null) return [];
  if (before.library === null) return [{ key, values: library, isNew: true }];
  const now = before.library;
  const values = Object.fromEntries(Object.entries(library).filter(([name, value]) => now[name] !== value));
  return Object.keys(values).length === 0 ? [] : [{ key, values, isNew: false }];
}

function settledOf({
  wanted,
  before,
  plan,
}: {
  wanted: data.Wanted;
  before: RepairState;
  plan: RepairPlan | null;
}): data.Settled {
  const { id, key, undo } = wanted;
  if (plan) {
    return { id, key, state: 'done', error: null, before, after: plan.after, undoes: undo?.id ?? null };
  }
  if (undo) return failed(wanted, 'the record was changed since the repair; undoing it would lose that');
  return { id, key, state: 'done', error: null, before, after: before, undoes: null }; // nothing differed any more
}
