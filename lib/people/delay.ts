import { MINUTE_MS } from '@/lib/core/clock';

/**
 * How guessing is slowed down: some attempts are free, each one after makes the next wait twice as long, and with time
 * they are forgotten one by one. Pure, so that the rule is a table in its test; `limits.data.ts` keeps the counts where
 * every machine sees them.
 */
export type Patience = { free: number; firstMs: number; longestMs: number; forgetMs: number };

const SECOND_MS = 1_000;
const OF_ACCOUNT = { free: 5, firstMs: SECOND_MS, longestMs: 15 * MINUTE_MS, forgetMs: 15 * MINUTE_MS };
/** An address stands for a whole office, which mistypes all day long. */
const OF_ADDRESS = { free: 30, firstMs: SECOND_MS, longestMs: 15 * MINUTE_MS, forgetMs: MINUTE_MS };
const HOUR = { firstMs: MINUTE_MS, longestMs: 60 * MINUTE_MS, forgetMs: 60 * MINUTE_MS };

/** What is counted, by what, and how patiently. */
export const PATIENCE = {
  'sign_in.account': OF_ACCOUNT,
  'sign_in.address': OF_ADDRESS,
  'forgot.account': { ...HOUR, free: 2 }, // each one is a mail to somebody
  'forgot.address': OF_ADDRESS,
  'link.address': OF_ADDRESS,
  'password.account': OF_ACCOUNT, // the old password, asked for again in an open session
  'audit.limited': { free: 1, firstMs: MINUTE_MS, longestMs: MINUTE_MS, forgetMs: MINUTE_MS }, // a flood is told once a minute
} as const satisfies Record<string, Patience>;
export type LimitScope = keyof typeof PATIENCE;

/** How long after this many attempts the next one has to wait. */
export function delayAfter(attempts: number, { free, firstMs, longestMs }: Patience): number {
  if (attempts < free) return 0;
  return Math.min(longestMs, firstMs * 2 ** (attempts - free));
}

/** The count at which the wait is the longest: there is no need to count on. */
function mostOf({ free, firstMs, longestMs }: Patience): number {
  return free + Math.ceil(Math.log2(longestMs / firstMs));
}

export type Count = { attempts: number; since: Date }; // since: up to when attempts have been forgotten

/** What is left of a count at this moment. */
export function countAt({ attempts, since }: Count, now: Date, { forgetMs }: Patience): Count {
  const forgotten = Math.floor((now.getTime() - since.getTime()) / forgetMs);
  if (forgotten >= attempts) return { attempts: 0, since: now };
  return { attempts: attempts - forgotten, since: new Date(since.getTime() + forgotten * forgetMs) };
}

/** The count with one attempt more, and when the next may be made. */
export function countOne(count: Count, now: Date, patience: Patience): Count & { freeAt: Date } {
  const { attempts, since } = countAt(count, now, patience);
  const more = Math.min(attempts + 1, mostOf(patience));
  return { attempts: more, since, freeAt: new Date(now.getTime() + delayAfter(more, patience)) };
}

/** "1 second", "40 seconds", "2 minutes": rounded up, so that whoever waits that long is let through. */
export function inWords(waitMs: number): string {
  const seconds = Math.max(1, Math.ceil(waitMs / SECOND_MS));
  return seconds < 60 ? plural(seconds, 'second') : plural(Math.ceil(seconds / 60), 'minute');
}

function plural(count: number, unit: string): string {
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
