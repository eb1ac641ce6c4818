/**
 * The billing month that a period is meant to be, as the UTC milliseconds of its start: that of the period's middle, so
 * that a month written with an offset of some hours is still that month.
 */
export function billingMonth(periodStart: number, periodEnd: number): number {
  const middle = new Date(periodStart + (periodEnd - periodStart) / 2);
  return Date.UTC(middle.getUTCFullYear(), middle.getUTCMonth(), 1);
}

/** "October 2026", of a date in that month. */
export function monthWords(month: Date): string {
  return month.toLocaleDateString('en-US', { month: 'long', year: 'numeric', timeZone: 'UTC' });
}
