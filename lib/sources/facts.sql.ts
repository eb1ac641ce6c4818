import { DAYS_PER_MONTH } from '@/lib/core/money';
import { Prisma } from '@/prisma/generated/client';
import { type BillWindow, LEAST_DAYS } from './bill-window';

/**
 * The facts of a bill in SQL, by the formulas of PRODUCT.md ("Facts of a resource"), over the deliveries that count.
 * Each statement makes a temporary table that the next ones read; all run in one transaction, in the order they stand.
 * Amounts stay `numeric` throughout; what a division makes is rounded to ten places.
 */
export type BillFacts = {
  snapshotId: bigint;
  deliveryIds: bigint[]; // base and appended: they make costs
  baseIds: bigint[]; // they alone say what is covered, and since when
  window: BillWindow;
};

const MONTH = Prisma.raw(DAYS_PER_MONTH);
const UNTAGGED = ['owner', 'team', 'squad', 'cost-center', 'costcenter'];

/** The share of a charge that lies in [from, through): by hours, and exactly 1 where it all does. */
function share(from: Date, through: Date): Prisma.Sql {
  return Prisma.sql`CASE
    WHEN c.charge_start >= ${from}::timestamptz AND c.charge_end <= ${through}::timestamptz THEN 1
    WHEN c.charge_start >= ${through}::timestamptz OR c.charge_end <= ${from}::timestamptz THEN 0
    ELSE extract(epoch FROM LEAST(c.charge_end, ${through}::timestamptz) - GREATEST(c.charge_start, ${from}::timestamptz))
      / extract(epoch FROM c.charge_end - c.charge_start) END`;
}

/**
 * Rows that count: of the window, category Usage. Corrections count on the days that they correct, and a row of no length
 * on the day it begins on.
 */
function counted({ deliveryIds, window }: BillFacts): Prisma.Sql {
  return Prisma.sql`c.delivery_id = ANY(${deliveryIds}::bigint[]) AND c.category = 'Usage'
    AND c.charge_start < ${window.through}::timestamptz
    AND (c.charge_end > ${window.from}::timestamptz OR c.charge_start >= ${window.from}::timestamptz)`;
}

/** usage_sums: what each resource used of each meter in the window; a quantity that no row has is unknown, not 0. */
export function usageSums(facts: BillFacts): Prisma.Sql {
  const { from, through } = facts.window;
  const week = new Date(through.getTime() - 7 * 86_400_000);
  return Prisma.sql`CREATE TEMP TABLE usage_sums ON COMMIT DROP AS
    SELECT k.resource_id, c.service, c.meter, c.consumed_unit AS unit, c.currency,
      sum(c.effective_cost * s.share) AS cost,
      COALESCE(sum(c.effective_cost * s.share) FILTER (WHERE c.commitment_key IS NULL), 0) AS cash,
      sum(c.list_cost * s.share) AS list,
      COALESCE(sum(c.effective_cost * s.last_week), 0) AS last_week,
      sum(c.consumed_quantity * s.share) AS quantity,
      CASE WHEN bool_and(c.commitment_key IS NOT NULL) THEN 0
        ELSE sum(c.consumed_quantity * s.share) FILTER (WHERE c.commitment_key IS NULL) END AS cash_quantity,
      bool_or(c.consumed_quantity IS NULL AND c.class IS NULL AND c.commitment_status IS DISTINCT FROM 'Unused') AS lacks_quantity
    FROM charges c JOIN resource_keys k ON k.key = c.resource_key
    CROSS JOIN LATERAL (SELECT ${share(from, through)} AS share, ${share(week, through)} AS last_week) s
    WHERE ${counted(facts)}
    GROUP BY k.resource_id, c.service, c.meter, c.consumed_unit, c.currency`;
}

/** seen_days: on how many days of the window something of a resource was used. */
export function seenDays(facts: BillFacts): Prisma.Sql {
  const { from, through } = facts.window;
  return Prisma.sql`CREATE TEMP TABLE seen_days ON COMMIT DROP AS
    SELECT resource_id, count(DISTINCT day)::int AS days FROM (
      SELECT k.resource_id, date_trunc('day', c.charge_start, 'UTC') AS day
      FROM charges c JOIN resource_keys k ON k.key = c.resource_key
      WHERE ${counted(facts)} AND c.class IS NULL AND c.consumed_quantity > 0 AND c.charge_start >= ${from}::timestamptz
        AND c.charge_end <= date_trunc('day', c.charge_start, 'UTC') + interval '1 day'
      UNION ALL
      SELECT k.resource_id, day
      FROM charges c JOIN resource_keys k ON k.key = c.resource_key
      CROSS JOIN LATERAL generate_series(
        date_trunc('day', GREATEST(c.charge_start, ${from}::timestamptz), 'UTC'),
        LEAST(c.charge_end, ${through}::timestamptz) - interval '1 microsecond', interval '1 day') AS day
      WHERE ${counted(facts)} AND c.class IS NULL AND c.consumed_quantity > 0
        AND NOT (c.charge_start >= ${from}::timestamptz
          AND c.charge_end <= date_trunc('day', c.charge_start, 'UTC') + interval '1 day')
    ) used GROUP BY resource_id`;
}

