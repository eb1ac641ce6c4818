import type { Clock } from '@/lib/core/clock';
import { type Columns, compareRecord } from './compare';
import type { DrainTarget } from './drain-batch';
import * as findings from './findings.data';
import { inLibrary } from './library';
import { copyHashes, readRows } from './library.data';
import * as data from './scan.data';
import type { DriftState } from './schema';

/**
 * A scan, set by set: the library gives key and hash of every row, one join finds the keys that do not agree, and only
 * those are read whole and compared three ways. What moved while it was looked at is looked at again.
 */
const CHUNK = 2_000;
const ROUNDS = 3;

type Options = {
  runId: string | null;
  clock: Clock;
  signal: AbortSignal;
  progress(progress: { done: number; total: number; note: string }): Promise<void>;
};

export async function scanDrift(
  target: DrainTarget,
  { runId, clock, signal, progress }: Options,
): Promise<Record<string, number>> {
  const { definitionId, senderId, library, sync } = target;
  const scanId = await data.beginScan(definitionId, runId, clock());
  return data.withScan(async (client) => {
    await inLibrary(library, async (there) => data.copyLibrary(client, await copyHashes(there, sync.shape)));
    signal.throwIfAborted();
    const totals = await data.findCandidates(client, definitionId, senderId);
    const ignoredOf = await ignoredIn(definitionId, clock());
    for (let after = '0', done = 0; done < totals.candidates; ) {
      signal.throwIfAborted();
      const { keys, place } = await data.nextCandidates(client, after, CHUNK);
      if (keys.length === 0) break;
      const found = await compareKeys(client, target, keys, ignoredOf);
      if (found.length > 0) await findings.insertFindings(client, found);
      after = place;
      done += keys.length;
      await progress({
        done,
        total: totals.candidates,
        note: `${done} of ${totals.candidates} records compared`,
      });
    }
    return findings.replaceDrift(client, { definitionId, scanId, now: clock() }, totals);
  });
}

/** By key, the columns that are not looked at now. */
export async function ignoredIn(definitionId: string, now: Date): Promise<(key: string) => string[]> {
  const ignored = await data.readIgnored(definitionId, now);
  return (key) => [...ignored.everywhere, ...(ignored.byKey.get(key) ?? [])];
}

/** Findings of these keys. A record that was worked on while its row was read is compared anew. */
export async function compareKeys(
  client: Parameters<typeof data.readRecords>[0],
  { definitionId, senderId, library, sync }: DrainTarget,
  keys: string[],
  ignoredOf: (key: string) => string[],
): Promise<findings.Finding[]> {
  const found: findings.Finding[] = [];
  let left = keys;
  for (let round = 1; left.length > 0; round += 1) {
    const asked = left;
    const before = await data.readTimes(client, definitionId, asked);
    const rows = await inLibrary(library, (there) => readRows(there, sync.shape, asked));
    const after = await data.readRecords(client, { definitionId, senderId }, asked);
    left = [];
    for (const key of asked) {
      const record = after.get(key);
      const isMoved = before.get(key) !== record?.updatedAt.getTime();
      if (isMoved && round < ROUNDS) left.push(key);
      else found.push(...findingOf(key, record, rows.get(key) ?? null, ignoredOf(key)));
    }
  }
  return found;
}

function findingOf(
  key: string,
  record: data.KnownRecord | undefined,
  library: Columns | null,
  ignored: string[],
): findings.Finding[] {
  const { state, ...rest } = compareRecord({
    expected: record?.expected ?? null,
    agreed: record?.agreed ?? {},
    library,
    held: record?.held ?? [],
    ignored,
    hasPending: record?.hasPending ?? false,
  });
  return state === 'in_sync' ? [] : [{ key, state: state satisfies DriftState, ...rest }];
}
