import { describe, expect, it } from 'vitest';
import { importExample } from '@/lib/contracts/sources.examples';
import type { ImportView } from '@/lib/sources/views.schema';
import { actionWords, answersTo, effectWords, fileWords, monthWords, waitingNotices } from './change-words';

const question = { kind: 'loss' as const, text: 'Replace October 2026, or add to it?' };
const waitingImport = (id: number, changes: Partial<ImportView> & { months?: string[] } = {}): ImportView => {
  const { months = ['2026-10'], ...rest } = changes;
  return {
    ...importExample,
    id: String(id),
    fileName: `${id}.csv`,
    waiting: months.map((month) => ({
      ...{ deliveryId: `${id}0000`, importId: String(id), billingAccount: 'BA-6', month, question },
    })),
    ...rest,
  };
};

it('a month is named in full', () => {
  expect(monthWords('2026-10')).toBe('October 2026');
  expect(monthWords('2026-01')).toBe('January 2026');
});

describe('what waits', () => {
  it('is asked once for each billing account and month, the oldest first', () => {
    const notices = waitingNotices([waitingImport(9), waitingImport(4, { months: ['2026-09', '2026-10'] })]);
    expect(notices.map(({ importId, month }) => [importId, month])).toEqual([
      ['4', '2026-09'],
      ['4', '2026-10'],
      ['9', '2026-10'],
    ]);
  });

  it('is asked once for a delivery of several files', () => {
    const parts = [3, 2, 1].map((id) => waitingImport(id, { delivery: 'Monday', part: id, parts: 3 }));
    const [notice, ...others] = waitingNotices(parts);
    expect(others).toEqual([]);
    expect(notice && fileWords(notice)).toBe('1.csv and 2 more files');
    expect(notice?.deliveryId).toBe('10000');
  });
});

it('one that is older may be counted as delivered now, but does not replace what is newer', () => {
  expect(answersTo('older').map((change) => actionWords(change, 'October 2026'))).toEqual([
    'Count it as delivered now',
    'Add to October 2026',
    'Leave it out',
  ]);
  expect(answersTo('loss').map((change) => actionWords(change, 'October 2026'))).toEqual([
    'Replace October 2026',
    'Add to October 2026',
    'Leave it out',
  ]);
});

it('each action says what it does to the rows that count', () => {
  const names = { file: 'a.csv', month: 'October 2026' };
  expect(effectWords('append', names)).toBe(
    'The rows of a.csv count for October 2026 beside those that count now.',
  );
  expect(effectWords('withdraw', names)).toMatch(/^The rows of a\.csv no longer count\./);
});