/**
 * bill_resources: every resource that the deliveries tell of, with its last name, service and tags, and its first charge.
 * Appended rows have a word only where no base names the resource.
 */
export function billResources({ deliveryIds, baseIds }: BillFacts): Prisma.Sql {
  return Prisma.sql`CREATE TEMP TABLE bill_resources ON COMMIT DROP AS
    SELECT said.resource_id, said.provider, said.account, said.region, said.service, said.tags, said.is_commitment,
      said.is_service, date_trunc('day', COALESCE(first.charged_from, said.charged_from), 'UTC') AS first_day
    FROM (
      SELECT DISTINCT ON (k.resource_id) k.resource_id, r.provider, r.account, r.region, d.service, d.tags,
        d.is_commitment, d.is_service, min(d.charged_from) OVER (PARTITION BY k.resource_id) AS charged_from
      FROM delivery_resources d
      JOIN resource_keys k ON k.key = d.key JOIN resources r ON r.id = k.resource_id
      WHERE d.delivery_id = ANY(${deliveryIds}::bigint[])
      ORDER BY k.resource_id, (d.delivery_id = ANY(${baseIds}::bigint[])) DESC, d.charged_through DESC, d.delivery_id DESC) said
    LEFT JOIN (
      SELECT k.resource_id, min(d.charged_from) AS charged_from
      FROM delivery_resources d JOIN resource_keys k ON k.key = d.key
      JOIN bill_deliveries b ON b.id = d.delivery_id
      WHERE b.standing = 'base' OR (b.standing = 'superseded' AND b.handling IS DISTINCT FROM 'append')
      GROUP BY k.resource_id) first USING (resource_id)`;
}

/**
 * covered_since: for each account and day of the window, how many days from that one on the bill covers. A base covers
 * the days of its month between its first and last charge; what it charges outside of the month covers nothing.
 */
export function coveredSince({ baseIds, window }: BillFacts): Prisma.Sql {
  const { from, through } = window;
  return Prisma.sql`CREATE TEMP TABLE covered_since ON COMMIT DROP AS
    WITH covered AS (
      SELECT DISTINCT a.provider, a.account, day
      FROM bill_deliveries d JOIN delivery_accounts a ON a.delivery_id = d.id
      CROSS JOIN LATERAL generate_series(
        date_trunc('day', GREATEST(d.charged_from, d.period_start, ${from}::timestamptz), 'UTC'),
        LEAST(d.charged_through, d.period_end, ${through}::timestamptz) - interval '1 microsecond', interval '1 day') AS day
      WHERE d.id = ANY(${baseIds}::bigint[]))
    SELECT account.provider, account.account, since, count(covered.day)::int AS days,
      count(covered.day) FILTER (WHERE covered.day >= ${through}::timestamptz - interval '7 days')::int AS last_week
    FROM (SELECT DISTINCT provider, account FROM covered) account
    CROSS JOIN generate_series(${from}::timestamptz, ${through}::timestamptz - interval '1 day', interval '1 day') AS since
    LEFT JOIN covered ON covered.provider = account.provider AND covered.account = account.account AND covered.day >= since
    GROUP BY account.provider, account.account, since`;
}

/** commitment_sums: what of each commitment was used and what was not. */
export function commitmentSums(facts: BillFacts): Prisma.Sql {
  const { from, through } = facts.window;
  return Prisma.sql`CREATE TEMP TABLE commitment_sums ON COMMIT DROP AS
    SELECT k.resource_id, c.currency,
      COALESCE(sum(c.effective_cost * s.share) FILTER (WHERE c.commitment_status = 'Unused'), 0) AS unused,
      COALESCE(sum(c.effective_cost * s.share) FILTER (WHERE c.commitment_status = 'Used'), 0) AS used
    FROM charges c JOIN resource_keys k ON k.key = c.commitment_key
    CROSS JOIN LATERAL (SELECT ${share(from, through)} AS share) s
    WHERE ${counted(facts)}
    GROUP BY k.resource_id, c.currency`;
}

/**
 * resource_sums: the totals of a resource, its covered days, and what they come to. One row a resource of the bill. On
 * how many days it was used is unknown where a delivery has no quantity for its account, and where it would be none
 * although a row has no quantity.
 */
