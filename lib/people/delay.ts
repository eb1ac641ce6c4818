import { DAY_MS, MINUTE_MS } from '@/lib/core/clock';

/**
 * How guessing is slowed down: some attempts are free, each one after makes the next wait twice as long. Pure, so that
 * the rule is a table in its test; `limits.data.ts` keeps the counts where every machine sees them.
 */
export type Patience = { free: number; firstMs: number; longestMs: number };

const SECOND_MS = 1_000;

/** What is counted, by what, and how patiently. An address stands for a whole office, so it has more. */
export const PATIENCE = {
  'sign_in.account': { free: 5, firstMs: SECOND_MS, longestMs: 15 * MINUTE_MS },
  'sign_in.address': { free: 30, firstMs: SECOND_MS, longestMs: 15 * MINUTE_MS },
  'forgot.account': { free: 1, firstMs: MINUTE_MS, longestMs: 60 * MINUTE_MS }, // each one is a mail to somebody
  'forgot.address': { free: 10, firstMs: SECOND_MS, longestMs: 15 * MINUTE_MS },
  'audit.limited': { free: 1, firstMs: MINUTE_MS, longestMs: MINUTE_MS }, // a flood fills the log once a minute only
  'link.address': { free: 20, firstMs: SECOND_MS, longestMs: 15 * MINUTE_MS },
} as const satisfies Record<string, Patience>;
export type LimitScope = keyof typeof PATIENCE;

/** Counts of yesterday are forgotten: somebody who mistypes now and then is never kept waiting for it. */
export const FORGOTTEN_MS = DAY_MS;

/** How long after this many attempts in a row the next one has to wait. */
export function delayAfter(attempts: number, { free, firstMs, longestMs }: Patience): number {
  if (attempts < free) return 0;
  return Math.min(longestMs, firstMs * 2 ** Math.min(attempts - free, 40));
}

/** "1 second", "40 seconds", "2 minutes": rounded up, so that whoever waits that long is let through. */
export function inWords(waitMs: number): string {
  const seconds = Math.max(1, Math.ceil(waitMs / SECOND_MS));
  if (seconds < 60) return plural(seconds, 'second');
  return plural(Math.ceil(seconds / 60), 'minute');
}

function plural(count: number, unit: string): string {
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
