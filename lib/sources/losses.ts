import { Decimal } from 'decimal.js';
import { z } from 'zod';
import { DAY_MS } from '@/lib/core/clock';
import { monthWords } from './billing-month';

/**
 * What a delivery loses against the one that it would replace, on the days that both cover. Days after the last settled
 * one of the earlier delivery are left out: a fall there is no loss, else real savings would never be verified.
 */
const account = z.object({ provider: z.string(), account: z.string() });

export const loss = z.object({
  rowsBefore: z.number(),
  rowsNow: z.number(),
  onlyCorrections: z.boolean(),
  accounts: z.array(account), // that had rows on settled days and have none at all
  providers: z.array(z.string()),
  issuers: z.array(z.string()),
  daysLost: z.number(), // settled days that had rows and are not covered any more
  money: z.array(z.object({ currency: z.string(), before: z.string(), now: z.string() })), // fallen beyond the threshold
  reasons: z.array(account.extend({ reasons: z.array(z.string()) })), // why an account was not read whole
});
export type Loss = z.infer<typeof loss>;

export const question = z.object({ kind: z.enum(['loss', 'older']), text: z.string() });
export type Question = z.infer<typeof question>;

/** More than this share of the money of the days that both cover is a loss. */
const MONEY_SHARE = 0.02;

/** What one delivery charges to one account on one day; corrections carry money but are no rows of their day. */
export type DaySum = {
  provider: string;
  account: string;
  currency: string;
  day: string; // YYYY-MM-DD
  rows: number; // of any category
  usage: number; // of category Usage, which say whether the day is covered
  money: string; // with what was appended
  baseMoney: string; // without: appended rows never change what is covered
};

export type Compared = {
  before: { days: DaySum[]; rows: number; through: Date; deliveredAt: Date; issuers: string[] };
  now: { days: DaySum[]; rows: number; onlyCorrections: boolean; issuers: string[] };
  /** Resources that have fewer rows on the days that both cover, counted by account. */
  fewer: { provider: string; account: string; resources: number; example: string }[];
};

const SETTLING_DAYS = 2;

/** The first day of a delivery that its provider may still add to. */
export function settledEnd({ through, deliveredAt }: { through: Date; deliveredAt: Date }): string {
  const end = Math.min(through.getTime(), deliveredAt.getTime() - SETTLING_DAYS * DAY_MS);
  return new Date(Math.floor(end / DAY_MS) * DAY_MS).toISOString().slice(0, 10);
}

const nameOf = (each: { provider: string; account: string }) => `${each.provider} ${each.account}`;

type Covering = Pick<DaySum, 'day' | 'usage' | 'rows'>;

/** What says that a day is covered: usage; in bills that only buy (seats, a plan) and have none, every row. */
function coversIn(before: readonly Covering[]): (each: Covering) => boolean {
  const isUsed = before.some(({ usage }) => usage > 0);
  return ({ usage, rows }) => (isUsed ? usage : rows) > 0;
}

/** The days of the earlier delivery that are settled and that the later one covers, and those that it does not. */
export function sharedDays(
  before: readonly Covering[],
  now: readonly Covering[],
  end: string,
): { shared: Set<string>; lost: Set<string> } {
  const covers = coversIn(before);
  const had = new Set(before.filter((each) => covers(each) && each.day < end).map(({ day }) => day));
  const has = new Set(now.filter(covers).map(({ day }) => day));
  return {
    shared: new Set([...had].filter((day) => has.has(day))),
    lost: new Set([...had].filter((day) => !has.has(day))),
  };
}

/** Compares a delivery with what counts before it. */
export function compareDeliveries({ before, now, fewer }: Compared): Loss {
  const { shared, lost } = sharedDays(before.days, now.days, settledEnd(before));
  const settled = before.days.filter(({ day }) => shared.has(day) || lost.has(day));
  const present = new Set(now.days.filter(({ rows }) => rows > 0).map(nameOf));
  const had = [
    ...new Map(settled.filter(({ rows }) => rows > 0).map((each) => [nameOf(each), each])).values(),
  ];
  const accounts = had
    .filter((each) => !present.has(nameOf(each)))
    .map(({ provider, account: name }) => ({ provider, account: name }));
  const providers = new Set(now.days.map(({ provider }) => provider));
  const reasons = new Reasons();
  for (const each of accounts) reasons.add(each, 'the delivery before had it on days that both cover');
  for (const each of lostDaysOf(settled, lost)) reasons.add(each, daysWords(each.days));
  for (const each of fewer) reasons.add(each, fewerWords(each));
  const bases = before.days.map((each) => ({ ...each, money: each.baseMoney }));
  for (const each of fallenMoney(bases, now.days, shared, nameOf)) {
    if (present.has(nameOf(each.of))) reasons.add(each.of, moneyWords(each));
  }
  return {
    rowsBefore: before.rows,
    rowsNow: now.rows,
    onlyCorrections: now.onlyCorrections,
    accounts,
    providers: [...new Set(had.map(({ provider }) => provider))].filter((name) => !providers.has(name)),
    issuers: now.issuers.length === 0 ? [] : absentIssuers(before.issuers, now.issuers),
    daysLost: lost.size,
    money: fallenMoney(before.days, now.days, shared, () => '').map(({ of, before: had, now: has }) => ({
      currency: of.currency,
      before: had.toFixed(),
      now: has.toFixed(),
    })),
    reasons: reasons.list(),
  };
}