export function resourceSums({ baseIds, window }: BillFacts): Prisma.Sql {
  return Prisma.sql`CREATE TEMP TABLE resource_sums ON COMMIT DROP AS
    SELECT r.*, total.currencies, total.currency, total.cost, total.cash, total.list, total.last_week,
      CASE WHEN blind.account IS NULL AND (seen.days > 0 OR total.lacks_quantity IS NOT TRUE)
        THEN COALESCE(seen.days, 0) END AS days_seen,
      COALESCE(whole.days, 0) AS days_covered,
      COALESCE(own.days, 0) AS days, COALESCE(own.last_week, 0) AS week_days,
      GREATEST(extract(epoch FROM ${window.through}::timestamptz - r.first_day) / 86400, 0) AS age_days,
      CASE WHEN r.is_service THEN 'service' ELSE meters.kind END AS kind, meters.facts AS meters, meters.money AS meter_money,
      CASE WHEN meters.targeted > 0 AND meters.unpriced = 0 THEN meters.alternative END AS alternative
    FROM bill_resources r
    LEFT JOIN seen_days seen USING (resource_id)
    LEFT JOIN (
      SELECT DISTINCT a.provider, a.account FROM delivery_accounts a JOIN bill_deliveries d ON d.id = a.delivery_id
      WHERE d.id = ANY(${baseIds}::bigint[]) AND a.has_quantity IS NOT NULL
      GROUP BY a.provider, a.account, d.billing_account, d.month HAVING NOT bool_or(a.has_quantity)) blind
      ON blind.provider = r.provider AND blind.account = r.account
    LEFT JOIN covered_since whole ON whole.provider = r.provider AND whole.account = r.account AND whole.since = ${window.from}::timestamptz
    LEFT JOIN covered_since own ON own.provider = r.provider AND own.account = r.account
      AND own.since = GREATEST(r.first_day, ${window.from}::timestamptz)
    LEFT JOIN (
      SELECT resource_id, count(DISTINCT currency) AS currencies, min(currency) AS currency,
        sum(cost) AS cost, sum(cash) AS cash, sum(list) AS list, sum(last_week) AS last_week,
        bool_or(lacks_quantity) AS lacks_quantity
      FROM usage_sums GROUP BY resource_id) total USING (resource_id)
    LEFT JOIN LATERAL (
      SELECT (array_agg(f.kind ORDER BY abs(f.cost) DESC) FILTER (WHERE f.kind IS NOT NULL))[1] AS kind,
        sum(f.targeted) AS targeted, sum(f.unpriced) AS unpriced,
        COALESCE(sum(f.alternative), 0) + COALESCE(sum(f.untargeted), 0) AS alternative,
        jsonb_object_agg(f.slug, jsonb_strip_nulls(jsonb_build_object(
          'cost', month.cost::float8, 'qty', month.quantity::float8, 'price', month.price::float8, 'unit', f.unit))) AS facts,
        jsonb_object_agg('meter.' || f.slug || '.cost', trim_scale(month.cost)::text) FILTER (WHERE month.cost IS NOT NULL)
          || COALESCE(jsonb_object_agg('meter.' || f.slug || '.price', trim_scale(month.price)::text)
            FILTER (WHERE month.price IS NOT NULL), '{}') AS money
      FROM meter_facts f
      CROSS JOIN LATERAL (SELECT
        round(f.cost * ${MONTH} / NULLIF(own.days, 0), 10) AS cost,
        round(f.quantity * ${MONTH} / NULLIF(own.days, 0), 10) AS quantity,
        round(f.cost / NULLIF(f.quantity, 0), 10) AS price) month
      WHERE f.resource_id = r.resource_id) meters ON true`;
}

