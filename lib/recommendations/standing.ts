import type { Transaction } from '@/lib/core/db';
import { groupBy } from '@/lib/core/group';
import { type Counted, countSavings, countVerified } from './counted';
import {
  type ClaimRow,
  freeResolved,
  readClaims,
  readVerified,
  writeCounted,
  writeVerifiedExclusions,
} from './standing.data';
import { refreshWants } from './wishes.data';

/** Decides anew, over all lineages, what of each counts, which ones want a ticket and what the others wait for. */
export async function settleStanding(tx: Transaction, now: Date): Promise<void> {
  await writeCounted(tx, countAll(await readClaims(tx, null)));
  await freeResolved(tx);
  await settleVerified(tx);
  await refreshWants(tx, now);
}

/** The same where only lineages of these resources were moved; boards' caps are still shared by all. */
export async function settleStandingOf(tx: Transaction, resourceIds: string[], now: Date): Promise<void> {
  await writeCounted(tx, countAll(await readClaims(tx, resourceIds)));
  await refreshWants(tx, now);
}

/** Two findings of one resource that measured the same change of its bill count it once. */
export async function settleVerified(tx: Transaction): Promise<void> {
  const rows = await readVerified(tx);
  const excluded = [...groupBy(rows, ({ resourceId }) => resourceId).values()].flatMap((own) =>
    [...countVerified(own)].map(([lineageId, by]) => ({ lineageId, by })),
  );
  await writeVerifiedExclusions(tx, excluded);
}

/** What hangs on a resource that is to be deleted goes with it: hence first what would count without that. */
function countAll(rows: ClaimRow[]): Counted[] {
  const byResource = groupBy(rows, ({ resourceId }) => resourceId);
  const deletes = new Map<string, string>();
  for (const [resourceId, own] of byResource) {
    const deletion = own.find(({ action, isLive }) => action === 'delete' && isLive);
    if (!deletion) continue;
    const counted = countSavings(own.map((row) => ({ ...row, goesWith: null })));
    const isLeftOut = counted.some(
      ({ lineageId, excludedBy }) => lineageId === deletion.lineageId && excludedBy,
    );
    if (!isLeftOut) deletes.set(resourceId, deletion.lineageId);
  }
  return [...byResource.values()].flatMap((own) =>
    countSavings(
      own.map((row) => ({
        ...row,
        goesWith: row.attachedTo === null ? null : (deletes.get(row.attachedTo) ?? null),
      })),
    ),
  );
}
