import { describe, expect, it } from 'vitest';
import { countOnce, monthOf, type Speaking } from './counted-once';

const delivery = (sourceId: string, deliveryId: number, more: Partial<Speaking> = {}): Speaking => ({
  sourceId,
  deliveryId: BigInt(deliveryId),
  billingAccount: 'payer',
  periodStart: new Date('2026-10-01T00:00:00Z'),
  periodEnd: new Date('2026-11-01T00:00:00Z'),
  deliveredAt: new Date('2026-11-05T00:00:00Z'),
  providers: ['aws'],
  ...more,
});

const counted = (...deliveries: Speaking[]) =>
  countOnce(deliveries).map(({ sourceId, deliveryId, provider }) => `${sourceId} ${deliveryId} ${provider}`);

describe('a month of a billing account in two sources', () => {
  it.each<[string, Speaking[], string[]]>([
    [
      'counts for the newest',
      [delivery('a', 1, { deliveredAt: new Date('2026-11-06') }), delivery('b', 2)],
      ['a 1 aws'],
    ],
    ['of equals for the one that came last', [delivery('a', 1), delivery('b', 2)], ['b 2 aws']],
    [
      'counts whole where several deliveries of one source make it up',
      [delivery('a', 1), delivery('a', 2)],
      ['a 1 aws', 'a 2 aws'],
    ],
    [
      'is another month, account or provider where these differ',
      [
        delivery('a', 1),
        delivery('b', 2, { billingAccount: 'other' }),
        delivery('b', 3, { periodStart: new Date('2026-11-01'), periodEnd: new Date('2026-12-01') }),
        delivery('b', 4, { providers: ['azure'] }),
      ],
      ['a 1 aws', 'b 2 aws', 'b 3 aws', 'b 4 azure'],
    ],
    [
      'is split where only one of its providers is in both',
      [delivery('a', 1, { providers: ['aws', 'azure'] }), delivery('b', 2)],
      ['a 1 azure', 'b 2 aws'],
    ],
  ])('%s', (_, deliveries, expected) => {
    expect(counted(...deliveries)).toEqual(expected);
    expect(counted(...[...deliveries].reverse()).sort()).toEqual([...expected].sort());
  });

  it('is the month that its middle lies in', () => {
    const period = {
      periodStart: new Date('2026-09-30T23:00:00Z'),
      periodEnd: new Date('2026-10-31T23:00:00Z'),
    };
    expect(monthOf(period)).toBe('2026-10');
  });
});
