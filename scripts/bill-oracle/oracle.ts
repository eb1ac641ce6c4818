/**
 * What must come of a history of bills, worked out from FOCUS and PRODUCT.md and apart from all that is tested: it
 * imports nothing of lib/. Slow and plain on purpose. Times are milliseconds, amounts decimals of 60 digits.
 */
import { Decimal as Digits } from 'decimal.js';
import { nameSubjects, normaliseAccount, providerOf } from './oracle-identity';

const Decimal = Digits.clone({ precision: 60 });
const DAY = 86_400_000;
const MONTH = '30.4167';
const WINDOW_DAYS = 30;
const SETTLING = 2 * DAY;
const LEAST_DAYS = 14;
const STALE = 30 * DAY; // a bill that ended longer ago says nothing of what a resource costs now

/** A row by the names of its columns; a cell that is empty or not there is unknown. */
export type Row = Readonly<Record<string, string>>;
export type Handling = 'ask' | 'overwrite' | 'append';
export type Answer = 'overwrite' | 'append' | 'discard';
export type Sent = { send: number; source: string; at: number; handling: Handling; parts: Row[][] };
export type Answered = { answer: Answer; to: number; at: number; billingAccount: string; month: number };
export type Step = Sent | Answered;

/** An accepted row. `line` is its place among the rows of its part, which with `send` and `part` names it. */
export type Charge = {
  row: Row;
  name: string;
  start: number;
  end: number;
  provider: string;
  account: string;
  resource: string | null;
  commitment: string | null;
  isCorrection: boolean;
};

/** What one file says of one billing account and month. */
export type Delivery = {
  send: number;
  source: string;
  at: number; // when it, or the same once more, was delivered
  order: number; // its place among the deliveries of its month
  billingAccount: string;
  month: number;
  handling: 'overwrite' | 'append';
  state: 'counts' | 'waiting' | 'declined';
  charges: Charge[];
  refused: Set<string>; // accounts that have refused rows; '*': every one of the file
};

export const startOf = (charges: Charge[]) => Math.min(...charges.map(({ start }) => start));
export const endOf = (charges: Charge[]) => Math.max(...charges.map(({ end }) => end));
export const dayOf = (time: number) => Math.floor(time / DAY) * DAY;
export const accountOf = ({ provider, account }: Charge) => `${provider} ${account}`;

const AMOUNT = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d{1,2})?$/i;
const CATEGORIES = ['Usage', 'Purchase', 'Tax', 'Credit', 'Adjustment'];

/** Whether money can be told of a row at all. */
function isAccepted(row: Row): boolean {
  const has = (column: string) => (row[column] ?? '') !== '';
  const times = ['ChargePeriodStart', 'ChargePeriodEnd', 'BillingPeriodStart', 'BillingPeriodEnd'];
  return (
    ['BilledCost', 'EffectiveCost'].every((column) => AMOUNT.test(row[column] ?? '')) &&
    times.every((column) => !Number.isNaN(Date.parse(row[column] ?? ''))) &&
    Date.parse(row.ChargePeriodEnd ?? '') >= Date.parse(row.ChargePeriodStart ?? '') &&
    /^[A-Z]{3}$/.test(row.BillingCurrency ?? '') &&
    CATEGORIES.includes(row.ChargeCategory ?? '') &&
    has('BillingAccountId')
  );
}

/** The month that a billing period begins in; one in another time zone is the month it is meant to be. */
function monthOf(row: Row): number {
  const start = Date.parse(row.BillingPeriodStart ?? '');
  const [early, late] = [start, start + 14 * 3_600_000].map((time) => {
    const date = new Date(time);
    return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1);
  });
  return Math.max(early ?? 0, late ?? 0);
}

export function monthAfter(month: number): number {
  const date = new Date(month);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
}

/** Everything that was sent, as deliveries in the order they were sent. */
export function readDeliveries(steps: readonly Step[]): Delivery[] {
  const sent = steps.filter((step) => 'send' in step);
  const rows = sent.flatMap(({ parts }) => parts.flat()).filter(isAccepted);
  const subjectOf = nameSubjects(rows);
  return sent.flatMap((file) => deliveriesOf(file, subjectOf));
}

