/**
 * An answer that takes long is kept for a while, so that a page which many people look at costs the database a
 * twentieth of its time and not all of it. What is quick to read is never kept: after a deed its figures are new.
 */
const KEPT_TIMES = 20;
const QUICK_MS = 500;
const LONGEST_MS = 60_000;
const MOST = 100;

type Kept<Answer> = { answer: Promise<Answer>; until: number };

/** How long an answer that took so long to read may be given again; both in milliseconds. */
export function keptFor(tookMs: number): number {
  return tookMs < QUICK_MS ? 0 : Math.min(LONGEST_MS, tookMs * KEPT_TIMES);
}

/**
 * Gives what was read under a key a moment ago, or reads it; who asks meanwhile waits for the same reading. A failure
 * is told to whoever waits for it and asked again by the next.
 */
export function keepRecent<Answer>(now: () => number = Date.now) {
  const kept = new Map<string, Kept<Answer>>();
  return (key: string, read: () => Promise<Answer>): Promise<Answer> => {
    const held = kept.get(key);
    if (held && held.until > now()) return held.answer;
    const started = now();
    const entry = { answer: read(), until: Number.POSITIVE_INFINITY };
    kept.set(key, entry);
    forgetOldest(kept);
    const settle = (until: number) => {
      entry.until = until;
      if (until <= now() && kept.get(key) === entry) kept.delete(key);
    };
    entry.answer.then(
      () => settle(now() + keptFor(now() - started)),
      () => settle(0),
    );
    return entry.answer;
  };
}

function forgetOldest(kept: Map<string, unknown>): void {
  const [oldest] = kept.keys();
  if (kept.size > MOST && oldest !== undefined) kept.delete(oldest);
}
