import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addAmounts, compareAmounts } from '@/lib/core/money';
import { type Claim, countSavings, countVerified } from './counted';
import { countedWords } from './counted-words';

let ids = 0;

function claim(action: string, monthlySavings: string | null, more: Partial<Claim> = {}): Claim {
  ids += 1;
  const lineageId = String(ids);
  return {
    ...{ lineageId, action, monthlySavings, hasOpenTicket: false, isLive: true, currency: 'USD' },
    ...{ cashCost: '100.38', lastRecommendationId: lineageId, goesWith: null },
    ...more,
  };
}

/** By action, what counts and the action that counts in its place. */
function outcome(claims: Claim[]): Record<string, [string | null, string | null]> {
  const actionOf = (id: string | null) => claims.find(({ lineageId }) => lineageId === id)?.action ?? id;
  return Object.fromEntries(
    countSavings(claims).map(({ lineageId, counted, excludedBy }) => [
      actionOf(lineageId),
      [counted, actionOf(excludedBy)],
    ]),
  );
}

const ticket = { hasOpenTicket: true };
const aside = { isLive: false };

describe('what counts on one resource', () => {
  it.each<[string, Claim[], Record<string, [string | null, string | null]>]>([
    ['one finding, all of it', [claim('delete', '30')], { delete: ['30', null] }],
    [
      'a delete that saves everything leaves nothing to an upgrade (D15)',
      [claim('upgrade', '30.42'), claim('delete', '100.38')],
      { delete: ['100.38', null], upgrade: ['0', 'delete'] },
    ],
    [
      'the others share what the exclusive one leaves, the largest first',
      [claim('upgrade', '50'), claim('resize', '40'), claim('expire', '60')],
      { resize: ['40', null], expire: ['60', null], upgrade: ['0.38', null] },
    ],
    [
      'what there is no room for is left out',
      [claim('tag', '5'), claim('upgrade', '60'), claim('resize', '40.38')],
      { resize: ['40.38', null], upgrade: ['60', null], tag: ['0', 'resize'] },
    ],
    [
      'of those that exclude each other one counts',
      [claim('stop', '20'), claim('delete', '90'), claim('resize', '10'), claim('migrate', null)],
      { delete: ['90', null], stop: ['0', 'delete'], resize: ['0', 'delete'], migrate: [null, 'delete'] },
    ],
    [
      'an open ticket keeps its place',
      [claim('resize', '10', ticket), claim('delete', '90')],
      { resize: ['10', null], delete: ['0', 'resize'] },
    ],
    [
      'an unknown saving counts nothing and takes nothing',
      [claim('upgrade', null), claim('expire', '7')],
      { upgrade: [null, null], expire: ['7', null] },
    ],
    [
      'what was dismissed comes after what is live, in nobody’s place',
      [claim('delete', '100', aside), claim('resize', '40')],
      { resize: ['40', null], delete: ['60.38', null] },
    ],
    [
      'what hangs on a machine that is to be deleted goes with it, unless it is deleted itself',
      [claim('upgrade', '5', { goesWith: '999' }), claim('delete', '20', { goesWith: '999' })],
      { upgrade: ['0', '999'], delete: ['20', null] },
    ],
    [
      'the newest finding says what it costs',
      [
        claim('upgrade', '50', { lastRecommendationId: '7', cashCost: '100' }),
        claim('expire', '60', { lastRecommendationId: '9', cashCost: '70' }),
      ],
      { expire: ['60', null], upgrade: ['10', null] },
    ],
    [
      'where the cost was never known all counts, and one that costs nothing saves nothing',
      [claim('upgrade', '50', { cashCost: null }), claim('expire', '60', { cashCost: '0', currency: 'EUR' })],
      { upgrade: ['50', null], expire: ['0', null] },
    ],
  ])('%s', (_, claims, expected) => {
    expect(outcome(claims)).toEqual(expected);
    expect(outcome([...claims].reverse())).toEqual(expected);
  });
});

