import { DAY_MS } from '@/lib/core/clock';
import { groupBy } from '@/lib/core/group';
import type { BillWindow } from './bill-window';
import { normaliseAccount } from './identity';

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
  /** The bases that count and touch the window or come after it. */
  current: {
    id: bigint;
    billingAccount: string;
    chargedFrom: Date;
    chargedThrough: Date;
    losses: { provider: string; account: string; reasons: string[] }[]; // against what it replaced
  }[];
  /** What these and the bases before them told of accounts. */
  told: {
    deliveryId: bigint;
    billingAccount: string;
    provider: string;
    account: string;
    chargedThrough: Date;
    chargedFrom: Date;
  }[];
  /** Refused rows of these files; without an account they may be of any that the file has. */
  refused: { deliveryIds: bigint[]; provider: string | null; account: string | null; rows: number }[];
  /** What waits for an answer, by what it is of. */
  waiting: { billingAccount: string; deliveryIds: bigint[]; reason: string }[];
  expectedAccounts: string[] | null;
};

const EXPECTED_DAYS = 60;

type Level = CoverageRow['level'];
type Named = { provider: string; account: string };
const nameOf = ({ provider, account }: Named) => `${provider} ${account}`;

/**
 * How a bill covers its accounts: one row each, however many billing accounts have it, with the worst level and every
 * reason. An account that one billing account no longer has is covered by another that took it over: accounts move between
 * payers. What `losses` does not name is no loss: a fall on days that only the later delivery covers, a resource whose
 * charges end. A closed account makes only itself partial, and in time not read.
 */
export function billCoverage(reading: BillReading): CoverageRow[] {
  const { window, current, told } = reading;
  const payers = payersOf(current, told, window);
  const absent = absentAccounts(told, reading.expectedAccounts);
  return expectedOf(reading, payers).map((named) => {
    const own = told.filter((each) => nameOf(each) === nameOf(named));
    const faults = [
      ...presenceFaults(named, own, payers, window),
      ...accountFaults(named, own, reading),
      ...(absent.length > 0 ? [partial(missingWords(absent))] : []),
    ];
    const level = worst(faults.map((fault) => fault.level));
    return {
      provider: named.provider,
      account: named.account,
      region: '*',
      kind: '*',
      level,
      reason: level === 'whole' ? null : [...new Set(faults.map(({ reason }) => reason))].join('; '),
      dataFrom: earliest(
        own.filter(({ deliveryId }) => current.some(({ id }) => id === deliveryId)),
        window,
      ),
      dataThrough: window.through.toISOString(),
    };
  });
}

type Fault = { level: Level; reason: string };
const partial = (reason: string): Fault => ({ level: 'partial', reason });

function worst(levels: Level[]): Level {
  if (levels.includes('none')) return 'none';
  return levels.includes('partial') ? 'partial' : 'whole';
}

/** How far the bill of a billing account reaches, and the span of each account in the parts of it that count. */
type Payer = { billingAccount: string; from: number; reach: number; spans: Map<string, Span> };
type Span = { from: number; through: number; isNewest: boolean }; // in the part of the bill that has the data date

function payersOf(
  current: BillReading['current'],
  told: BillReading['told'],
  window: BillWindow,
): Map<string, Payer> {
  const payers = new Map<string, Payer>();
  for (const [billingAccount, deliveries] of groupBy(current, (each) => each.billingAccount)) {
    const begun = deliveries.filter(({ chargedFrom }) => chargedFrom < window.through);
    payers.set(billingAccount, {
      billingAccount,
      from: Math.min(...deliveries.map(({ chargedFrom }) => chargedFrom.getTime())),
      reach: Math.max(0, ...begun.map(({ chargedThrough }) => chargedThrough.getTime())),
      spans: spansOf(begun, told, window),
    });
  }
  return payers;
}

/** What a delivery charges an account outside of its month is no part of the span. */
function spansOf(
  deliveries: BillReading['current'],
  told: BillReading['told'],
  { through: end }: BillWindow,
): Map<string, Span> {
  const spans = new Map<string, Span>();
  for (const { id, chargedFrom, chargedThrough } of deliveries) {
    const isNewest = chargedFrom < end && chargedThrough >= end;
    for (const each of told.filter(({ deliveryId }) => deliveryId === id)) {
      const known = spans.get(nameOf(each));
      const from = Math.max(each.chargedFrom.getTime(), chargedFrom.getTime());
      const through = Math.min(each.chargedThrough.getTime(), chargedThrough.getTime());
      spans.set(nameOf(each), {
        from: Math.min(from, known?.from ?? from),
        through: Math.max(through, known?.through ?? through),
        isNewest: isNewest || (known?.isNewest ?? false),
      });
    }
  }
  return spans;
}

const QUIET_MS = 2 * DAY_MS;

