import type { Pool } from 'pg';
import { refuse } from './answer';
import type { Ceilings } from './ceilings';
import type { FaultBox } from './faults';
import type { Moment } from './issues.data';
import type { Permissions } from './permissions';
import type { Site } from './present';
import { ROBOT } from './world';

/** The time of the site: its own clock, unless somebody set it. A set clock stands still until moved again. */
export class SiteClock {
  private fixed: Date | undefined;

  constructor(private readonly running: () => Date) {}

  now(): Date {
    return this.fixed ?? this.running();
  }

  set(at: unknown): void {
    this.fixed = readInstant(at);
  }

  clear(): void {
    this.fixed = undefined;
  }
}

export function readInstant(value: unknown): Date {
  const at = typeof value === 'string' ? new Date(value) : undefined;
  if (!at || Number.isNaN(at.getTime())) return refuse(`'${String(value)}' is not an ISO date and time`);
  return at;
}

/** How many answers each endpoint gave, by status; what was cut off or left hanging is counted under its name. */
export class RequestCounts {
  counts: Record<string, Record<string, number>> = {};

  add(endpoint: string, outcome: string): void {
    const own = this.counts[endpoint] ?? {};
    own[outcome] = (own[outcome] ?? 0) + 1;
    this.counts[endpoint] = own;
  }
}

export type JiraSite = {
  pool: Pool;
  view: Site;
  clock: SiteClock;
  faults: FaultBox;
  requests: RequestCounts;
  ceilings: Ceilings;
  permissions: Permissions;
  login: { email: string; token: string };
};

/** One request as a handler sees it. */
export type Call = {
  site: JiraSite;
  params: Record<string, string>;
  query: URLSearchParams;
  body: unknown;
  /** From `X-Sandbox-Time`, or the site's clock. */
  at: Date;
};

/** The moment of a write by the owner of the token: dated as asked, indexed from when it really came. */
export function momentOf(call: Call, author: string = ROBOT.accountId): Moment {
  return { at: call.at, changedAt: call.site.clock.now(), author };
}

export function param(call: Call, name: string): string {
  return call.params[name] ?? '';
}

/** `startAt` and `maxResults` of the older, offset-paged lists. */
export function pageOf<Item>(call: Call, items: Item[], most = 50) {
  const startAt = Math.max(0, Number(call.query.get('startAt') ?? 0) || 0);
  const maxResults = Math.min(most, Math.max(1, Number(call.query.get('maxResults') ?? most) || most));
  const page = items.slice(startAt, startAt + maxResults);
  return { startAt, maxResults, total: items.length, isLast: startAt + page.length >= items.length, page };
}
