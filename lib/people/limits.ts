import { transaction } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import { inWords, type LimitScope } from './delay';
import { claimAttempt } from './limits.data';

type Claim = { scope: LimitScope; subject: string | undefined };

/**
 * Counts an attempt under each claim, in the order given, until one of them has to wait. Returns how long, 0 when the
 * attempt may be made. A subject that is not known (no address) is not counted.
 */
export async function claim(now: Date, ...claims: Claim[]): Promise<number> {
  return transaction(async (tx) => {
    for (const { scope, subject } of claims) {
      const waitMs = subject === undefined ? 0 : await claimAttempt(tx, { scope, subject }, now);
      if (waitMs > 0) return waitMs;
    }
    return 0;
  });
}

/** Throws `rate_limited`, which says how long, when there is a wait. */
export function refuseWait(waitMs: number): void {
  if (waitMs <= 0) return;
  const retryAfterSeconds = Math.ceil(waitMs / 1_000);
  throw new AppError('rate_limited', `Too many attempts. Try again in ${inWords(waitMs)}.`, {
    retryAfterSeconds,
  });
}
