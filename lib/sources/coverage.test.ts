import { describe, expect, it } from 'vitest';
import { billWindow } from './bill-window';
import { type BillReading, billCoverage, type CoverageRow, coverageOf } from './coverage';

const at = (day: number) => new Date(Date.UTC(2026, 9, day));
const WINDOW = { from: at(1), through: at(31) };

type Told = BillReading['told'][number];
const OCTOBER = { chargedFrom: at(1), chargedThrough: at(32) };

function told(
  deliveryId: bigint,
  billingAccount: string,
  accounts: string[],
  through = at(32),
  from = at(1),
): Told[] {
  return accounts.map((account) => ({
    ...{ deliveryId, billingAccount, provider: 'aws', account },
    ...{ chargedFrom: from, chargedThrough: through },
  }));
}

/** October of one payer with accounts a and b. */
function reading(changes: Partial<BillReading> = {}): BillReading {
  return {
    window: WINDOW,
    current: [{ id: 3n, billingAccount: 'payer', ...OCTOBER, losses: [] }],
    told: told(3n, 'payer', ['a', 'b']),
    refused: [],
    waiting: [],
    expectedAccounts: null,
    ...changes,
  };
}

const levels = (rows: CoverageRow[]) => rows.map(({ account, level, reason }) => [account, level, reason]);
const levelsOf = (changes: Partial<BillReading>) => levels(billCoverage(reading(changes)));

describe('a bill', () => {
  it('is whole when its accounts are there and it reaches D', () => {
    expect(levelsOf({})).toEqual([
      ['a', 'whole', null],
      ['b', 'whole', null],
    ]);
    expect(billCoverage(reading())[0]).toMatchObject({
      ...{ provider: 'aws', region: '*', kind: '*' },
      ...{ dataFrom: at(1).toISOString(), dataThrough: at(31).toISOString() },
    });
  });

  it('an account that two payers have is one row: moved, it is whole by the one that has it now', () => {
    const moved = {
      current: [
        { id: 3n, billingAccount: 'payer', chargedFrom: at(1), chargedThrough: at(16), losses: [] },
        { id: 4n, billingAccount: 'other', chargedFrom: at(16), chargedThrough: at(32), losses: [] },
      ],
      told: [...told(3n, 'payer', ['a', 'b'], at(16)), ...told(4n, 'other', ['a'], at(32), at(16))],
    };
    expect(levelsOf(moved)).toEqual([
      ['a', 'whole', null],
      ['b', 'partial', 'the bill of payer reaches 2026-10-16, not 2026-10-30'],
    ]);
  });

  it('an account that two payers have at a time is no more whole than the bill that falls short', () => {
    const both = {
      current: [
        { id: 3n, billingAccount: 'payer', chargedFrom: at(1), chargedThrough: at(16), losses: [] },
        { id: 4n, billingAccount: 'other', ...OCTOBER, losses: [] },
      ],
      told: [...told(3n, 'payer', ['a'], at(16)), ...told(4n, 'other', ['a'])],
    };
    expect(levelsOf(both)).toEqual([
      ['a', 'partial', 'the bill of payer reaches 2026-10-16, not 2026-10-30'],
    ]);
  });

  it('an account that has nothing yet in a month that has just begun is as whole as the month before', () => {
    const begun = {
      window: { from: at(2), through: at(32) },
      current: [
        { id: 2n, billingAccount: 'payer', chargedFrom: at(1), chargedThrough: at(31), losses: [] },
        { id: 3n, billingAccount: 'payer', chargedFrom: at(31), chargedThrough: at(33), losses: [] },
      ],
      told: [...told(2n, 'payer', ['a', 'b'], at(31)), ...told(3n, 'payer', ['a'], at(33), at(31))],
    };
    expect(levelsOf(begun)).toEqual([
      ['a', 'whole', null],
      ['b', 'whole', null],
    ]);
  });

  it('an account that no payer has whole keeps every reason', () => {
    const rows = levelsOf({
      current: [
        { id: 3n, billingAccount: 'payer', chargedFrom: at(1), chargedThrough: at(16), losses: [] },
        { id: 4n, billingAccount: 'other', chargedFrom: at(1), chargedThrough: at(20), losses: [] },
      ],
      told: [...told(3n, 'payer', ['a'], at(16)), ...told(4n, 'other', ['a'], at(20))],
    });
    expect(rows).toEqual([
      [
        ...['a', 'partial'],
        'the bill of payer reaches 2026-10-16, not 2026-10-30; the bill of other reaches 2026-10-20, not 2026-10-30',
      ],
    ]);
  });

  it('a closed account makes only itself partial', () => {
    const closed = (window: BillReading['window']) => ({
      window,
      current: [
        { id: 2n, billingAccount: 'payer', chargedFrom: at(-29), chargedThrough: at(1), losses: [] },
        { id: 3n, billingAccount: 'payer', ...OCTOBER, losses: [] },
      ],
      told: [...told(2n, 'payer', ['a', 'b'], at(1), at(-29)), ...told(3n, 'payer', ['a'])],
    });
    const reason =
      'account b has no charges in the bill of payer after 2026-09-30: it was closed, or rows are missing';
    expect(levelsOf(closed({ from: at(-9), through: at(21) }))).toEqual([
      ['a', 'whole', null],
      ['b', 'partial', reason],
    ]);
    expect(levelsOf(closed(WINDOW))).toContainEqual(['b', 'none', reason]);
  });

  it('what a replaced delivery had on days that both cover is a loss of the account that lost it', () => {
    const losses = [{ provider: 'aws', account: 'b', reasons: ['fewer rows'] }];
    expect(levelsOf({ current: [{ id: 3n, billingAccount: 'payer', ...OCTOBER, losses }] })).toEqual([
      ['a', 'whole', null],
      ['b', 'partial', 'fewer rows'],
    ]);
  });

  it('refused rows make their account partial, and those of no known account every one of the file', () => {
    const refused = [{ deliveryIds: [3n], provider: 'aws', account: 'a', rows: 2 }];
    expect(levelsOf({ refused })).toEqual([
      ['a', 'partial', '2 rows were refused'],
      ['b', 'whole', null],
    ]);
    const ofAny = [{ deliveryIds: [3n], provider: null, account: null, rows: 1 }];
    expect(levelsOf({ refused: ofAny })).toEqual([
      ['a', 'partial', '1 row was refused'],
      ['b', 'partial', '1 row was refused'],
    ]);
    const onlyRefused = [{ deliveryIds: [3n], provider: 'aws', account: 'z', rows: 1 }];
    expect(levelsOf({ refused: onlyRefused })).toContainEqual([
      ...['z', 'none', 'account z is in no delivery; 1 row was refused'],
    ]);
  });

  it('what waits for an answer makes its accounts partial', () => {
    const waiting = [{ billingAccount: 'payer', deliveryIds: [3n], reason: 'it waits' }];
    expect(levelsOf({ waiting })).toEqual([
      ['a', 'partial', 'it waits'],
      ['b', 'partial', 'it waits'],
    ]);
  });

  it('is partial when an account that is set was never there, however it is written', () => {
    expect(levelsOf({ expectedAccounts: ['a', 'b', 'z'] })).toEqual([
      ['a', 'partial', 'expected accounts are missing: z'],
      ['b', 'partial', 'expected accounts are missing: z'],
    ]);
    const azure = told(3n, 'payer', ['7f3a']).map((each) => ({ ...each, provider: 'azure' }));
    expect(levelsOf({ told: azure, expectedAccounts: ['/subscriptions/7F3A'] })).toEqual([
      ['7f3a', 'whole', null],
    ]);
  });

  it('asks for no more than the accounts that are set', () => {
    const before = told(2n, 'payer', ['a', 'b'], at(1));
    const rows = levelsOf({ told: [...before, ...told(3n, 'payer', ['a'])], expectedAccounts: ['a'] });
    expect(rows).toEqual([['a', 'whole', null]]);
  });

  it('is partial when it does not reach D, and not read when it begins after it', () => {
    const reaching = (through: Date) =>
      levelsOf({
        current: [
          { id: 3n, billingAccount: 'payer', chargedFrom: at(1), chargedThrough: through, losses: [] },
        ],
      })[0]?.[2];
    expect(reaching(at(25))).toBe('the bill of payer reaches 2026-10-25, not 2026-10-30');
    expect(reaching(new Date(at(30).getTime() + 22 * 3_600_000))).toBe(
      'the bill of payer reaches 2026-10-30 22:00, not the end of that day',
    );
    const later = {
      id: 3n,
      billingAccount: 'payer',
      chargedFrom: at(32),
      chargedThrough: at(40),
      losses: [],
    };
    expect(levelsOf({ current: [later] })[0]).toEqual([
      ...['a', 'none', 'the bill of payer begins on 2026-11-01, after 2026-10-30'],
    ]);
  });
});