/** Why an account cannot be said to be read up to the data date. */
function presenceFaults(
  named: Named,
  own: BillReading['told'],
  payers: Map<string, Payer>,
  { from, through }: BillWindow,
): Fault[] {
  if (own.length === 0) return [{ level: 'none', reason: `account ${named.account} is in no delivery` }];
  const having = [...payers.values()].flatMap((payer) => {
    const span = payer.spans.get(nameOf(named));
    return span && (span.isNewest || span.through > from.getTime()) ? [{ payer, span }] : [];
  });
  const short = having.filter(({ payer }) => payer.reach < through.getTime());
  const faults = short
    .filter(({ span }) => !having.some((other) => hasTakenOver(other, span, through)))
    .map(({ payer }) => partial(reachWords(payer, dayOf(through.getTime() - 1))));
  // One that has it in the month of the data date is enough, as accounts move between payers; what ends within that month
  // is no loss. A month that has just begun may have nothing of it yet.
  const isQuiet = having.every(({ span }) => !span.isNewest && span.through <= through.getTime() - QUIET_MS);
  if (!isQuiet || (short.length > 0 && short.length === having.length)) return faults;
  const level: Level = having.length === 0 ? 'none' : 'partial';
  const quiet = [...groupBy(own, (each) => each.billingAccount)].map(([billingAccount, rows]) => ({
    level,
    reason: absenceWords(named, rows, payers.get(billingAccount), through),
  }));
  return [...faults, ...quiet];
}

type Having = { payer: Payer; span: Span };

/** Whether a payer whose bill reaches D has the account since another's charges of it ended. */
function hasTakenOver({ payer, span }: Having, ended: Span, through: Date): boolean {
  return payer.reach >= through.getTime() && span.from >= ended.through;
}

function absenceWords(
  { account }: Named,
  rows: BillReading['told'],
  payer: Payer | undefined,
  through: Date,
): string {
  if (!payer) return `account ${account} is in no delivery that counts`;
  if (payer.reach === 0) {
    return `the bill of ${payer.billingAccount} begins on ${dayOf(payer.from)}, after ${dayOf(through.getTime() - 1)}`;
  }
  const since = Math.max(...rows.map(({ chargedThrough }) => chargedThrough.getTime()));
  return `account ${account} has no charges in the bill of ${payer.billingAccount} after ${dayOf(since - 1)}: it was closed, or rows are missing`;
}

function reachWords({ billingAccount, reach }: Payer, last: string): string {
  const hour = new Date(reach).toISOString().slice(11, 16);
  return dayOf(reach) === last
    ? `the bill of ${billingAccount} reaches ${last} ${hour}, not the end of that day`
    : `the bill of ${billingAccount} reaches ${dayOf(reach)}, not ${last}`;
}

/** What is wrong with the rows of an account that are there. */
function accountFaults(named: Named, own: BillReading['told'], reading: BillReading): Fault[] {
  const deliveries = new Set(own.map(({ deliveryId }) => deliveryId));
  const isIn = (ids: bigint[]) => ids.some((id) => deliveries.has(id));
  const isNamed = ({ provider, account }: { provider: string | null; account: string | null }) =>
    account === null ? null : account === named.account && (provider === null || provider === named.provider);
  const losses = reading.current.flatMap((each) =>
    each.losses.filter(isNamed).flatMap(({ reasons }) => reasons),
  );
  const refused = reading.refused
    .filter((each) => isNamed(each) ?? isIn(each.deliveryIds))
    .reduce((sum, { rows }) => sum + rows, 0);
  const waiting = reading.waiting.filter(({ deliveryIds }) => isIn(deliveryIds));
  return [
    ...losses.map(partial),
    ...(refused > 0 ? [partial(`${refused} ${refused === 1 ? 'row was' : 'rows were'} refused`)] : []),
    ...waiting.map(({ reason }) => partial(reason)),
  ];
}

/** The accounts that are set, else all that the bases of the last 60 days told of; and all that something is known of. */
function expectedOf(reading: BillReading, payers: Map<string, Payer>): Named[] {
  const { told, expectedAccounts, window, refused } = reading;
  const since = window.through.getTime() - EXPECTED_DAYS * DAY_MS;
  const isThere = (each: Named) => [...payers.values()].some(({ spans }) => spans.has(nameOf(each)));
  const expected = told.filter(
    (each) =>
      isThere(each) ||
      (expectedAccounts
        ? expectedAccounts.some((name) => isAccount(each, name))
        : each.chargedThrough.getTime() > since),
  );
  const unread = refused.flatMap(({ provider, account }) =>
    provider && account ? [{ provider, account }] : [],
  );
  return [...new Map([...expected, ...unread].map((each) => [nameOf(each), each])).values()];
}

/** Expected accounts that no delivery told of. */
function absentAccounts(told: BillReading['told'], expectedAccounts: string[] | null): string[] {
  const known = [...new Map(told.map((each) => [nameOf(each), each])).values()];
  return (expectedAccounts ?? []).filter((name) => !known.some((each) => isAccount(each, name)));
}

/** People write an account as their provider's portal shows it. */
function isAccount({ provider, account }: Named, written: string): boolean {
  return normaliseAccount(provider, written) === account;
}

function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

function missingWords(missing: string[]): string {
  const more = missing.length > 3 ? ` and ${missing.length - 3} more` : '';
  return `expected accounts are missing: ${missing.slice(0, 3).join(', ')}${more}`;
}

function earliest(told: BillReading['told'], window: BillWindow): string {
  const from = Math.min(...told.map(({ chargedFrom }) => chargedFrom.getTime()));
  return new Date(Math.max(window.from.getTime(), Number.isFinite(from) ? from : 0)).toISOString();
}