const cents = (most: number) => fc.integer({ min: 0, max: most }).map((each) => (each / 100).toFixed(2));
const claims = fc
  .tuple(
    cents(50_000),
    fc.uniqueArray(
      fc.record({
        action: fc.constantFrom('delete', 'stop', 'resize', 'migrate', 'upgrade', 'expire', 'tag'),
        savings: fc.option(cents(60_000)),
        hasOpenTicket: fc.boolean(),
        isLive: fc.boolean(),
        isAttached: fc.boolean(),
      }),
      { selector: ({ action }) => action, maxLength: 7 },
    ),
  )
  .map(([cashCost, rows]) =>
    rows.map(({ action, savings, isAttached, ...row }, index) => ({
      ...claim(action, savings, { ...row, cashCost, goesWith: isAttached ? '999999' : null }),
      lineageId: String(index + 1),
    })),
  );

describe('whatever rules ask for', () => {
  it('the savings of one resource are between nothing and its cash cost, in any order of rows', () => {
    fc.assert(
      fc.property(claims, fc.infiniteStream(fc.nat()), (given, order) => {
        const counted = countSavings(given);
        expect(counted).toHaveLength(given.length);
        const amounts = counted.flatMap((each) => each.counted ?? []);
        expect(amounts.every((amount) => compareAmounts(amount, '0') >= 0)).toBe(true);
        expect(compareAmounts(addAmounts(amounts), given[0]?.cashCost ?? '0')).toBeLessThanOrEqual(0);
        const shuffled = given
          .map((each) => ({ each, at: order.next().value ?? 0 }))
          .sort((one, other) => one.at - other.at)
          .map(({ each }) => each);
        const byId = (rows: typeof counted) =>
          [...rows].sort((a, b) => Number(a.lineageId) - Number(b.lineageId));
        expect(byId(countSavings(shuffled))).toEqual(byId(counted));
      }),
    );
  });

  it('of the exclusive ones that are live at most one counts', () => {
    fc.assert(
      fc.property(claims, (given) => {
        const exclusive = given.filter(
          ({ action, isLive }) => isLive && ['delete', 'stop', 'resize', 'migrate'].includes(action),
        );
        const counted = countSavings(given).filter(
          ({ lineageId, excludedBy }) =>
            excludedBy === null && exclusive.some((each) => each.lineageId === lineageId),
        );
        expect(counted.length).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe('verified findings of one resource', () => {
  const day = (n: number) => new Date(Date.UTC(2026, 9, n));
  const verified = (lineageId: string, cash: string | null, from: number, through: number) => ({
    ...{ lineageId, cash, from: day(from), through: day(through) },
  });
  it('count once where they measured the same days, and each where they did not', () => {
    const same = countVerified([verified('1', '100.38', 1, 12), verified('2', '100.38', 3, 14)]);
    expect([...same].sort()).toEqual([
      ['1', null],
      ['2', '1'],
    ]);
    const apart = countVerified([verified('1', '50', 1, 12), verified('2', '40', 20, 30)]);
    expect([...apart.values()]).toEqual([null, null]);
    const pending = countVerified([verified('1', null, 1, 12), verified('2', '40', 2, 13)]);
    expect(pending.get('1')).toBe('2');
  });
});

describe('why less counts, in words', () => {
  const of = {
    action: 'upgrade',
    resourceId: '1',
    savings: '30.42',
    counted: '0',
    cashCost: '100.38',
    currency: 'USD',
  };
  it.each([
    [
      { ...of, by: { action: 'delete', resourceId: '1', name: 'vm-1' } },
      'Counts 0 of 30.42: delete vm-1 already saves all of it.',
    ],
    [
      { ...of, action: 'stop', by: { action: 'delete', resourceId: '1', name: 'vm-1' } },
      'Counts 0 of 30.42: delete vm-1 stands in its place.',
    ],
    [
      { ...of, by: { action: 'delete', resourceId: '2', name: 'vm-1' } },
      'Counts 0 of 30.42: delete vm-1 takes it along.',
    ],
    [
      { ...of, counted: '10.38', by: null },
      'Counts 10.38 of 30.42: all that is found on it saves no more than the 100.38 USD that it costs in cash.',
    ],
    [{ ...of, counted: '30.4200', by: null }, null],
    [{ ...of, savings: null, counted: null, by: null }, null],
  ])('%#', (given, expected) => {
    expect(countedWords(given)).toBe(expected);
  });
});
