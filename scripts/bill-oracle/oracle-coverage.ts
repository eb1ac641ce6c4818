/** Which accounts a bill covers whole, from PRODUCT.md ("Coverage of a bill") and the rules of issue 9; imports nothing of lib/. */
import { Decimal as Digits } from 'decimal.js';
import {
  accountOf,
  type Charge,
  type Delivery,
  dayOf,
  endOf,
  groupBy,
  monthAfter,
  type Standing,
  startOf,
  type Window,
} from './oracle';

const Decimal = Digits.clone({ precision: 60 });
const DAY = 86_400_000;
const MONEY_SHARE = '0.02';

export type Loss = {
  isAsked: boolean; // whether a delivery of which nobody said what it does waits for an answer
  accounts: Set<string>; // that lose something
};

/** The UTC days that a charge touches. */
function daysOf({ start, end }: Charge): number[] {
  const days: number[] = [];
  for (let day = dayOf(start); day < Math.max(end, start + 1); day += DAY) days.push(day);
  return days;
}

const plain = (charges: Charge[]) => charges.filter(({ isCorrection }) => !isCorrection);
const isUsage = ({ row }: Charge) => row.ChargeCategory === 'Usage';
/** The rows that say which days are covered: those of usage, or every row where there are none. */
const covering = (charges: Charge[], of: Charge[]) =>
  plain(charges).filter((charge) => isUsage(charge) || !plain(of).some(isUsage));

/** Σ EffectiveCost on those days by account and currency; a charge of several days in equal parts. */
function moneyOn(days: Set<number>, charges: Charge[]): Map<string, Digits> {
  const sums = new Map<string, Digits>();
  for (const charge of charges) {
    const own = daysOf(charge);
    const inside = own.filter((day) => days.has(day)).length;
    if (inside === 0) continue;
    const name = `${accountOf(charge)}|${charge.row.BillingCurrency}`;
    const money = new Decimal(charge.row.EffectiveCost ?? 0).times(inside).div(own.length);
    sums.set(name, money.plus(sums.get(name) ?? 0));
  }
  return sums;
}

function fallen(before: Map<string, Digits>, now: Map<string, Digits>): string[] {
  return [...before].flatMap(([name, had]) => {
    const fall = had.minus(now.get(name) ?? 0);
    return fall.gt(had.abs().times(MONEY_SHARE)) && fall.gt('0.000001') ? [name] : [];
  });
}

function byCurrency(sums: Map<string, Digits>): Map<string, Digits> {
  const all = new Map<string, Digits>();
  for (const [name, sum] of sums) {
    const currency = name.split('|').at(-1) ?? '';
    all.set(currency, sum.plus(all.get(currency) ?? 0));
  }
  return all;
}

/** What a delivery loses against what counted before it, on the settled days of that one that both cover. */
export function lossOf({ base, appended }: Pick<Standing, 'base' | 'appended'>, next: Delivery): Loss {
  const before = base.flatMap(({ charges }) => charges);
  const now = next.charges;
  const settled = dayOf(Math.min(endOf(before), Math.max(...base.map(({ at }) => at)) - 2 * DAY));
  const had = [...new Set(covering(before, before).flatMap(daysOf))].filter((day) => day < settled);
  const has = new Set(covering(now, before).flatMap(daysOf));
  const shared = new Set(had.filter((day) => has.has(day)));
  const isSettled = (charge: Charge) => daysOf(charge).some((day) => had.includes(day));
  const settledRows = plain(before).filter(isSettled);
  const gone = <Value>(of: (charge: Charge) => Value, rows: Charge[]) =>
    rows.filter((charge) => !now.some((other) => of(other) === of(charge)));
  const goneAccounts = settledRows.filter(
    (charge) => !plain(now).some((each) => accountOf(each) === accountOf(charge)),
  );
  const onLostDays = covering(before, before).filter((charge) =>
    daysOf(charge).some((day) => day < settled && !has.has(day)),
  );
  const all = [...before, ...appended.flatMap(({ charges }) => charges)];
  const [moneyBefore, moneyNow] = [moneyOn(shared, all), moneyOn(shared, now)];
  const isAsked =
    plain(now).length === 0 ||
    gone(({ row }) => row.InvoiceIssuerName, settledRows).length > 0 ||
    gone(({ provider }) => provider, settledRows).length > 0 ||
    goneAccounts.length > 0 ||
    onLostDays.length > 0 ||
    fallen(byCurrency(moneyBefore), byCurrency(moneyNow)).length > 0;
  const accounts = new Set([
    ...[...goneAccounts, ...onLostDays, ...withFewerRows(plain(before), plain(now), shared)].map(accountOf),
    ...fallen(moneyBefore, moneyNow).map((name) => name.split('|')[0] ?? ''),
  ]);
  return { isAsked, accounts };
}

