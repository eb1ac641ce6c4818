import type { Reader } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import { Prisma } from '@/prisma/generated/client';
import { readCountedDeliveries } from './bill.data';
import {
  counts,
  type DeliveryKey,
  decideKey,
  findWaiting,
  readKeysOf,
  readPartsOf,
  refuseDeleted,
} from './deliveries.data';
import { type DeliveryUnit, placeOfAnswer } from './delivery-order';
import type { Question } from './losses';
import type { ChangePreview, PreviewedChange } from './preview.schema';
import { DELIVERIES_PER_IMPORT } from './row-writer';

/** What an answer or an undo would change, before it is done: pure reading. */
export type CountedChange = {
  before: bigint[]; // deliveries of the months concerned that count now
  after: bigint[]; // and that would
  all: bigint[]; // of every month and source, as they would count
};

/**
 * Which deliveries would count. Throws `not_found` when there is no such import or delivery, and `conflict` when rows
 * that would count again were deleted by age.
 */
export async function readCountedChange(
  reader: Reader,
  { importId, change, deliveryId }: PreviewedChange,
  now: Date,
): Promise<CountedChange> {
  const { keys, asked } = await keysOf(reader, importId, deliveryId);
  const parts = await readPartsOf(reader, BigInt(importId));
  const before: bigint[] = [];
  const after: bigint[] = [];
  for (const key of keys) {
    const asNow = await decideKey(reader, key);
    const asThen = await decideKey(reader, key, changed({ parts, deliveryId, change }, asked, now));
    const counted = ({ units, decisions }: typeof asNow) =>
      units.filter(({ id }) => counts(decisions.get(id))).flatMap(({ ids }) => ids);
    const then = counted(asThen);
    await refuseDeleted(reader, key, then);
    before.push(...counted(asNow));
    after.push(...then);
  }
  const gone = new Set(before.filter((id) => !after.includes(id)));
  const counted = (await readCountedDeliveries(reader)).map(({ id }) => id).filter((id) => !gone.has(id));
  return { before, after, all: [...new Set([...counted, ...after])] };
}

async function keysOf(
  reader: Reader,
  importId: string,
  deliveryId: string | undefined,
): Promise<{ keys: DeliveryKey[]; asked: Question['kind'] }> {
  if (deliveryId === undefined) {
    const keys = await readKeysOf(reader, BigInt(importId));
    if (keys.length === 0) throw new AppError('not_found', `import ${importId} brought no bill`);
    return { keys, asked: 'loss' };
  }
  const found = await findWaiting(reader, BigInt(deliveryId));
  if (!found || found.importId !== importId)
    throw new AppError('not_found', `there is no delivery ${deliveryId} in import ${importId}`);
  return { keys: [found], asked: found.question?.kind ?? 'loss' };
}

/** A unit as it would be; a delivery's id tells its import (bill_deliveries.id). */
function changed(
  { parts, deliveryId, change }: Pick<PreviewedChange, 'deliveryId' | 'change'> & { parts: bigint[] },
  asked: Question['kind'],
  now: Date,
) {
  const isMeant = ({ ids }: DeliveryUnit) =>
    ids.some((id) =>
      deliveryId === undefined
        ? parts.includes(id / BigInt(DELIVERIES_PER_IMPORT))
        : String(id) === deliveryId,
    );
  return (unit: DeliveryUnit): DeliveryUnit => {
    if (!isMeant(unit)) return unit;
    if (change === 'withdraw') return { ...unit, isWithdrawn: true };
    const { handling, effectiveAt } = placeOfAnswer(change, asked, now);
    return { ...unit, handling, effectiveAt: effectiveAt ?? unit.effectiveAt };
  };
}

const SIDES = (before: bigint[], after: bigint[]) => Prisma.sql`
  SELECT c.*, s.side FROM (VALUES ('before'), ('after')) AS s(side)
  JOIN charges c ON c.delivery_id = ANY(CASE s.side WHEN 'before' THEN ${before}::bigint[] ELSE ${after}::bigint[] END)`;

