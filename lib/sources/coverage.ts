import { DAY_MS } from '@/lib/core/clock';
import type { BillWindow } from './bill-window';

/** What a reading covers: pure functions over what was read. */
export type CoverageRow = {
  provider: string;
  account: string;
  region: string; // '*': all
  kind: string; // '*': all
  level: 'whole' | 'partial' | 'none';
  reason: string | null; // why it is not whole
  dataFrom: string | null;
  dataThrough: string | null;
};

export type Scope = { provider: string; account: string; region: string; kind: string | null };
export type Covered = Pick<CoverageRow, 'level' | 'reason' | 'dataFrom' | 'dataThrough'>;

/**
 * How one reading covers a scope: by the row that names it most closely. A scope that no row names was not read; an
 * unknown kind is covered whole only where the rows cover every kind.
 */
export function coverageOf(scope: Scope, rows: readonly CoverageRow[]): Covered {
  const near = rows
    .filter((row) => row.provider === scope.provider && row.account === scope.account)
    .filter((row) => row.region === '*' || row.region === scope.region)
    .filter((row) => row.kind === '*' || row.kind === scope.kind);
  const closest = near.toSorted((a, b) => closeness(b) - closeness(a))[0];
  if (closest) {
    const { level, reason, dataFrom, dataThrough } = closest;
    return { level, reason, dataFrom, dataThrough };
  }
  return { level: 'none', reason: `${whereOf(scope)} was not read`, dataFrom: null, dataThrough: null };
}

function closeness(row: CoverageRow): number {
  return (row.region === '*' ? 0 : 2) + (row.kind === '*' ? 0 : 1);
}

function whereOf({ account, region, kind }: Scope): string {
  return `account ${account}, ${region}${kind === null ? '' : `, ${kind}`}`;
}

export type BillReading = {
  window: BillWindow;
  /** The deliveries that count. */
  current: { id: bigint; billingAccount: string; periodStart: Date; periodEnd: Date; chargedThrough: Date }[];
  /** What these and the deliveries before them told of accounts. */
  told: {
    deliveryId: bigint;
    billingAccount: string;
    deliveredAt: Date;
    provider: string;
    account: string;
    rows: number;
    chargedFrom: Date;
    chargedThrough: Date;
  }[];
  expectedAccounts: string[] | null;
};

const EXPECTED_DAYS = 60;
const LEAST_SHARE_OF_NORM = 0.7;

/**
 * A bill is whole when every expected account is present, its period reaches D, and its rows are at least 70% of the
 * trailing norm; else partial, for all its accounts, with the reason. Judged a billing account at a time.
 */
export function billCoverage(reading: BillReading): CoverageRow[] {
  const { window, told, expectedAccounts } = reading;
  const currentIds = new Set(reading.current.map(({ id }) => id));
  const last = window.through.getTime() - 1;
  const newestIds = new Set(
    reading.current
      .filter(({ periodStart, periodEnd }) => periodStart.getTime() <= last && periodEnd.getTime() > last)
      .map(({ id }) => id),
  );
  const absent = absentAccounts(told, expectedAccounts);
  const rows: CoverageRow[] = [];
  for (const [billingAccount, accounts] of groupBy(told, (each) => each.billingAccount)) {
    const present = new Map(
      accounts.filter((each) => newestIds.has(each.deliveryId)).map((each) => [nameOf(each), each]),
    );
    const expected = expectedOf(accounts, reading);
    const missing = expected.filter((each) => !present.has(nameOf(each))).map(({ account }) => account);
    const fault =
      reachFault(reading, billingAccount) ??
      missingFault([...missing, ...absent]) ??
      sizeFault(accounts, newestIds);
    const scopes = new Map([...expected, ...present.values()].map((each) => [nameOf(each), each]));
    for (const [name, { provider, account }] of scopes) {
      const isMissing = !present.has(name);
      const own = accounts.filter((one) => nameOf(one) === name && currentIds.has(one.deliveryId));
      rows.push({
        ...{ provider, account, region: '*', kind: '*' },
        level: isMissing ? 'none' : fault ? 'partial' : 'whole',
        reason: isMissing ? `account ${account} is not in the newest delivery` : fault,
        dataFrom: earliest(own, window),
        dataThrough: window.through.toISOString(),
      });
    }
  }
  return rows;
}

