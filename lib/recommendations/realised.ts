import { Decimal } from 'decimal.js';
import { DAY_MS } from '@/lib/core/clock';
import { perMonth } from '@/lib/core/money';

/** One settled day of a resource's bill: cash is what it cost outside of commitments. */
export type SettledDay = { day: string; cash: string; committed: string; quantity: string };

/** Money a month, as decimal strings; the cash saving is the sum of price and usage effect where both are known. */
export type Realised = {
  cash: string;
  priceEffect: string | null; // (p₀ − p₁) · q₁; null when there was no quantity to have a price
  usageEffect: string | null; // (q₀ − q₁) · p₀
  freedCommitment: string; // what a commitment no longer spends on it: free for others, not cash
  currency: string;
  possiblyMoved: boolean; // the same owner has a new resource of the same kind
  measuredThrough: string; // the last settled day it rests on
};

const DAYS_BEFORE = 14;
const DAYS_AFTER = 7;
const SETTLING_DAYS = 2;

type RealisedInput = {
  days: SettledDay[]; // of the resource; a covered day without a row cost nothing
  firstMovedAt: Date; // when its ticket first moved
  closedAt: Date;
  coveredFrom: Date; // the bill covers it from here …
  settledThrough: Date; // … up to this day, exclusive
  currency: string;
  possiblyMoved: boolean;
};

/**
 * Realised saving (PRODUCT.md) = (mean day over 14 settled days before the ticket first moved − mean day over 7 settled
 * days from closing + 2) × 30.4167, with price and usage effect apart. Null while those days are not all settled.
 */
export function realisedSaving(input: RealisedInput): Realised | null {
  const beforeEnd = startOfDay(input.firstMovedAt);
  const afterStart = startOfDay(input.closedAt) + SETTLING_DAYS * DAY_MS;
  const afterEnd = afterStart + DAYS_AFTER * DAY_MS;
  if (input.settledThrough.getTime() < afterEnd) return null;
  if (input.coveredFrom.getTime() > beforeEnd - DAYS_BEFORE * DAY_MS) return null;
  const before = meanDay(input.days, beforeEnd - DAYS_BEFORE * DAY_MS, DAYS_BEFORE);
  const after = meanDay(input.days, afterStart, DAYS_AFTER);
  return {
    cash: rounded(before.cash.minus(after.cash)),
    ...effects(before, after),
    freedCommitment: rounded(Decimal.max(before.committed.minus(after.committed), 0)),
    currency: input.currency,
    possiblyMoved: input.possiblyMoved,
    measuredThrough: new Date(afterEnd - DAY_MS).toISOString().slice(0, 10),
  };
}

type MeanDay = { cash: Decimal; committed: Decimal; quantity: Decimal };

function meanDay(days: SettledDay[], from: number, count: number): MeanDay {
  const sum = { cash: new Decimal(0), committed: new Decimal(0), quantity: new Decimal(0) };
  for (const day of days) {
    const at = Date.parse(`${day.day}T00:00:00Z`);
    if (at < from || at >= from + count * DAY_MS) continue;
    sum.cash = sum.cash.plus(day.cash);
    sum.committed = sum.committed.plus(day.committed);
    sum.quantity = sum.quantity.plus(day.quantity);
  }
  return {
    cash: sum.cash.div(count),
    committed: sum.committed.div(count),
    quantity: sum.quantity.div(count),
  };
}

/** With nothing used afterwards there is no price p₁, and all of it is usage. */
function effects(before: MeanDay, after: MeanDay): Pick<Realised, 'priceEffect' | 'usageEffect'> {
  if (before.quantity.lte(0)) return { priceEffect: null, usageEffect: null };
  const priceBefore = before.cash.div(before.quantity);
  const price = after.quantity.isZero()
    ? new Decimal(0)
    : priceBefore.minus(after.cash.div(after.quantity)).times(after.quantity);
  const usage = before.quantity.minus(after.quantity).times(priceBefore);
  return { priceEffect: rounded(price), usageEffect: rounded(usage) };
}

function rounded(daily: Decimal): string {
  return new Decimal(perMonth(daily.toFixed())).toDecimalPlaces(6).toFixed();
}

function startOfDay(at: Date): number {
  return Math.floor(at.getTime() / DAY_MS) * DAY_MS;
}
