import type { Reader } from '@/lib/core/db';
import { readCountedDeliveries } from '@/lib/sources/bill.data';
import type { SettledDay } from './realised';

/**
 * The charges that count (readCountedDeliveries), or that would. A charge over several days is spread by hours
 * (PRODUCT.md); what a commitment paid for is apart from cash.
 */
export type DailySeries = SettledDay & { resourceId: string; currency: string };

type Asked = {
  resourceIds: string[];
  from: Date;
  through: Date;
  deliveryIds?: bigint[]; // as if these counted
};

/** The days of these resources' bills in [from, through), one row a resource, currency and day that has charges. */
export async function readDailySeries(
  reader: Reader,
  { resourceIds, from, through, deliveryIds }: Asked,
): Promise<DailySeries[]> {
  if (resourceIds.length === 0) return [];
  const ids = deliveryIds ?? (await readCountedDeliveries(reader)).map(({ id }) => id);
  return reader.$queryRaw<DailySeries[]>`
    WITH spread AS (
      SELECT k.resource_id, c.currency, day AT TIME ZONE 'UTC' AS day, c.effective_cost, c.consumed_quantity,
        c.commitment_key, CASE WHEN c.charge_end > c.charge_start THEN
          extract(epoch FROM LEAST(c.charge_end, day + interval '1 day') - GREATEST(c.charge_start, day))
          / extract(epoch FROM c.charge_end - c.charge_start) ELSE 1 END AS share
      FROM resource_keys k
      JOIN charges c ON c.resource_key = k.key AND c.category = 'Usage'
        AND (c.charge_end > ${from} OR c.charge_start >= ${from}) AND c.charge_start < ${through}
        AND c.delivery_id = ANY(${ids}::bigint[])
      CROSS JOIN LATERAL generate_series(date_trunc('day', c.charge_start, 'UTC'),
        GREATEST(c.charge_start, c.charge_end - interval '1 microsecond'), interval '1 day') AS day
      WHERE k.resource_id = ANY(${resourceIds.map(BigInt)}::bigint[]))
    SELECT resource_id::text AS "resourceId", currency, to_char(day, 'YYYY-MM-DD') AS day,
      trim_scale(round(COALESCE(sum(effective_cost * share) FILTER (WHERE commitment_key IS NULL), 0), 12))::text AS cash,
      trim_scale(round(COALESCE(sum(effective_cost * share) FILTER (WHERE commitment_key IS NOT NULL), 0), 12))::text
        AS committed,
      trim_scale(round(COALESCE(sum(consumed_quantity * share), 0), 12))::text AS quantity
    FROM spread GROUP BY resource_id, currency, day ORDER BY resource_id, currency, day`;
}

/** The days in [from, through) of which the bills that have charged this resource tell. */
export async function readCoveredDays(
  reader: Reader,
  { resourceId, from, through }: { resourceId: string; from: Date; through: Date },
): Promise<string[]> {
  const bases = (await readCountedDeliveries(reader)).filter(({ isBase }) => isBase).map(({ id }) => id);
  const rows = await reader.$queryRaw<{ day: string }[]>`
    SELECT DISTINCT to_char(day AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS day
    FROM bill_deliveries d
    CROSS JOIN LATERAL generate_series(date_trunc('day', GREATEST(d.charged_from, d.period_start, ${from}), 'UTC'),
      LEAST(d.charged_through, d.period_end, ${through}) - interval '1 microsecond', interval '1 day') AS day
    WHERE d.id = ANY(${bases}::bigint[]) AND d.billing_account IN (
      SELECT b.billing_account FROM resource_keys k
      JOIN delivery_resources r ON r.key = k.key JOIN bill_deliveries b ON b.id = r.delivery_id
      WHERE k.resource_id = ${resourceId}::bigint)
    ORDER BY 1`;
  return rows.map(({ day }) => day);
}

/** From when to when the bills that we hold reach, the open end settled: D of the newest reading. */
export async function readBillSpan(reader: Reader): Promise<{ from: Date; through: Date } | null> {
  const rows = await reader.$queryRaw<{ from: Date | null; through: Date | null }[]>`
    SELECT (SELECT min(GREATEST(charged_from, period_start)) FROM bill_deliveries WHERE standing = 'base') AS "from",
      (SELECT max(n.data_through) FROM sources o CROSS JOIN LATERAL (
        SELECT data_through FROM snapshots WHERE source_id = o.id ORDER BY id DESC LIMIT 1) n
        WHERE o.kind = 'focus') AS through`;
  const { from, through } = rows[0] ?? {};
  return from && through ? { from, through } : null;
}
