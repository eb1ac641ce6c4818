import { RateLimiterMemory } from 'rate-limiter-flexible';
import { env } from '@/lib/core/env';

/**
 * How many calls a minute one caller may make on this machine (docs/decisions/004). A token has what
 * RATE_LIMIT_PER_MINUTE says; a person's browser asks for many small things; behind one address stand many people.
 */
const SHARE = { token: 1, session: 5, address: 2 } as const;
const WINDOW_SECONDS = 60;

export type CallerKind = keyof typeof SHARE;

/** What a caller has left in the minute that runs. */
export type Allowance = {
  kind: CallerKind;
  limit: number;
  remaining: number;
  resetSeconds: number;
  isSpent: boolean; // this call was one too many
};

// Each route of a build has modules of its own; what was spent is one count for all of them.
declare global {
  var evenkeelAllowances: Map<CallerKind, RateLimiterMemory> | undefined;
}

/** Counts a call of somebody; null where nothing is limited. */
export async function spendAllowance(kind: CallerKind, id: string): Promise<Allowance | null> {
  const perMinute = env().RATE_LIMIT_PER_MINUTE;
  if (perMinute === null) return null;
  const limit = perMinute * SHARE[kind];
  const { consumedPoints, msBeforeNext } = await limiterOf(kind, limit).penalty(id);
  return {
    kind,
    limit,
    remaining: Math.max(0, limit - consumedPoints),
    resetSeconds: Math.max(1, Math.ceil(msBeforeNext / 1000)),
    isSpent: consumedPoints > limit,
  };
}

function limiterOf(kind: CallerKind, points: number): RateLimiterMemory {
  globalThis.evenkeelAllowances ??= new Map();
  const known = globalThis.evenkeelAllowances.get(kind);
  if (known) return known;
  const limiter = new RateLimiterMemory({ keyPrefix: kind, points, duration: WINDOW_SECONDS });
  globalThis.evenkeelAllowances.set(kind, limiter);
  return limiter;
}

/** As draft-ietf-httpapi-ratelimit-headers has them since its eighth version, and the three that clients know from before. */
export function allowanceHeaders({
  kind,
  limit,
  remaining,
  resetSeconds,
}: Allowance): Record<string, string> {
  return {
    'ratelimit-policy': `"${kind}";q=${limit};w=${WINDOW_SECONDS}`,
    ratelimit: `"${kind}";r=${remaining};t=${resetSeconds}`,
    'ratelimit-limit': String(limit),
    'ratelimit-remaining': String(remaining),
    'ratelimit-reset': String(resetSeconds),
  };
}
