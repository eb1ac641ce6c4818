import { DAY_MS, HOUR_MS } from '@/lib/core/clock';

/** What the age of a reading makes of its facts: pure, given `now`. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export type Facts = Record<string, Json>;

/** A bill whose window ended longer ago says nothing of what a resource costs now: its cost facts are unknown. */
export const STALE_BILL_DAYS = 30;
const BILL_OK_DAYS = 5;
const COVERED_OK_DAYS = 14;
const INVENTORY_OK_HOURS = 48;
const QUALITY_OK_HOURS = 48;
const METRICS_OK_DAYS = 14;
const METRICS_OK_SHARE = 0.9;

const COST_FACTS = new Set([
  'daily_cost',
  'monthly_cost',
  'cash_cost',
  'committed_share',
  'list_cost',
  'cost_trend',
  'alt_cost',
  'unused_cost',
  'utilisation',
  'untagged_share',
  'meter',
]);

export type Told = { facts: Facts; money: Record<string, string>; currency: string | null };

/** A bill's facts at `now`: with its age, and without costs when it is too old to tell them. */
export function standBill(told: Told, dataThrough: Date, now: Date): Told {
  const age = Math.max(0, (now.getTime() - dataThrough.getTime()) / DAY_MS);
  const isStale = age > STALE_BILL_DAYS;
  const covered = told.facts.days_covered;
  const isOk = typeof covered === 'number' && covered >= COVERED_OK_DAYS && age <= BILL_OK_DAYS;
  const facts = isStale ? withoutCosts(told.facts) : told.facts;
  return {
    facts: { ...facts, bill_age_days: age, bill_ok: isOk },
    money: isStale ? {} : told.money,
    currency: isStale ? null : told.currency,
  };
}

function withoutCosts(facts: Facts): Facts {
  return Object.fromEntries(Object.entries(facts).filter(([name]) => !COST_FACTS.has(name)));
}

/** An inventory's facts at `now`: ages counted on from when it was collected. */
export function standInventory(facts: Facts, observedAt: Date, now: Date): Facts {
  const hours = Math.max(0, (now.getTime() - observedAt.getTime()) / HOUR_MS);
  const created = typeof facts.created_at === 'string' ? Date.parse(facts.created_at) : Number.NaN;
  const { metrics_days, metrics_share } = facts;
  const hasMetrics = typeof metrics_days === 'number' && typeof metrics_share === 'number';
  return {
    ...facts,
    inventory_age_h: hours,
    inv_ok: hours <= INVENTORY_OK_HOURS,
    ...(hasMetrics
      ? {
          metrics_ok:
            metrics_days >= METRICS_OK_DAYS &&
            metrics_share >= METRICS_OK_SHARE &&
            hours <= INVENTORY_OK_HOURS,
        }
      : {}),
    ...(Number.isNaN(created) ? {} : { age_days: Math.max(0, (now.getTime() - created) / DAY_MS) }),
  };
}

/** Figures of quality at `now`: with the age of their measurement. */
export function standQuality(facts: Facts, measuredAt: Date, now: Date): Facts {
  const hours = Math.max(0, (now.getTime() - measuredAt.getTime()) / HOUR_MS);
  return { ...facts, quality_age_h: hours, quality_ok: hours <= QUALITY_OK_HOURS };
}