/** The earlier rows of the resources that have fewer rows on these days now. */
function withFewerRows(before: Charge[], now: Charge[], days: Set<number>): Charge[] {
  const on = (charges: Charge[]) =>
    groupBy(
      charges.filter(({ start, resource }) => resource !== null && days.has(dayOf(start))),
      ({ resource }) => resource ?? '',
    );
  const rows = on(now);
  return [...on(before)].flatMap(([resource, own]) =>
    (rows.get(resource)?.length ?? 0) < own.length ? own : [],
  );
}

export type Level = 'whole' | 'partial' | 'none';
type Reading = { standings: Standing[]; told: Delivery[]; waiting: Delivery[]; window: Window };

/** Where the charges of a delivery lie within its month. */
const from = ({ charges, month }: Delivery) => Math.max(startOf(charges), month);
const reach = ({ charges, month }: Delivery) => Math.min(endOf(charges), monthAfter(month));

type Span = { account: string; from: number; through: number; reach: number };

/** From when to when each payer charges each account, and how far the payer's bill reaches. */
function spansOf(bases: Delivery[]): Span[] {
  return [...groupBy(bases, ({ billingAccount }) => billingAccount).values()].flatMap((payer) => {
    const far = Math.max(...payer.map(reach));
    const own = payer.flatMap((base) =>
      [...groupBy(base.charges, accountOf)].map(([account, charges]) => ({
        account,
        part: { ...base, charges },
      })),
    );
    return [...groupBy(own, ({ account }) => account)].map(([account, parts]) => ({
      ...{ account, reach: far },
      from: Math.min(...parts.map(({ part }) => from(part))),
      through: Math.max(...parts.map(({ part }) => reach(part))),
    }));
  });
}

/** The level of every account, the worst that anything says of it. `told`: all bases there ever were. */
export function coverageOf({ standings, told, waiting, window }: Reading): Map<string, Level> {
  const bases = standings.flatMap(({ base }) => base);
  const inWindow = bases.filter((base) => from(base) < window.through && reach(base) > window.from);
  const levels = new Map<string, Level>();
  const say = (account: string, level: Level) => {
    const known = levels.get(account);
    if (known === 'none' || (known === 'partial' && level === 'whole')) return;
    levels.set(account, level);
  };
  const expected = told.filter(({ charges }) => endOf(charges) > window.through - 60 * DAY);
  for (const account of new Set(expected.flatMap(({ charges }) => charges.map(accountOf)))) {
    const own = inWindow.filter(({ charges }) => charges.some((charge) => accountOf(charge) === account));
    // Within the month of the data date charges may end: that is no loss.
    const isThere = own.some(
      (base) =>
        (from(base) < window.through && reach(base) >= window.through) ||
        base.charges.some((each) => accountOf(each) === account && each.end > window.through - 2 * DAY),
    );
    say(account, own.length === 0 ? 'none' : isThere ? 'whole' : 'partial');
  }
  const spans = spansOf(inWindow);
  for (const { account, through } of spans.filter((span) => span.reach < window.through)) {
    // An account that went to another payer, whose bill does reach there, is none of this one's any more.
    const isTakenOver = spans.some(
      (other) => other.account === account && other.reach >= window.through && other.from >= through,
    );
    if (!isTakenOver) say(account, 'partial');
  }
  // What was of a month that is over before the window begins says nothing of it.
  const later = bases.filter(({ month }) => monthAfter(month) > window.from);
  for (const { base, replaced } of standings) {
    const [only] = base;
    if (!only || replaced.length === 0 || !later.includes(only)) continue;
    for (const account of lossOf({ base: replaced, appended: [] }, only).accounts) say(account, 'partial');
  }
  for (const { refused, charges } of later) {
    for (const account of refused.has('*') ? charges.map(accountOf) : refused) say(account, 'partial');
  }
  for (const { billingAccount, month } of waiting) {
    const waited = later.filter((base) => base.billingAccount === billingAccount && base.month === month);
    for (const charge of waited.flatMap(({ charges }) => charges)) say(accountOf(charge), 'partial');
  }
  return levels;
}
