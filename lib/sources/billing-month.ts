const OFFSET_MS = 14 * 3_600_000; // no zone is further from UTC

/**
 * The billing month that a period is meant to be, as the UTC milliseconds of its start: the month that it begins in,
 * where a month written with an offset of some hours is still that month.
 */
export function billingMonth(periodStart: number): number {
  const next = startOfMonth(periodStart + OFFSET_MS);
  return next > periodStart ? next : startOfMonth(periodStart);
}

function startOfMonth(time: number): number {
  const date = new Date(time);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1);
}

/** "October 2026", of a date in that month. */
export function monthWords(month: Date): string {
  return month.toLocaleDateString('en-US', { month: 'long', year: 'numeric', timeZone: 'UTC' });
}
