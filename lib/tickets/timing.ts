/** How long things may take. Everything is in milliseconds; tests shorten it, nobody else does. */
export type TicketTiming = {
  requestTimeoutMs: number;
  indexLagMs: number; // how far Jira's search may lie behind
  leaseMs: number; // longer than two requests: a create and the reading of what it made
  backoffBaseMs: number; // where Jira names no time: 2 s, doubled up to 30 s, times 0.7 to 1.3
  backoffCapMs: number;
  pagePauseMs: number; // between the pages of a poll
};

export const TICKET_TIMING: TicketTiming = {
  requestTimeoutMs: 20_000,
  indexLagMs: 120_000,
  leaseMs: 60_000,
  backoffBaseMs: 2000,
  backoffCapMs: 30_000,
  pagePauseMs: 250,
};

/** From when on absence may be concluded: what was sent has arrived or not, and the index has caught up. */
export function horizonOf(timing: TicketTiming): number {
  return timing.requestTimeoutMs + timing.indexLagMs;
}

/** Exponential from the base to the cap with jitter 0.7–1.3 (Atlassian's recipe); `random` is in [0, 1). */
export function backoffOf(timing: TicketTiming, attempt: number, random: number): number {
  const exponential = Math.min(timing.backoffCapMs, timing.backoffBaseMs * 2 ** Math.max(0, attempt));
  return Math.round(exponential * (0.7 + 0.6 * random));
}

/**
 * How long to wait after a refusal for too many requests: `Retry-After` (seconds or a date) where it stands, the
 * reset's time when an hourly quota is the reason, else exponential.
 */
export function waitOf(
  headers: Record<string, string>,
  timing: TicketTiming,
  { attempt, random, now }: { attempt: number; random: number; now: Date },
): number {
  const given = readWait(headers['retry-after'], now);
  if (given !== null) return Math.round(given * (1 + 0.3 * random)); // never earlier than asked, and not all at once
  const isQuota = (headers['ratelimit-reason'] ?? '').includes('quota');
  const reset = isQuota ? readWait(headers['x-ratelimit-reset'], now) : null;
  return Math.max(reset ?? 0, backoffOf(timing, attempt, random));
}

const LONGEST_WAIT_MS = 3_600_000;

function readWait(text: string | undefined, now: Date): number | null {
  if (text === undefined || text.trim() === '') return null;
  const seconds = Number(text);
  const wait = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(text) - now.getTime();
  return Number.isFinite(wait) ? Math.min(LONGEST_WAIT_MS, Math.max(0, wait)) : null;
}
