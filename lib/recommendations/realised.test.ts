import { describe, expect, it } from 'vitest';
import { DAY_MS } from '@/lib/core/clock';
import { realisedSaving, type SettledDay } from './realised';

const START = Date.UTC(2026, 9, 1);
const dayAt = (index: number) => new Date(START + index * DAY_MS);

/** A bill of 60 days; what happens on each is a function of its number. */
function days(shape: (index: number) => Partial<SettledDay>): SettledDay[] {
  return Array.from({ length: 60 }, (_, index) => ({
    day: dayAt(index).toISOString().slice(0, 10),
    cash: '0',
    committed: '0',
    quantity: '0',
    ...shape(index),
  }));
}

const given = {
  firstMovedAt: new Date(dayAt(20).getTime() + 5 * 3_600_000),
  closedAt: new Date(dayAt(30).getTime() + 9 * 3_600_000),
  coveredFrom: dayAt(0),
  settledThrough: dayAt(60),
  currency: 'USD',
  possiblyMoved: false,
};

describe('the realised saving', () => {
  it('is the mean day of 14 before the first move less the mean day of 7 from closing + 2, a month', () => {
    const bill = days((index) => ({ cash: index < 30 ? '10' : '0', quantity: index < 30 ? '24' : '0' }));
    expect(realisedSaving({ ...given, days: bill })).toMatchObject({
      cash: '304.167',
      priceEffect: '0',
      usageEffect: '304.167',
      measuredThrough: '2026-11-08',
    });
  });

  it('tells a lower price from a lower use, and both add up to the cash', () => {
    const bill = days((index) =>
      index < 30 ? { cash: '10', quantity: '100' } : { cash: '4', quantity: '80' },
    );
    // (0.1 − 0.05) · 80 = 4 a day by price, (100 − 80) · 0.1 = 2 a day by use
    expect(realisedSaving({ ...given, days: bill })).toMatchObject({
      cash: '182.5002',
      priceEffect: '121.6668',
      usageEffect: '60.8334',
    });
  });

  it('does not look at the days between the first move and closing + 2', () => {
    const bill = days((index) => ({ cash: index >= 20 && index < 32 ? '999' : '1', quantity: '1' }));
    expect(realisedSaving({ ...given, days: bill })?.cash).toBe('0');
  });

  it('is negative when it costs more afterwards', () => {
    const bill = days((index) => ({ cash: index < 30 ? '1' : '2', quantity: '1' }));
    expect(realisedSaving({ ...given, days: bill })?.cash).toBe('-30.4167');
  });

  it('keeps what a commitment no longer spends apart from cash', () => {
    const bill = days((index) => ({ committed: index < 30 ? '3' : '0' }));
    expect(realisedSaving({ ...given, days: bill })).toMatchObject({
      cash: '0',
      freedCommitment: '91.2501',
      priceEffect: null,
      usageEffect: null,
    });
  });

  it('is not known before all its days are settled and covered', () => {
    const bill = days(() => ({ cash: '1' }));
    expect(realisedSaving({ ...given, days: bill, settledThrough: dayAt(38) })).toBeNull();
    expect(realisedSaving({ ...given, days: bill, settledThrough: dayAt(39) })).not.toBeNull();
    expect(realisedSaving({ ...given, days: bill, coveredFrom: dayAt(7) })).toBeNull();
  });
});
