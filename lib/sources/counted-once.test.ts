import { describe, expect, it } from 'vitest';
import { countOnce, type Speaking, sharedMonths } from './counted-once';

const delivery = (sourceId: string, deliveryId: number, more: Partial<Speaking> = {}): Speaking => ({
  sourceId,
  deliveryId: BigInt(deliveryId),
  billingAccount: 'payer',
  month: new Date('2026-10-01T00:00:00Z'),
  effectiveAt: new Date('2026-11-05T00:00:00Z'),
  isBase: true,
  providers: ['aws'],
  ...more,
});

const counted = (...deliveries: Speaking[]) =>
  countOnce(deliveries).map(({ sourceId, deliveryId, provider }) => `${sourceId} ${deliveryId} ${provider}`);

describe('a month of a billing account in two sources', () => {
  it.each<[string, Speaking[], string[]]>([
    [
      'counts for the newest',
      [delivery('a', 1, { effectiveAt: new Date('2026-11-06') }), delivery('b', 2)],
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
        delivery('b', 3, { month: new Date('2026-11-01') }),
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

  it('counts for the newest base, however new what was appended elsewhere is', () => {
    const appended = delivery('a', 3, { isBase: false, effectiveAt: new Date('2026-11-09') });
    expect(counted(delivery('a', 1), delivery('b', 2), appended)).toEqual(['b 2 aws']);
    expect(sharedMonths([delivery('a', 1), delivery('b', 2), appended])).toMatchObject([
      { billingAccount: 'payer', provider: 'aws', sourceIds: ['b', 'a'] },
    ]);
    expect(sharedMonths([delivery('a', 1), delivery('a', 2)])).toEqual([]);
  });
});
