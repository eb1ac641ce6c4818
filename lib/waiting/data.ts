import type { Reader } from '@/lib/core/db';
import { countEffects } from '@/lib/effects/views.data';
import { readAttention } from '@/lib/runs/data';
import type { Waiting } from './schema';

/** More than that is not counted: nobody needs to know how much more. */
const MOST = 1_000;

/** What waits for a person, over all areas. */
export async function readWaiting(reader: Reader): Promise<Waiting> {
  const mine = { state: { in: ['parked' as const, 'rejected' as const] } };
  const [counts, runs, catalogue] = await Promise.all([
    countEffects(reader, mine),
    readAttention(reader),
    readCatalogue(reader),
  ]);
  return { effects: counts.reduce((sum, { count }) => sum + count, 0), runs, ...catalogue } satisfies Waiting;
}

async function readCatalogue(reader: Reader): Promise<Pick<Waiting, 'conflicts' | 'held' | 'deadLetters'>> {
  const [counted] = await reader.$queryRaw<{ conflicts: number; held: number; deadLetters: number }[]>`
    SELECT (SELECT count(*)::int FROM (SELECT FROM drift_records WHERE state = 'conflict' AND NOT is_ignored
              LIMIT ${MOST}) d) AS conflicts,
           (SELECT count(*)::int FROM (SELECT FROM quarantined_changes WHERE state = 'held' LIMIT ${MOST}) q) AS held,
           (SELECT count(*)::int FROM (SELECT FROM deliveries WHERE state = 'dead' LIMIT ${MOST}) l) AS "deadLetters"`;
  return counted ?? { conflicts: 0, held: 0, deadLetters: 0 };
}