/** Totals of the billing months concerned, before and after, by currency. */
export async function readChangedMonths(
  reader: Reader,
  { before, after }: CountedChange,
): Promise<ChangePreview['months']> {
  return reader.$queryRaw<ChangePreview['months']>`
    WITH sides AS (
      SELECT s.side, to_char(d.month, 'YYYY-MM') AS month, d.billing_account, c.currency, sum(c.billed_cost) AS billed,
        sum(c.effective_cost) AS effective, count(*) AS rows
      FROM (${SIDES(before, after)}) c JOIN bill_deliveries d ON d.id = c.delivery_id
      CROSS JOIN LATERAL (SELECT c.side) s
      GROUP BY 1, 2, 3, 4)
    SELECT month, billing_account AS "billingAccount", currency,
      trim_scale(COALESCE(sum(billed) FILTER (WHERE side = 'before'), 0))::text AS "billedBefore",
      trim_scale(COALESCE(sum(billed) FILTER (WHERE side = 'after'), 0))::text AS "billedAfter",
      trim_scale(COALESCE(sum(effective) FILTER (WHERE side = 'before'), 0))::text AS "effectiveBefore",
      trim_scale(COALESCE(sum(effective) FILTER (WHERE side = 'after'), 0))::text AS "effectiveAfter",
      COALESCE(sum(rows) FILTER (WHERE side = 'before'), 0)::int AS "rowsBefore",
      COALESCE(sum(rows) FILTER (WHERE side = 'after'), 0)::int AS "rowsAfter"
    FROM sides GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`;
}

const MOST_SHOWN = 50;

/** What differs by resource, SKU and day of the charge's start: a multiset difference, the largest first. */
export async function readChangedRows(
  reader: Reader,
  { before, after }: CountedChange,
): Promise<Pick<ChangePreview, 'rows' | 'rowsChanged'>> {
  const rows = await reader.$queryRaw<(ChangePreview['rows'][number] & { total: number })[]>`
    WITH summed AS (
      SELECT k.resource_id, c.account, c.service, COALESCE(c.sku, c.meter) AS sku, c.currency,
        (c.charge_start AT TIME ZONE 'UTC')::date AS day,
        COALESCE(sum(c.effective_cost) FILTER (WHERE c.side = 'before'), 0) AS before,
        COALESCE(sum(c.effective_cost) FILTER (WHERE c.side = 'after'), 0) AS after,
        count(*) FILTER (WHERE c.side = 'before') AS rows_before, count(*) FILTER (WHERE c.side = 'after') AS rows_after
      FROM (${SIDES(before, after)}) c LEFT JOIN resource_keys k ON k.key = c.resource_key
      GROUP BY 1, 2, 3, 4, 5, 6)
    SELECT d.resource_id::text AS "resourceId", COALESCE(r.name, r.native_id) AS resource, d.account, d.service, d.sku,
      to_char(d.day, 'YYYY-MM-DD') AS day, d.currency, trim_scale(d.before)::text AS before,
      trim_scale(d.after)::text AS after, d.rows_before::int AS "rowsBefore", d.rows_after::int AS "rowsAfter",
      (count(*) OVER ())::int AS total
    FROM summed d LEFT JOIN resources r ON r.id = d.resource_id
    WHERE d.before <> d.after OR d.rows_before <> d.rows_after
    ORDER BY abs(d.after - d.before) DESC, d.resource_id, d.day, d.sku LIMIT ${MOST_SHOWN}::int`;
  return {
    rowsChanged: rows[0]?.total ?? 0,
    rows: rows.map(({ total: _, ...row }) => row),
  };
}

/** The resources whose charges differ. */
export async function readChangedResources(
  reader: Reader,
  { before, after }: CountedChange,
): Promise<string[]> {
  const rows = await reader.$queryRaw<{ resourceId: string }[]>`
    SELECT resource_id::text AS "resourceId" FROM (
      SELECT k.resource_id, (c.charge_start AT TIME ZONE 'UTC')::date AS day,
        COALESCE(sum(c.effective_cost) FILTER (WHERE c.side = 'before'), 0) AS before,
        COALESCE(sum(c.effective_cost) FILTER (WHERE c.side = 'after'), 0) AS after
      FROM (${SIDES(before, after)}) c JOIN resource_keys k ON k.key = c.resource_key
      GROUP BY 1, 2) summed
    WHERE before <> after GROUP BY resource_id`;
  return rows.map(({ resourceId }) => resourceId);
}
