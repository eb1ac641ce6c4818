import type { Transaction } from '@/lib/core/db';
import { chooseCounted, EXCLUSIVE_ACTIONS } from './exclusion';
import { groupBy } from './group';
import { readContenders, writeExclusions } from './standing.data';
import { refreshWants } from './wishes.data';

/** Decides anew, over all live lineages, which ones count, which want a ticket and what the others wait for. */
export async function settleStanding(tx: Transaction, now: Date): Promise<void> {
  const rows = await readContenders(tx, EXCLUSIVE_ACTIONS);
  const byResource = groupBy(rows, ({ resourceId }) => resourceId);
  const excluded = [...byResource.values()].flatMap((contenders) => {
    const by = chooseCounted(contenders);
    if (by === null) return [];
    return contenders.filter(({ lineageId }) => lineageId !== by).map(({ lineageId }) => ({ lineageId, by }));
  });
  await writeExclusions(tx, excluded);
  await refreshWants(tx, now);
}