describe('a scope', () => {
  const row = (region: string, kind: string, level: 'whole' | 'partial'): CoverageRow => ({
    ...{ provider: 'aws', account: 'a', region, kind, level },
    ...{ reason: level === 'whole' ? null : 'timed out', dataFrom: null, dataThrough: null },
  });
  const disk = { provider: 'aws', account: 'a', region: 'eu', kind: 'disk' };

  it('is covered by the row that names it most closely', () => {
    const rows = [row('*', '*', 'whole'), row('eu', 'disk', 'partial'), row('eu', 'lb', 'whole')];
    expect(coverageOf(disk, rows).level).toBe('partial');
    expect(coverageOf({ ...disk, kind: 'lb' }, rows).level).toBe('whole');
    expect(coverageOf({ ...disk, region: 'us' }, rows).level).toBe('whole');
  });

  it('that no row names was not read', () => {
    expect(coverageOf({ ...disk, account: 'b' }, [row('*', '*', 'whole')])).toMatchObject({ level: 'none' });
    expect(coverageOf({ ...disk, kind: null }, [row('eu', 'disk', 'whole')])).toMatchObject({
      level: 'none',
      reason: 'account a, eu was not read',
    });
  });
});

describe('the window of a bill', () => {
  it.each([
    ['the charges end before the delivery settles', at(20), at(33), at(20)],
    ['the delivery is two days ahead of what is settled', at(32), at(32), at(30)],
    ['a charge ends within a day', new Date(at(20).getTime() + 5 * 3_600_000), at(33), at(20)],
  ])('%s', (_, chargedThrough, deliveredAt, through) => {
    expect(billWindow([{ chargedThrough, periodEnd: at(40), deliveredAt }])?.through).toEqual(through);
  });

  it('of no bill is none', () => {
    expect(billWindow([])).toBeNull();
  });
});