function deliveriesOf(file: Sent, subjectOf: ReturnType<typeof nameSubjects>): Delivery[] {
  const found = new Map<string, Delivery>();
  const refused: Row[] = [];
  for (const [part, rows] of file.parts.entries()) {
    for (const [line, row] of rows.entries()) {
      if (!isAccepted(row)) {
        refused.push(row);
        continue;
      }
      const month = monthOf(row);
      const billingAccount = row.BillingAccountId ?? '';
      const name = `${billingAccount} ${month}`;
      const known = found.get(name);
      const delivery: Delivery = known ?? {
        ...{ send: file.send, source: file.source, at: file.at, order: file.at, billingAccount, month },
        ...{ handling: file.handling === 'append' ? 'append' : 'overwrite', state: 'counts' },
        ...{ charges: [], refused: new Set() },
      };
      found.set(name, delivery);
      const provider = providerOf(row);
      delivery.charges.push({
        row,
        name: `${file.send}/${part}/${line}`,
        start: Date.parse(row.ChargePeriodStart ?? ''),
        end: Date.parse(row.ChargePeriodEnd ?? ''),
        provider,
        account: normaliseAccount(provider, row.SubAccountId || billingAccount),
        ...subjectOf(row),
        isCorrection: row.ChargeClass === 'Correction',
      });
    }
  }
  for (const row of refused) markRefused(row, [...found.values()]);
  return [...found.values()];
}

/** A refused row taints its account in each delivery of the file; one whose account cannot be read taints them all. */
function markRefused(row: Row, deliveries: Delivery[]): void {
  const account = row.SubAccountId || row.BillingAccountId;
  const name = account ? `${providerOf(row)} ${normaliseAccount(providerOf(row), account)}` : '*';
  for (const delivery of deliveries) delivery.refused.add(name);
}

/** `replaced`: the bases that the last overwrite took the place of. */
export type Standing = { base: Delivery[]; appended: Delivery[]; replaced: Delivery[] };

/** What counts of each (billing account, month) of one source, by its name. */
export function standingOf(deliveries: readonly Delivery[], source: string): Map<string, Standing> {
  const own = deliveries.filter((each) => each.source === source && each.state === 'counts');
  const names = new Set(own.map(({ billingAccount, month }) => `${billingAccount} ${month}`));
  return new Map(
    [...names].map((name) => {
      const all = own
        .filter(({ billingAccount, month }) => `${billingAccount} ${month}` === name)
        .sort((left, right) => left.order - right.order || left.send - right.send);
      const last = all.findLastIndex(({ handling }) => handling === 'overwrite');
      const isMonth = ({ charges }: Delivery) => charges.some((charge) => !charge.isCorrection);
      if (last < 0) {
        const base = all.filter(isMonth);
        return [name, { base, appended: all.filter((each) => !isMonth(each)), replaced: [] }];
      }
      const before = all.slice(0, last);
      const overwritten = before.findLast(({ handling }) => handling === 'overwrite');
      const replaced = overwritten ? [overwritten] : before.filter(isMonth);
      return [name, { base: all.slice(last, last + 1), appended: all.slice(last + 1), replaced }];
    }),
  );
}

export type Window = { from: number; through: number };

/** The 30 days to D = min(latest charge of the bases, newest base's delivery − 2 days), in whole days. */
export function windowOf(standings: Iterable<Standing>): Window | null {
  const bases = [...standings].flatMap(({ base }) => base);
  if (bases.length === 0) return null;
  const charged = endOf(bases.flatMap(({ charges }) => charges));
  const delivered = Math.max(...bases.map(({ at }) => at));
  const through = dayOf(Math.min(charged, delivered - SETTLING));
  return { from: through - WINDOW_DAYS * DAY, through };
}

/** The part of a charge that lies in a window; one without length belongs to the moment of its start. */
function shareIn({ start, end }: Charge, { from, through }: Window): Digits {
  if (start === end) return new Decimal(start >= from && start < through ? 1 : 0);
  const overlap = Math.max(0, Math.min(end, through) - Math.max(start, from));
  return new Decimal(overlap).div(end - start);
}

type Weighed = { charge: Charge; share: Digits };

