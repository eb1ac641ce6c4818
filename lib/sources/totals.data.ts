import type { Reader } from '@/lib/core/db';
import { Prisma } from '@/prisma/generated/client';
import { readSpeaking } from './bill.data';
import { costWithin, touches } from './cost.sql';
import { type CountedPart, countOnce, type Speaking } from './counted-once';

/**
 * What the bills come to. Cost of 30 days: the EffectiveCost of all categories and classes, by charge period, of the
 * settled days of each source's newest snapshot; a sum of charges, no projection.
 */

/** The settled days of one source: [from, through). */
export type SettledDays = { snapshotId: string; sourceId: string; source: string; from: Date; through: Date };

export async function readSettledDays(reader: Reader): Promise<SettledDays[]> {
  return reader.$queryRaw<SettledDays[]>`
    SELECT n.id::text AS "snapshotId", o.id::text AS "sourceId", o.name AS source, n.data_from AS "from",
      n.data_through AS through
    FROM sources o CROSS JOIN LATERAL (
      SELECT * FROM snapshots WHERE source_id = o.id ORDER BY snapshots.id DESC LIMIT 1) n
    WHERE o.kind = 'focus' AND o.enabled AND n.data_from IS NOT NULL AND n.data_through IS NOT NULL
    ORDER BY o.name, n.id`;
}

/** Charges that count, and the days of theirs that do; no bound is null. */
export type Scope = CountedPart & { from: Date | null; through: Date | null };

/** What the newest snapshots rest on, each within its settled days; the same month of two sources once. */
export async function readSettledScopes(reader: Reader, days: SettledDays[]): Promise<Scope[]> {
  const ids = days.map(({ snapshotId }) => BigInt(snapshotId));
  const rows = await reader.$queryRaw<(Speaking & { snapshotId: string })[]>`
    SELECT sd.snapshot_id::text AS "snapshotId", n.source_id::text AS "sourceId", d.id AS "deliveryId",
      d.billing_account AS "billingAccount", d.month, d.effective_at AS "effectiveAt",
      d.standing <> 'appended' AS "isBase", ${PROVIDERS} AS providers
    FROM snapshot_deliveries sd JOIN snapshots n ON n.id = sd.snapshot_id JOIN bill_deliveries d ON d.id = sd.delivery_id
    WHERE sd.snapshot_id = ANY(${ids}::bigint[]) ORDER BY d.id`;
  const bySource = new Map(days.map((each) => [each.sourceId, each]));
  return countOnce(rows).flatMap((part) => {
    const own = bySource.get(part.sourceId);
    return own ? [{ ...part, from: own.from, through: own.through }] : [];
  });
}

/** Every delivery that counts today, of all its days. */
export async function readCurrentScopes(reader: Reader): Promise<Scope[]> {
  const parts = countOnce(await readSpeaking(reader));
  return parts.map((part) => ({ ...part, from: null, through: null }));
}

const PROVIDERS = Prisma.sql`ARRAY(SELECT DISTINCT a.provider FROM delivery_accounts a WHERE a.delivery_id = d.id)`;

/** Adds up what a snapshot's deliveries cost in its days, once; again changes nothing. */
export async function keepCosts(reader: Reader, snapshotId: string): Promise<void> {
  const snapshot = await reader.snapshot.findUnique({
    where: { id: BigInt(snapshotId) },
    select: {
      costed: true,
      dataFrom: true,
      dataThrough: true,
      deliveries: { select: { deliveryId: true } },
    },
  });
  if (!snapshot?.dataFrom || !snapshot.dataThrough || snapshot.costed) return;
  const from = Prisma.sql`${snapshot.dataFrom}::timestamptz`;
  const through = Prisma.sql`${snapshot.dataThrough}::timestamptz`;
  const deliveryIds = snapshot.deliveries.map(({ deliveryId }) => deliveryId);
  await reader.$executeRaw`
    WITH kept AS (
      INSERT INTO snapshot_costs (snapshot_id, delivery_id, provider, account, currency, cost, rows)
      SELECT ${BigInt(snapshotId)}, c.delivery_id, c.provider, c.account, c.currency,
        sum(${costWithin(from, through)}), count(*)
      FROM charges c WHERE c.delivery_id = ANY(${deliveryIds}::bigint[]) AND ${touches(from, through)}
      GROUP BY c.delivery_id, c.provider, c.account, c.currency
      ON CONFLICT DO NOTHING)
    INSERT INTO costed_snapshots (snapshot_id) VALUES (${BigInt(snapshotId)}) ON CONFLICT DO NOTHING`;
}

export type SettledCosts = {
  days: SettledDays[];
  costs: { currency: string; amount: string; rows: number }[];
  covered: { currency: string; share: number }[]; // 0–1: the part of that cost that lies in wholly read accounts
};

/** Cost of 30 days and how much of it is covered, by currency. */
export async function readSettledCosts(reader: Reader): Promise<SettledCosts> {
  const days = await readSettledDays(reader);
  for (const { snapshotId } of days) await keepCosts(reader, snapshotId); // of a snapshot that is older than these sums
  const scopes = await readSettledScopes(reader, days);
  const snapshotOf = new Map(days.map(({ sourceId, snapshotId }) => [sourceId, snapshotId]));
  const rows = await reader.$queryRaw<
    { currency: string; amount: string; rows: number; share: number | null; isWhole: boolean }[]
  >`
    WITH costs AS (
      SELECT k.currency, k.provider, k.account, sum(k.cost) AS cost, sum(k.rows) AS rows,
        COALESCE(bool_and(v.level = 'whole'), false) AS is_whole
      FROM unnest(
        ${scopes.map(({ sourceId }) => BigInt(snapshotOf.get(sourceId) ?? 0))}::bigint[],
        ${scopes.map(({ deliveryId }) => deliveryId)}::bigint[],
        ${scopes.map(({ provider }) => provider)}::text[]) AS s(snapshot_id, delivery_id, provider)
      JOIN snapshot_costs k USING (snapshot_id, delivery_id, provider)
      LEFT JOIN coverage v ON v.snapshot_id = k.snapshot_id AND v.provider = k.provider AND v.account = k.account
        AND v.region = '*' AND v.kind = '*'
      GROUP BY k.currency, k.provider, k.account)
    SELECT currency, trim_scale(sum(cost))::text AS amount, sum(rows)::float8 AS rows, bool_and(is_whole) AS "isWhole",
      (COALESCE(sum(cost) FILTER (WHERE is_whole AND cost > 0), 0) / NULLIF(sum(cost) FILTER (WHERE cost > 0), 0))::float8
        AS share
    FROM costs GROUP BY currency ORDER BY currency`;
  return {
    days,
    costs: rows.map(({ currency, amount, rows: count }) => ({ currency, amount, rows: count })),
    covered: rows.map(({ currency, share, isWhole }) => ({ currency, share: share ?? (isWhole ? 1 : 0) })),
  };
}
