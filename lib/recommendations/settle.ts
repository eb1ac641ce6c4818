import { type Clock, DAY_MS, systemClock } from '@/lib/core/clock';
import { database, transaction } from '@/lib/core/db';
import { groupBy } from '@/lib/core/group';
import { type Realised, realisedSaving } from './realised';
import { readBillSpan, readDailySeries } from './series.data';
import { readUnmeasured, type Unmeasured, writeRealised } from './settle.data';
import { settleVerified } from './standing';

const BATCH = 200;
/** The longest look back: 14 days before the first move, and the days up to the closing. */
const BEFORE_MS = 15 * DAY_MS;

/**
 * Measures what verified findings really saved, as far as the bills have settled by now, and anew where their bills were
 * replaced since; returns how many.
 */
export async function settleRealised(clock: Clock = systemClock): Promise<number> {
  const now = clock(); // before anything is read, so that what changes meanwhile is measured again
  const span = await readBillSpan(database());
  if (!span) return 0;
  const unmeasured = await readUnmeasured(database());
  let settled = 0;
  for (let at = 0; at < unmeasured.length; at += BATCH) {
    const measured = await measure(unmeasured.slice(at, at + BATCH), span);
    await transaction((tx) => writeRealised(tx, measured, now));
    settled += measured.length;
  }
  if (settled > 0) await transaction(settleVerified);
  return settled;
}

type Span = { from: Date; through: Date };
type Measured = { lineageId: string; realised: Realised };

/** What these would be measured to have saved if these deliveries counted; those that cannot be measured are left out. */
export async function measureAsIf(
  lineages: Unmeasured[],
  span: Span,
  deliveryIds: bigint[],
): Promise<Measured[]> {
  const measured: Measured[] = [];
  for (let at = 0; at < lineages.length; at += BATCH) {
    measured.push(...(await measure(lineages.slice(at, at + BATCH), span, deliveryIds)));
  }
  return measured;
}

async function measure(lineages: Unmeasured[], span: Span, deliveryIds?: bigint[]): Promise<Measured[]> {
  const first = Math.min(...lineages.map(({ firstMovedAt }) => firstMovedAt.getTime()));
  const days = await readDailySeries(database(), {
    resourceIds: lineages.map(({ resourceId }) => resourceId),
    from: new Date(first - BEFORE_MS),
    through: span.through,
    deliveryIds,
  });
  const byResource = groupBy(days, ({ resourceId }) => resourceId);
  return lineages.flatMap(({ lineageId, resourceId, currency, ...lineage }) => {
    const own = byResource.get(resourceId) ?? [];
    const unit = currency ?? own[0]?.currency;
    if (!unit) return [];
    const realised = realisedSaving({
      ...lineage,
      days: own.filter((day) => day.currency === unit),
      coveredFrom: span.from,
      settledThrough: span.through,
      currency: unit,
    });
    return realised ? [{ lineageId, realised }] : [];
  });
}
