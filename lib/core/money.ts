import { Decimal } from 'decimal.js';

/**
 * Money is an exact decimal with a currency, carried as a decimal string ("12.3400"). Amounts in different
 * currencies are never added: whoever sums groups by currency first.
 */
export type Amount = string;

export const DAYS_PER_MONTH = '30.4167';

/** A month's money from a day's. */
export function perMonth(daily: Amount): Amount {
  return new Decimal(daily).times(DAYS_PER_MONTH).toFixed();
}

export function addAmounts(amounts: Iterable<Amount>): Amount {
  let sum = new Decimal(0);
  for (const amount of amounts) sum = sum.plus(amount);
  return sum.toFixed();
}

/** Negative, zero or positive as `left` is less than, equal to or more than `right`. */
export function compareAmounts(left: Amount, right: Amount): number {
  return new Decimal(left).comparedTo(right);
}

/** Holds an amount between zero and a ceiling. */
export function clampAmount(amount: Amount, ceiling: Amount): Amount {
  const top = Decimal.max(ceiling, 0);
  return Decimal.min(Decimal.max(amount, 0), top).toFixed();
}

/** Rounds to `places`, half away from zero. */
export function roundAmount(amount: Amount, places: number): Amount {
  return new Decimal(amount).toDecimalPlaces(places, Decimal.ROUND_HALF_UP).toFixed();
}

export function subtractAmount(amount: Amount, less: Amount): Amount {
  return new Decimal(amount).minus(less).toFixed();
}

export function lesserAmount(one: Amount, other: Amount): Amount {
  return Decimal.min(one, other).toFixed();
}