/** The rows of resource_facts. Under 14 covered days, or in two currencies, a resource has no cost facts. */
export function insertFacts({ snapshotId }: BillFacts): Prisma.Sql {
  return Prisma.sql`INSERT INTO resource_facts (snapshot_id, resource_id, facts, money, currency)
    SELECT ${snapshotId}, s.resource_id,
      jsonb_strip_nulls(jsonb_build_object(
        'service', s.service, 'kind', CASE WHEN s.is_commitment THEN 'commitment' ELSE s.kind END, 'tags', s.tags,
        'days_covered', s.days_covered, 'days_seen', s.days_seen, 'age_days', s.age_days::float8))
      || CASE WHEN ${HAS_COSTS} THEN jsonb_strip_nulls(jsonb_build_object(
        'daily_cost', m.daily::float8, 'monthly_cost', m.monthly::float8, 'cash_cost', m.cash::float8,
        'list_cost', m.list::float8, 'committed_share', m.committed::float8, 'cost_trend', m.trend::float8,
        'alt_cost', m.alternative::float8, 'unused_cost', m.unused::float8, 'utilisation', m.utilisation::float8,
        'meter', s.meters)) ELSE '{}' END,
      CASE WHEN ${HAS_COSTS} THEN jsonb_strip_nulls(jsonb_build_object(
        'daily_cost', trim_scale(m.daily)::text, 'monthly_cost', trim_scale(m.monthly)::text,
        'cash_cost', trim_scale(m.cash)::text, 'list_cost', trim_scale(m.list)::text,
        'alt_cost', trim_scale(m.alternative)::text, 'unused_cost', trim_scale(m.unused)::text))
        || COALESCE(s.meter_money, '{}') ELSE '{}' END,
      CASE WHEN ${HAS_COSTS} THEN COALESCE(s.currency, c.currency) END
    FROM resource_sums s
    LEFT JOIN (SELECT resource_id, min(currency) AS currency, sum(unused) AS unused, sum(used) AS used,
      count(*) AS currencies FROM commitment_sums GROUP BY resource_id) c ON c.resource_id = s.resource_id
    CROSS JOIN LATERAL (SELECT
      round(s.cost / NULLIF(s.days, 0), 10) AS daily,
      round(s.cost * ${MONTH} / NULLIF(s.days, 0), 10) AS monthly,
      round(s.cash * ${MONTH} / NULLIF(s.days, 0), 10) AS cash,
      round(s.list * ${MONTH} / NULLIF(s.days, 0), 10) AS list,
      round(s.alternative * ${MONTH} / NULLIF(s.days, 0), 10) AS alternative,
      round(1 - s.cash / NULLIF(s.cost, 0), 10) AS committed,
      round((s.last_week / NULLIF(s.week_days, 0))
        / NULLIF((s.cost - s.last_week) / NULLIF(s.days - s.week_days, 0), 0), 10) AS trend,
      round(c.unused * ${MONTH} / NULLIF(s.days, 0), 10) AS unused,
      round(1 - c.unused / NULLIF(c.used + c.unused, 0), 10) AS utilisation) m`;
}

const HAS_COSTS = Prisma.sql`(s.days_covered >= ${LEAST_DAYS} AND COALESCE(s.currencies, 1) = 1 AND COALESCE(c.currencies, 1) = 1)`;

/**
 * An account as a resource of kind `account`, with the share of its cost that carries no tag of an owner, of what is
 * known of tags.
 */
export function insertAccountFacts(facts: BillFacts): Prisma.Sql {
  const { from, through } = facts.window;
  return Prisma.sql`INSERT INTO resource_facts (snapshot_id, resource_id, facts, money, currency)
    SELECT ${facts.snapshotId}, a.id,
      jsonb_strip_nulls(jsonb_build_object('kind', 'account', 'tags', '{}'::jsonb, 'days_covered', COALESCE(d.days, 0),
        'monthly_cost', m.monthly::float8, 'untagged_share', m.untagged::float8)),
      jsonb_strip_nulls(jsonb_build_object('monthly_cost', trim_scale(m.monthly)::text)),
      CASE WHEN m.monthly IS NOT NULL THEN t.currency END
    FROM (
      SELECT c.provider, c.account, min(c.currency) AS currency, count(DISTINCT c.currency) AS currencies,
        sum(c.effective_cost * s.share) AS cost,
        sum(c.effective_cost * s.share) FILTER (WHERE r.resource_id IS NULL OR r.tags IS NOT NULL) AS known,
        COALESCE(sum(c.effective_cost * s.share)
          FILTER (WHERE r.resource_id IS NULL OR NOT r.tags ?| ${UNTAGGED}), 0) AS untagged
      FROM charges c
      LEFT JOIN resource_keys k ON k.key = c.resource_key LEFT JOIN bill_resources r ON r.resource_id = k.resource_id
      CROSS JOIN LATERAL (SELECT ${share(from, through)} AS share) s
      WHERE ${counted(facts)} GROUP BY c.provider, c.account) t
    JOIN resources a ON a.provider = t.provider AND a.account = t.account AND a.region = 'global' AND a.native_id = t.account
    LEFT JOIN covered_since d ON d.provider = t.provider AND d.account = t.account AND d.since = ${from}::timestamptz
    CROSS JOIN LATERAL (SELECT
      CASE WHEN d.days >= ${LEAST_DAYS} AND t.currencies = 1 THEN round(t.cost * ${MONTH} / d.days, 10) END AS monthly,
      CASE WHEN d.days >= ${LEAST_DAYS} AND t.currencies = 1 AND t.known > 0 THEN round(t.untagged / t.known, 10) END AS untagged) m
    ON CONFLICT DO NOTHING`;
}