function sumOf(charges: readonly Weighed[], column: string): Digits {
  return charges.reduce(
    (sum, { charge, share }) => sum.plus(new Decimal(charge.row[column] || 0).times(share)),
    new Decimal(0),
  );
}

/** Σ EffectiveCost of the window, all categories and classes, a currency at a time. */
export function effectiveIn(charges: readonly Charge[], window: Window): Map<string, Digits> {
  const weighed = charges.map((charge) => ({ charge, share: shareIn(charge, window) }));
  const inside = weighed.filter(({ share }) => !share.isZero());
  return new Map(
    [...groupBy(inside, ({ charge }) => charge.row.BillingCurrency ?? '')].map(([currency, own]) => [
      currency,
      sumOf(own, 'EffectiveCost'),
    ]),
  );
}

/** Σ BilledCost by "month currency". */
export function billedOf(deliveries: readonly Pick<Delivery, 'month' | 'charges'>[]): Map<string, Digits> {
  const all = deliveries.flatMap(({ month, charges }) => charges.map((charge) => ({ month, charge })));
  const groups = groupBy(
    all,
    ({ month, charge }) => `${isoDay(month).slice(0, 7)} ${charge.row.BillingCurrency}`,
  );
  return new Map(
    [...groups].map(([name, own]) => [
      name,
      sumOf(
        own.map(({ charge }) => ({ charge, share: new Decimal(1) })),
        'BilledCost',
      ),
    ]),
  );
}

export const isoDay = (time: number) => new Date(time).toISOString().slice(0, 10);

export type Facts = { [fact: string]: Digits | number | string | null };
type Bill = { standings: Standing[]; window: Window; firstCharges: Map<string, number>; now: number };

/** The days of the window that the bill covers an account on. */
function coveredDays({ standings, window }: Bill): Map<string, Set<number>> {
  const days = new Map<string, Set<number>>();
  for (const { charges, month } of standings.flatMap(({ base }) => base)) {
    const from = dayOf(Math.max(startOf(charges), window.from, month));
    const through = Math.min(endOf(charges), window.through, monthAfter(month));
    for (const account of new Set(charges.map(accountOf))) {
      const own = days.get(account) ?? new Set<number>();
      for (let day = from; day < through; day += DAY) own.add(day);
      days.set(account, own);
    }
  }
  return days;
}

const chargesOf = ({ base, appended }: Standing) => [...base, ...appended].flatMap(({ charges }) => charges);
export const touches = (charges: Charge[], { from, through }: Window) =>
  startOf(charges) < through && endOf(charges) > from;

/** The facts of every resource and commitment of one source's bill, of the months that touch the window. */
export function factsOf(bill: Bill): Map<string, Facts> {
  const { window, standings } = bill;
  const all = standings
    .map(chargesOf)
    .filter((charges) => touches(charges, window))
    .flat();
  const accounts = { covered: coveredDays(bill), untold: untoldAccounts(bill) };
  const subjects = new Set(all.flatMap(({ resource, commitment }) => [resource, commitment]));
  return new Map(
    [...subjects]
      .filter((subject) => subject !== null)
      .map((subject) => [subject, factsOfOne(subject, all, bill, accounts)]),
  );
}

function factsOfOne(
  subject: string,
  all: Charge[],
  { window, firstCharges, now }: Bill,
  { covered, untold }: { covered: Map<string, Set<number>>; untold: Set<string> },
): Facts {
  const usage = all
    .filter(({ row }) => row.ChargeCategory === 'Usage')
    .map((charge) => ({ charge, share: shareIn(charge, window) }))
    .filter(({ share }) => !share.isZero());
  const own = usage.filter(({ charge }) => charge.resource === subject);
  const first = dayOf(firstCharges.get(subject) ?? Number.NaN);
  const account = subject.split('|').slice(0, 2).join(' ');
  const days = [...(covered.get(account) ?? [])];
  const since = days.filter((day) => day >= first);
  const facts: Facts = {
    days_covered: days.length,
    days_seen: untold.has(account) ? null : daysSeen(own, window),
    age_days: Math.max(0, (window.through - first) / DAY),
  };
  const spending = [...own, ...usage.filter(({ charge }) => charge.commitment === subject)];
  const currencies = new Set(spending.map(({ charge }) => charge.row.BillingCurrency));
  const isStale = now - window.through > STALE;
  if (isStale || days.length < LEAST_DAYS || currencies.size > 1) return facts;
  return { ...facts, ...costsOf(own, since, window), ...commitmentFacts(subject, usage, since.length) };
}

