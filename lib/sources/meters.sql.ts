import { Prisma } from '@/prisma/generated/client';
import type { BillFacts } from './facts.sql';

/** The part of the facts of a bill that is about meters: what each costs, and what it would cost elsewhere. */

/** usage_prices: what a unit of a usage costs in cash in a region, by our own bill, else by the operator's table. */
export const usagePrices = Prisma.sql`CREATE TEMP TABLE usage_prices ON COMMIT DROP AS
  SELECT DISTINCT ON (provider, region, usage, currency) provider, region, usage, currency, price FROM (
    SELECT r.provider, r.region, m.usage, u.currency, sum(u.cash) / sum(u.cash_quantity) AS price, 1 AS choice
    FROM usage_sums u JOIN bill_resources r USING (resource_id)
    JOIN meanings m ON m.service IS NOT DISTINCT FROM u.service AND m.meter IS NOT DISTINCT FROM u.meter
    WHERE u.cash_quantity IS NOT NULL
    GROUP BY r.provider, r.region, m.usage, u.currency
    HAVING sum(u.cash_quantity) > 0 AND sum(u.cash) > 0
    UNION ALL
    SELECT provider, region, sku, currency, price, 2 FROM operator_prices) known
  ORDER BY provider, region, usage, currency, choice`;

/** meter_facts: cost, quantity and price a month of each meter of a resource, and what the alternative would cost. */
export const meterFacts = Prisma.sql`CREATE TEMP TABLE meter_facts ON COMMIT DROP AS
  SELECT u.resource_id, m.slug,
    (array_agg(m.kind ORDER BY u.cost DESC))[1] AS kind,
    (array_agg(u.unit ORDER BY u.cost DESC))[1] AS unit,
    sum(u.cost) AS cost, sum(u.quantity) AS quantity,
    sum(u.cash) FILTER (WHERE m.target IS NULL) AS untargeted,
    sum(u.cash_quantity * p.price) AS alternative,
    count(*) FILTER (WHERE m.target IS NOT NULL)::int AS targeted,
    count(*) FILTER (WHERE m.target IS NOT NULL AND (p.price IS NULL OR u.cash_quantity IS NULL))::int AS unpriced
  FROM usage_sums u JOIN bill_resources r USING (resource_id)
  JOIN meanings m ON m.service IS NOT DISTINCT FROM u.service AND m.meter IS NOT DISTINCT FROM u.meter
  LEFT JOIN usage_prices p ON p.provider = r.provider AND p.region = r.region AND p.usage = m.target AND p.currency = u.currency
  GROUP BY u.resource_id, m.slug`;

/**
 * Adds to meter_facts the meters that a resource had before and is not charged for any more: where the bill covers its
 * account whole and still charges for it, they cost nothing now, which is not the same as unknown. What it had before
 * stands in the facts of its last snapshot, which knows the ended ones of those before it.
 */
export function endedMeters({ snapshotId }: BillFacts, sourceId: string, wholeAccounts: string): Prisma.Sql {
  return Prisma.sql`INSERT INTO meter_facts (resource_id, slug, cost, quantity, targeted, unpriced)
    SELECT r.resource_id, before.slug, 0, 0, 0, 0
    FROM bill_resources r
    JOIN jsonb_to_recordset(${wholeAccounts}::jsonb) AS whole(provider text, account text) USING (provider, account)
    CROSS JOIN LATERAL (
      SELECT f.facts->'meter' AS meters FROM resource_facts f JOIN snapshots n ON n.id = f.snapshot_id
      WHERE f.resource_id = r.resource_id AND f.snapshot_id < ${snapshotId} AND n.source_id = ${sourceId}::uuid
        AND f.facts ? 'meter'
      ORDER BY f.snapshot_id DESC LIMIT 1) last
    CROSS JOIN LATERAL jsonb_object_keys(last.meters) AS before(slug)
    WHERE EXISTS (SELECT FROM usage_sums u WHERE u.resource_id = r.resource_id)
      AND NOT EXISTS (SELECT FROM meter_facts m WHERE m.resource_id = r.resource_id AND m.slug = before.slug)`;
}
