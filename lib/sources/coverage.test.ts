import { describe, expect, it } from 'vitest';
import { billWindow } from './bill-window';
import { type BillReading, billCoverage, type CoverageRow, coverageOf } from './coverage';

const at = (day: number) => new Date(Date.UTC(2026, 9, day));
const WINDOW = { from: at(1), through: at(31) };

/** September, superseded October and October as it now stands, each of 100 rows a day and account. */
function reading(
  changes: { rows?: number; through?: Date; accounts?: string[]; expected?: string[] } = {},
): BillReading {
  const { rows = 3_100, through = at(32), accounts = ['a', 'b'], expected = null } = changes;
  const tell = (deliveryId: bigint, from: Date, until: Date, count: number, named: string[]) =>
    named.map((account) => ({
      ...{ deliveryId, billingAccount: 'payer', deliveredAt: at(33), provider: 'aws', account },
      ...{ rows: count, chargedFrom: from, chargedThrough: until },
    }));
  return {
    window: WINDOW,
    current: [
      { id: 1n, billingAccount: 'payer', periodStart: at(-29), periodEnd: at(1), chargedThrough: at(1) },
      { id: 3n, billingAccount: 'payer', periodStart: at(1), periodEnd: at(32), chargedThrough: through },
    ],
    told: [
      ...tell(1n, at(-29), at(1), 3_000, ['a', 'b']),
      ...tell(2n, at(1), at(15), 1_400, ['a', 'b']),
      ...tell(3n, at(1), through, rows, accounts),
    ],
    expectedAccounts: expected,
  };
}

const levels = (rows: CoverageRow[]) => rows.map(({ account, level, reason }) => [account, level, reason]);

describe('a bill', () => {
  it('is whole when its accounts are there, it reaches D and its size is as ever', () => {
    expect(levels(billCoverage(reading()))).toEqual([
      ['a', 'whole', null],
      ['b', 'whole', null],
    ]);
    expect(billCoverage(reading())[0]).toMatchObject({
      ...{ provider: 'aws', region: '*', kind: '*' },
      ...{ dataFrom: at(1).toISOString(), dataThrough: at(31).toISOString() },
    });
  });

  it('is partial when an account that was there before is missing', () => {
    expect(levels(billCoverage(reading({ accounts: ['a'] })))).toEqual([
      ['a', 'partial', 'expected accounts are missing: b'],
      ['b', 'none', 'account b is not in the newest delivery'],
    ]);
  });

  it('is partial when an account that is set was never there', () => {
    expect(levels(billCoverage(reading({ expected: ['a', 'b', 'z'] })))).toEqual([
      ['a', 'partial', 'expected accounts are missing: z'],
      ['b', 'partial', 'expected accounts are missing: z'],
    ]);
  });

  it('asks for no more than the accounts that are set', () => {
    expect(levels(billCoverage(reading({ accounts: ['a'], expected: ['a'], rows: 6_200 })))).toEqual([
      ['a', 'whole', null],
    ]);
  });

  it('is partial when it does not reach D', () => {
    expect(levels(billCoverage(reading({ through: at(25) })))[0]).toEqual([
      ...['a', 'partial', 'the bill of payer reaches 2026-10-25, not 2026-10-30'],
    ]);
    const late = new Date(at(30).getTime() + 22 * 3_600_000);
    expect(levels(billCoverage(reading({ through: late })))[0]).toEqual([
      ...['a', 'partial', 'the bill of payer reaches 2026-10-30 22:00, not the end of that day'],
    ]);
  });

  it('is partial below 70% of the rows a day it used to have', () => {
    expect(levels(billCoverage(reading({ rows: 2_200 })))).toEqual([
      ['a', 'whole', null],
      ['b', 'whole', null],
    ]);
    expect(levels(billCoverage(reading({ rows: 2_100 })))[0]).toEqual([
      ...['a', 'partial', 'it has 68% of the rows a day that the deliveries before it had'],
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
    expect(billWindow([{ chargedThrough, deliveredAt }])?.through).toEqual(through);
  });

  it('of no bill is none', () => {
    expect(billWindow([])).toBeNull();
  });
});
