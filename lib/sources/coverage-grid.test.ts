import { expect, it } from 'vitest';
import { billCells, daysTo, inventoryCells, worstFirst } from './coverage-grid';

const days = daysTo(new Date('2026-11-03T09:00:00Z'), 5);
const busy = (from: string, to: string, rows: number) => {
  const filled = new Map<string, number>();
  for (let at = Date.parse(from); at <= Date.parse(to); at += 86_400_000) {
    filled.set(new Date(at).toISOString().slice(0, 10), rows);
  }
  return filled;
};

it('the days end today, over the end of a month', () => {
  expect(days).toEqual(['2026-10-30', '2026-10-31', '2026-11-01', '2026-11-02', '2026-11-03']);
});

it('a day is whole from 70% of the middle one of the days before it, partial below, none without charges', () => {
  const rows = busy('2026-10-10', '2026-10-30', 10).set('2026-10-31', 7).set('2026-11-01', 6);
  const cells = billCells({ days, rows, settledBefore: '2026-11-03' });
  expect(cells.map(({ level }) => level)).toEqual(['whole', 'whole', 'partial', 'none', 'none']);
  expect(cells[2]?.reason).toBe('6 charges, 60% of what the 14 days before had');
  expect(cells[3]?.reason).toBe('no charges of this day');
  expect(cells[4]?.reason).toBe('the bill does not reach this day');
});

it('a day that is not settled is never whole, however many charges it has', () => {
  const cells = billCells({ days, rows: busy('2026-10-10', '2026-11-03', 10), settledBefore: '2026-11-01' });
  expect(cells.map(({ level }) => level)).toEqual(['whole', 'whole', 'partial', 'partial', 'partial']);
});

it('without days to compare with, charges are enough', () => {
  const cells = billCells({ days, rows: busy('2026-10-30', '2026-11-03', 1), settledBefore: '2026-11-04' });
  expect(cells.map(({ level }) => level)).toEqual(['whole', 'whole', 'whole', 'whole', 'whole']);
});

it('a day without a reading of an inventory is told apart from a reading that failed', () => {
  const cells = inventoryCells(days, [
    { day: '2026-10-31', level: 'none', reason: 'access denied' },
    { day: '2026-11-03', level: 'whole', reason: null },
  ]);
  expect(cells.map(({ level, reason }) => reason ?? level)).toEqual([
    'nothing was read on this day',
    'access denied',
    'nothing was read on this day',
    'nothing was read on this day',
    'whole',
  ]);
});

it('the scope with the fewest whole days comes first', () => {
  const cell = (level: 'whole' | 'none') => ({ level, reason: null, rows: null });
  const scope = (account: string, ...cells: ReturnType<typeof cell>[]) => {
    return { provider: 'aws', account, region: '*', kind: '*', cells };
  };
  const sorted = worstFirst([scope('c', cell('whole')), scope('b', cell('none')), scope('a', cell('whole'))]);
  expect(sorted.map(({ account }) => account)).toEqual(['b', 'a', 'c']);
});
