import type { Reader } from '@/lib/core/db';
import { Prisma } from '@/prisma/generated/client';
import type { SettledDay } from './realised';

/**
 * The rows of each (billing account, period) as the newest reading of a bill has them. A charge over several days is
 * spread by hours (PRODUCT.md); what a commitment paid for is apart from cash.
 */
const NEWEST = Prisma.sql`
  newest AS (
    SELECT DISTINCT ON (d.billing_account, d.period_start) d.billing_account, d.period_start, sd.snapshot_id
    FROM snapshot_deliveries sd JOIN bill_deliveries d ON d.id = sd.delivery_id
    ORDER BY d.billing_account, d.period_start, sd.snapshot_id DESC),
  deliveries AS (
    SELECT d.id, d.billing_account, d.charged_from, d.charged_through FROM newest n
    JOIN snapshot_deliveries sd ON sd.snapshot_id = n.snapshot_id
    JOIN bill_deliveries d ON d.id = sd.delivery_id AND d.billing_account = n.billing_account
      AND d.period_start = n.period_start)`;

export type DailySeries = SettledDay & { resourceId: string; currency: string };

/** The days of these resources' bills in [from, through), one row a resource, currency and day that has charges. */
export async function readDailySeries(
  reader: Reader,
  { resourceIds, from, through }: { resourceIds: string[]; from: Date; through: Date },
): Promise<DailySeries[]> {
  if (resourceIds.length === 0) return [];
  return reader.$queryRaw<DailySeries[]>`
    WITH ${NEWEST},
    spread AS (
      SELECT k.resource_id, c.currency, day AT TIME ZONE 'UTC' AS day, c.effective_cost, c.consumed_quantity,
        c.commitment_key, CASE WHEN c.charge_end > c.charge_start THEN
          extract(epoch FROM LEAST(c.charge_end, day + interval '1 day') - GREATEST(c.charge_start, day))
          / extract(epoch FROM c.charge_end - c.charge_start) ELSE 1 END AS share
      FROM resource_keys k
      JOIN charges c ON c.resource_key = k.key AND c.category = 'Usage' AND c.class IS NULL
        AND c.charge_end > ${from} AND c.charge_start < ${through}
      JOIN deliveries d ON d.id = c.delivery_id
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
  const rows = await reader.$queryRaw<{ day: string }[]>`
    WITH ${NEWEST}
    SELECT DISTINCT to_char(day AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS day
    FROM deliveries d
    CROSS JOIN LATERAL generate_series(date_trunc('day', GREATEST(d.charged_from, ${from}), 'UTC'),
      LEAST(d.charged_through, ${through}) - interval '1 microsecond', interval '1 day') AS day
    WHERE d.billing_account IN (
      SELECT b.billing_account FROM resource_keys k
      JOIN delivery_resources r ON r.key = k.key JOIN bill_deliveries b ON b.id = r.delivery_id
      WHERE k.resource_id = ${resourceId}::bigint)
    ORDER BY 1`;
  return rows.map(({ day }) => day);
}

/** From when to when the bills that we hold reach, the open end settled: D of the newest reading. */
export async function readBillSpan(reader: Reader): Promise<{ from: Date; through: Date } | null> {
  const rows = await reader.$queryRaw<{ from: Date | null; through: Date | null }[]>`
    WITH ${NEWEST}
    SELECT (SELECT min(charged_from) FROM deliveries) AS "from",
      (SELECT max(s.data_through) FROM snapshots s JOIN sources o ON o.id = s.source_id WHERE o.kind = 'focus') AS through`;
  const { from, through } = rows[0] ?? {};
  return from && through ? { from, through } : null;
}
