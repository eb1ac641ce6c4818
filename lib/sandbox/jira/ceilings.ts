/**
 * The real site's ceilings: by method and endpoint GET and POST 100 a second, PUT and DELETE 50; 20 writes in two
 * seconds to one issue. Time is the machine's own: a clock that tests move does not move these.
 */
const PER_SECOND: Record<string, number> = { GET: 100, POST: 100, PUT: 50, DELETE: 50 };
const ISSUE_WRITES = 20;
const ISSUE_WINDOW_MS = 2000;

type Bucket = { tokens: number; filledAt: number };
export type Verdict = {
  allowed: boolean;
  reason: string;
  headers: Record<string, string>;
  waitSeconds: number;
};

export class Ceilings {
  private readonly buckets = new Map<string, Bucket>();
  private readonly writes = new Map<string, number[]>();

  /** Asks for one call. `issue` is given when the call writes to one issue. */
  ask(method: string, endpoint: string, issue: string | undefined, nowMs: number): Verdict {
    const limit = PER_SECOND[method] ?? 100;
    const name = `${method} ${endpoint}`;
    const bucket = this.buckets.get(name) ?? { tokens: limit, filledAt: nowMs };
    bucket.tokens = Math.min(limit, bucket.tokens + ((nowMs - bucket.filledAt) / 1000) * limit);
    bucket.filledAt = nowMs;
    this.buckets.set(name, bucket);
    if (bucket.tokens < 1) return verdict(false, 'jira-burst-based', limit, 0, 1);
    if (issue !== undefined && !this.mayWrite(issue, nowMs)) {
      return verdict(false, 'jira-per-issue-on-write', ISSUE_WRITES, 0, ISSUE_WINDOW_MS / 1000);
    }
    bucket.tokens -= 1;
    return verdict(true, '', limit, Math.floor(bucket.tokens), 0);
  }

  /** Begins again, as if nobody had called yet. */
  forget(): void {
    this.buckets.clear();
    this.writes.clear();
  }

  private mayWrite(issue: string, nowMs: number): boolean {
    const recent = (this.writes.get(issue) ?? []).filter((at) => at > nowMs - ISSUE_WINDOW_MS);
    const allowed = recent.length < ISSUE_WRITES;
    if (allowed) recent.push(nowMs);
    this.writes.set(issue, recent);
    if (this.writes.size > 5000) this.writes.clear();
    return allowed;
  }
}

function verdict(
  allowed: boolean,
  reason: string,
  limit: number,
  remaining: number,
  waitSeconds: number,
): Verdict {
  const headers = limitHeaders(limit, remaining, waitSeconds);
  return {
    allowed,
    reason,
    waitSeconds,
    headers: allowed ? headers : { ...headers, 'RateLimit-Reason': reason },
  };
}

/** The headers of facts/jira.md; `NearLimit` turns true below a fifth. */
export function limitHeaders(limit: number, remaining: number, waitSeconds: number): Record<string, string> {
  const reset = new Date(Date.now() + Math.max(1, waitSeconds) * 1000).toISOString();
  return {
    'X-RateLimit-Limit': String(limit),
    'X-RateLimit-Remaining': String(remaining),
    'X-RateLimit-Reset': `${reset.slice(0, 16)}Z`,
    'X-RateLimit-NearLimit': String(remaining < limit / 5),
  };
}
