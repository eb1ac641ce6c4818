import { Decimal } from 'decimal.js';
import { billingMonth } from './billing-month';
import { parseEnd, parseTime, readAmount } from './cells';
import type { CsvRow } from './csv';
import type { FocusColumn, FocusHeader } from './focus';
import { BadRow, LONGEST, optional, readCurrency } from './focus-row';
import { readOwner } from './subjects';

/** What refused rows carry, as far as it can be read: exact sums a currency at a time, and whose rows they are. */
export type RefusedMoney = { currency: string; effectiveCost: string; rows: number };

/** Refused rows of one account; null where the cell could not be read, so that it may be any account of the file. */
export type Refusal = {
  billingAccount: string | null;
  month: number | null; // the start of the billing month in UTC, in milliseconds
  provider: string | null;
  account: string | null;
  rows: number;
  money: RefusedMoney[];
};

export type Refusals = {
  add(row: CsvRow, header: FocusHeader): void;
  list(): Refusal[];
  money(): RefusedMoney[];
  /** Refused rows whose amount or currency cannot be read. */
  unread(): number;
  /** About how much they carry, sign apart, by currency. */
  absolute(): Map<string, number>;
};

const MOST_ACCOUNTS = 1_000;
/** Wide enough for the sum of any amounts that a cell may hold to be exact. */
const Exact = Decimal.clone({ precision: 400 });

type Sum = { sum: Decimal; rows: number };
type Kept = Omit<Refusal, 'money'> & { sums: Map<string, Sum> };

export function collectRefusals(): Refusals {
  const accounts = new Map<string, Kept>();
  const sums = new Map<string, Sum>();
  const absolute = new Map<string, number>();
  let unread = 0;

  function ofAccount(row: CsvRow, header: FocusHeader): Kept {
    const owner = isReadable(row, header) ? ownerOf(row, header) : NOBODY;
    const name = JSON.stringify(owner);
    const known = accounts.get(name);
    if (known) return known;
    if (accounts.size >= MOST_ACCOUNTS && owner !== NOBODY) return accounts.get(ANY) ?? keep(ANY, NOBODY);
    return keep(name, owner);
  }

  function keep(name: string, owner: typeof NOBODY): Kept {
    const kept = { ...owner, rows: 0, sums: new Map() };
    accounts.set(name, kept);
    return kept;
  }

  return {
    add(row, header) {
      const kept = ofAccount(row, header);
      kept.rows++;
      const carried = isReadable(row, header) ? amountOf(row, header) : null;
      if (carried === null) {
        unread++;
        return;
      }
      const { currency, amount } = carried;
      addTo(sums, currency, amount);
      addTo(kept.sums, currency, amount);
      absolute.set(currency, (absolute.get(currency) ?? 0) + amount.abs().toNumber());
    },
    list: () => [...accounts.values()].map(({ sums, ...kept }) => ({ ...kept, money: moneyOf(sums) })),
    money: () => moneyOf(sums),
    unread: () => unread,
    absolute: () => absolute,
  };
}

const NOBODY: Omit<Refusal, 'rows' | 'money'> = {
  billingAccount: null,
  month: null,
  provider: null,
  account: null,
};
const ANY = JSON.stringify(NOBODY);

/** Whether its cells are where the header has them. */
function isReadable(row: CsvRow, header: FocusHeader): boolean {
  return row.cells === header.cells && row.fault === null;
}

function ownerOf(row: CsvRow, { place }: FocusHeader): typeof NOBODY {
  const text = (column: FocusColumn) => optional(row, place, column);
  const billing = text('BillingAccountId');
  const billingAccount = billing !== null && Buffer.byteLength(billing) <= LONGEST.account ? billing : null;
  const start = parseTime(text('BillingPeriodStart') ?? '');
  const end = parseEnd(text('BillingPeriodEnd') ?? '');
  const month = start !== null && end !== null && start < end ? billingMonth(start) : null;
  const owner = readOwner(row, place, billingAccount ?? '', []);
  return {
    billingAccount,
    month,
    provider: owner.provider === 'unknown' ? null : owner.provider,
    account: owner.account === '' ? null : owner.account,
  };
}

function amountOf(row: CsvRow, { place }: FocusHeader): { currency: string; amount: Decimal } | null {
  const cell = place.EffectiveCost;
  const [from, to] = [row.ends[2 * cell] ?? 0, row.ends[2 * cell + 1] ?? 0];
  if (Number.isNaN(readAmount(row.bytes, from, to))) return null;
  try {
    const currency = readCurrency(row, place, []);
    return { currency, amount: new Exact(optional(row, place, 'EffectiveCost') ?? 0) };
  } catch (error) {
    if (error instanceof BadRow) return null; // a currency that cannot be read
    throw error;
  }
}

function addTo(sums: Map<string, Sum>, currency: string, amount: Decimal): void {
  const known = sums.get(currency) ?? { sum: new Exact(0), rows: 0 };
  sums.set(currency, { sum: known.sum.plus(amount), rows: known.rows + 1 });
}

function moneyOf(sums: Map<string, Sum>): RefusedMoney[] {
  return [...sums]
    .map(([currency, { sum, rows }]) => ({ currency, effectiveCost: sum.toFixed(), rows }))
    .sort((a, b) => (a.currency < b.currency ? -1 : 1));
}