type Named = { provider: string; account: string };
const nameOf = ({ provider, account }: Named) => `${provider} ${account}`;

/** Of one billing account: those that are set, else all that the deliveries of the last 60 days told of. */
function expectedOf(told: BillReading['told'], { expectedAccounts, window }: BillReading): Named[] {
  const since = window.through.getTime() - EXPECTED_DAYS * DAY_MS;
  const expected = expectedAccounts
    ? told.filter(({ account }) => expectedAccounts.includes(account))
    : told.filter(({ chargedThrough }) => chargedThrough.getTime() > since);
  return [...new Map(expected.map((each) => [nameOf(each), each])).values()];
}

/** Expected accounts that no delivery told of. */
function absentAccounts(told: BillReading['told'], expectedAccounts: string[] | null): string[] {
  const known = new Set(told.map(({ account }) => account));
  return (expectedAccounts ?? []).filter((account) => !known.has(account));
}

function reachFault({ current, window }: BillReading, billingAccount: string): string | null {
  const own = current.filter((each) => each.billingAccount === billingAccount);
  const reach = Math.max(0, ...own.map(({ chargedThrough }) => chargedThrough.getTime()));
  if (reach >= window.through.getTime()) return null;
  const last = dayOf(window.through.getTime() - 1);
  if (reach === 0) return `the bill of ${billingAccount} reaches no day, not ${last}`;
  const hour = new Date(reach).toISOString().slice(11, 16);
  return dayOf(reach) === last
    ? `the bill of ${billingAccount} reaches ${last} ${hour}, not the end of that day`
    : `the bill of ${billingAccount} reaches ${dayOf(reach)}, not ${last}`;
}

function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

function missingFault(missing: string[]): string | null {
  if (missing.length === 0) return null;
  const more = missing.length > 3 ? ` and ${missing.length - 3} more` : '';
  return `expected accounts are missing: ${missing.slice(0, 3).join(', ')}${more}`;
}

/** Rows a day of the newest delivery against the middle one of the deliveries before it. */
function sizeFault(told: BillReading['told'], newestIds: Set<bigint>): string | null {
  const pace = [...groupBy(told, (each) => each.deliveryId)].map(([id, accounts]) => {
    const from = Math.min(...accounts.map(({ chargedFrom }) => chargedFrom.getTime()));
    const through = Math.max(...accounts.map(({ chargedThrough }) => chargedThrough.getTime()));
    const until = Math.min(through, accounts[0]?.deliveredAt.getTime() ?? through);
    const days = Math.max(1, (until - from) / DAY_MS);
    return { id, pace: accounts.reduce((sum, { rows }) => sum + rows, 0) / days };
  });
  const now = pace.filter(({ id }) => newestIds.has(id)).reduce((sum, each) => sum + each.pace, 0);
  const before = pace.filter(({ id }) => !newestIds.has(id)).map((each) => each.pace);
  const norm = before.toSorted((a, b) => a - b)[Math.floor(before.length / 2)];
  if (norm === undefined || now >= norm * LEAST_SHARE_OF_NORM) return null;
  return `it has ${Math.round((100 * now) / norm)}% of the rows a day that the deliveries before it had`;
}

function earliest(told: BillReading['told'], window: BillWindow): string {
  const from = Math.min(...told.map(({ chargedFrom }) => chargedFrom.getTime()));
  return new Date(Math.max(window.from.getTime(), Number.isFinite(from) ? from : 0)).toISOString();
}

function groupBy<Item, Key>(items: readonly Item[], keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}
