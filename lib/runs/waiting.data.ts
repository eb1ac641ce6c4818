import type { Reader } from '@/lib/core/db';
import { countEffects } from '@/lib/effects/views.data';
import { readAttention } from './data';
import type { Waiting } from './schema';

/** What waits for a person, over all areas: effects that are parked or were refused, and runs. */
export async function readWaiting(reader: Reader): Promise<Waiting> {
  const mine = { state: { in: ['parked' as const, 'rejected' as const] } };
  const [counts, runs] = await Promise.all([countEffects(reader, mine), readAttention(reader)]);
  return { effects: counts.reduce((sum, { count }) => sum + count, 0), runs } satisfies Waiting;
}