/** Issuers that are not there any more; letter case, blanks and a last full stop make no other issuer. */
function absentIssuers(before: readonly string[], now: readonly string[]): string[] {
  const spelt = (name: string) =>
    name
      .trim()
      .replace(/[.,\s]+$/, '')
      .toLowerCase();
  const there = new Set(now.map(spelt));
  return before.filter((name) => !there.has(spelt(name)));
}

class Reasons {
  readonly #byAccount = new Map<string, Loss['reasons'][number]>();

  add({ provider, account: name }: { provider: string; account: string }, reason: string): void {
    const key = nameOf({ provider, account: name });
    const known = this.#byAccount.get(key) ?? { provider, account: name, reasons: [] };
    this.#byAccount.set(key, { ...known, reasons: [...known.reasons, reason] });
  }

  list(): Loss['reasons'] {
    return [...this.#byAccount.values()];
  }
}

function lostDaysOf(settled: DaySum[], lost: Set<string>) {
  const byAccount = new Map<string, { provider: string; account: string; days: Set<string> }>();
  const covers = coversIn(settled);
  for (const each of settled) {
    const { provider, account: name, day } = each;
    if (!covers(each) || !lost.has(day)) continue;
    const key = nameOf({ provider, account: name });
    const known = byAccount.get(key) ?? { provider, account: name, days: new Set<string>() };
    known.days.add(day);
    byAccount.set(key, known);
  }
  return [...byAccount.values()].map(({ days, ...each }) => ({ ...each, days: days.size }));
}

type Fallen = { of: DaySum; before: Decimal; now: Decimal };

/** By currency and whatever `groupOf` says: where the money of the shared days falls by more than the threshold. */
function fallenMoney(
  before: readonly DaySum[],
  now: readonly DaySum[],
  shared: Set<string>,
  groupOf: (each: DaySum) => string,
): Fallen[] {
  const sums = new Map<string, Fallen>();
  const add = (each: DaySum, side: 'before' | 'now') => {
    if (!shared.has(each.day)) return;
    const key = `${groupOf(each)} ${each.currency}`;
    const known = sums.get(key) ?? { of: each, before: new Decimal(0), now: new Decimal(0) };
    sums.set(key, { ...known, [side]: known[side].plus(each.money) });
  };
  for (const each of before) add(each, 'before');
  for (const each of now) add(each, 'now');
  return [...sums.values()].filter((sum) => {
    const fall = sum.before.minus(sum.now);
    return fall.gt(sum.before.abs().times(MONEY_SHARE)) && fall.gt(ROUNDING);
  });
}

/** What days of a charge over several days are rounded by. */
const ROUNDING = new Decimal('0.000001');

function daysWords(days: number): string {
  return `it covers ${days} ${days === 1 ? 'day' : 'days'} less than the delivery before`;
}

function fewerWords({ resources, example }: { resources: number; example: string }): string {
  const what = resources === 1 ? `${example} has` : `${resources} resources (such as ${example}) have`;
  return `${what} fewer rows than in the delivery before, on days that both cover`;
}

function moneyWords({ of, before, now }: Fallen): string {
  return `it charges ${now.toFixed(2)} ${of.currency} where the delivery before charged ${before.toFixed(2)}, on days that both cover`;
}

/** What has to be asked before a delivery that loses this replaces what counts; null: nothing. */
export function lossQuestion(lost: Loss, month: Date): Question | null {
  const facts = [
    lost.onlyCorrections ? 'It has only corrections.' : null,
    lost.issuers.length > 0 ? `It has no charges of issuer ${ended(listWords(lost.issuers))}` : null,
    lost.providers.length > 0 ? `It has no charges of provider ${ended(listWords(lost.providers))}` : null,
    lost.accounts.length > 0
      ? `It lacks ${lost.accounts.length === 1 ? 'account' : 'accounts'} ${listWords(lost.accounts.map((each) => each.account))}.`
      : null,
    lost.daysLost > 0
      ? `It covers ${lost.daysLost} ${lost.daysLost === 1 ? 'day' : 'days'} less than what it replaces.`
      : null,
    ...lost.money.map(
      ({ currency, before, now }) =>
        `On the days that both cover it charges ${new Decimal(now).toFixed(2)} ${currency} where ${new Decimal(before).toFixed(2)} were charged.`,
    ),
  ].flatMap((fact) => (fact === null ? [] : [fact]));
  if (facts.length === 0) return null;
  const ask = `Replace ${monthWords(month)}, or add to it?`;
  return { kind: 'loss', text: [rowsWords(lost, month), ...facts, ask].join(' ') };
}

/** What has to be asked of a delivery that comes after a later one. */
export function olderQuestion(month: Date): Question {
  return {
    kind: 'older',
    text: `It is older than what counts for ${monthWords(month)}. Count it as delivered now, add it, or leave it out?`,
  };
}

function rowsWords({ rowsBefore, rowsNow }: Loss, month: Date): string {
  const rows = (count: number) => count.toLocaleString('en-US');
  return `It has ${rows(rowsNow)} ${rowsNow === 1 ? 'row' : 'rows'} for ${monthWords(month)} where the last had ${rows(rowsBefore)}.`;
}

/** With one full stop at its end: a firm's name may have its own. */
const ended = (text: string) => (text.endsWith('.') ? text : `${text}.`);

const SHOWN = 3;

function listWords(names: readonly string[]): string {
  const more = names.length > SHOWN ? ` and ${names.length - SHOWN} more` : '';
  return `${names.slice(0, SHOWN).join(', ')}${more}`;
}