function costsOf(own: Weighed[], since: number[], window: Window): Facts {
  if (own.length === 0 || since.length === 0) return {};
  const aMonth = (sum: Digits) => sum.times(MONTH).div(since.length);
  const cost = sumOf(own, 'EffectiveCost');
  const cash = sumOf(
    own.filter(({ charge }) => charge.commitment === null),
    'EffectiveCost',
  );
  const hasList = own.some(({ charge }) => charge.row.ListCost);
  const week = { from: window.through - 7 * DAY, through: window.through };
  const late = sumOf(
    own.map(({ charge }) => ({ charge, share: shareIn(charge, week) })),
    'EffectiveCost',
  );
  const weekDays = since.filter((day) => day >= week.from).length;
  return {
    daily_cost: cost.div(since.length),
    monthly_cost: aMonth(cost),
    cash_cost: aMonth(cash),
    list_cost: hasList ? aMonth(sumOf(own, 'ListCost')) : null,
    committed_share: cost.isZero() ? null : new Decimal(1).minus(cash.div(cost)),
    cost_trend: ratio(ratio(late, weekDays), ratio(cost.minus(late), since.length - weekDays)),
  };
}

function ratio(above: Digits | null, below: Digits | number | null): Digits | null {
  return above === null || below === null || new Decimal(below).isZero() ? null : above.div(below);
}

function commitmentFacts(subject: string, usage: Weighed[], days: number): Facts {
  const own = usage.filter(({ charge }) => charge.commitment === subject);
  if (own.length === 0) return {};
  const part = (status: string) =>
    sumOf(
      own.filter(({ charge }) => charge.row.CommitmentDiscountStatus === status),
      'EffectiveCost',
    );
  const [used, unused] = [part('Used'), part('Unused')];
  const share = ratio(unused, used.plus(unused));
  return {
    unused_cost: days === 0 ? null : unused.times(MONTH).div(days),
    utilisation: share === null ? null : new Decimal(1).minus(share),
  };
}

/** Days with ConsumedQuantity > 0; corrections use nothing, and what has no quantity on any row is not known to be idle. */
function daysSeen(own: Weighed[], window: Window): number | null {
  const days = new Set<number>();
  const used = own.filter(({ charge }) => !charge.isCorrection);
  for (const { charge } of used) {
    if (!(Number(charge.row.ConsumedQuantity || 0) > 0)) continue;
    const end = Math.max(Math.min(charge.end, window.through), charge.start + 1);
    for (let day = dayOf(Math.max(charge.start, window.from)); day < end; day += DAY) days.add(day);
  }
  const isUntold = used.some(({ charge }) => !charge.row.ConsumedQuantity && !isUnused(charge));
  return days.size === 0 && isUntold ? null : days.size;
}

/** What is unused of a commitment has no quantity and uses nothing. */
const isUnused = ({ row }: Charge) => row.CommitmentDiscountStatus === 'Unused';

/** Accounts of which some base has no quantity on any row: nothing there is known to be idle. */
function untoldAccounts({ standings, window }: Bill): Set<string> {
  const inside = standings
    .filter((standing) => touches(chargesOf(standing), window))
    .flatMap(({ base }) => base);
  return new Set(
    inside.flatMap(({ charges }) => {
      const usage = charges.filter(
        (charge) => charge.row.ChargeCategory === 'Usage' && !charge.isCorrection && !isUnused(charge),
      );
      return [...groupBy(usage, accountOf)]
        .filter(([, own]) => own.every(({ row }) => !row.ConsumedQuantity))
        .map(([account]) => account);
    }),
  );
}

export function groupBy<Item>(items: readonly Item[], nameOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) groups.set(nameOf(item), [...(groups.get(nameOf(item)) ?? []), item]);
  return groups;
}
