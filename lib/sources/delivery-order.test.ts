import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DeliveryUnit, decideDeliveries, type Handling } from './delivery-order';
import type { Loss } from './losses';

const MONTH = new Date(Date.UTC(2026, 9, 1));
const at = (day: number) => new Date(Date.UTC(2026, 9, day));

const unit = (id: number, day: number, changes: Partial<DeliveryUnit> = {}): DeliveryUnit => ({
  ...{ id: BigInt(id), ids: [BigInt(id)], deliveredAt: at(day), effectiveAt: at(day) },
  ...{ handling: null, isLate: false, onlyCorrections: false },
  ...{ isWithdrawn: false, isComplete: true },
  ...changes,
});

const lossOf = (accounts: number): Loss => ({
  ...{ rowsBefore: 31, rowsNow: 2, onlyCorrections: false, providers: [], issuers: [], daysLost: 0 },
  ...{ money: [], reasons: [] },
  accounts: Array.from({ length: accounts }, (_, n) => ({ provider: 'aws', account: String(n) })),
});

/** A delivery has so many accounts; with fewer than what counts it loses some. */
async function standings(units: DeliveryUnit[], sizes: Record<string, number> = {}) {
  const sizeOf = ({ id }: DeliveryUnit) => sizes[String(id)] ?? 1;
  const decisions = await decideDeliveries(MONTH, units, async ({ bases }, next) =>
    lossOf(Math.max(0, Math.max(...bases.map(sizeOf)) - sizeOf(next))),
  );
  return Object.fromEntries([...decisions].map(([id, { standing }]) => [String(id), standing]));
}

it('what counts and comes again ends what has waited since, and keeps what was added', async () => {
  const again = unit(1, 35, { deliveredAt: at(37) });
  expect(await standings([again, unit(2, 36)], { 1: 2 })).toEqual({ 1: 'base', 2: 'superseded' });
  expect(await standings([again, unit(2, 36, { handling: 'append' })])).toEqual({ 1: 'base', 2: 'appended' });
});

it('corrections alone are no month', async () => {
  const correction = unit(2, 36, { handling: 'append', onlyCorrections: true });
  expect(await standings([correction])).toEqual({ 2: 'appended' });
  expect(await standings([unit(1, 35, { handling: 'append' }), correction])).toEqual({
    ...{ 1: 'base', 2: 'appended' },
  });
});

describe('the deliveries of a month', () => {
  it.each<[string, DeliveryUnit[], Record<string, number>, Record<string, string>]>([
    ['the first is the base', [unit(1, 1)], {}, { 1: 'base' }],
    ['one that loses nothing replaces', [unit(1, 1), unit(2, 2)], {}, { 1: 'superseded', 2: 'base' }],
    ['one that loses something waits', [unit(1, 1), unit(2, 2)], { 1: 2 }, { 1: 'base', 2: 'waiting' }],
    [
      'one that overwrites replaces whatever it loses',
      [unit(1, 1), unit(2, 2, { handling: 'overwrite' })],
      { 1: 2 },
      { 1: 'superseded', 2: 'base' },
    ],
    [
      'one that appends adds',
      [unit(1, 1), unit(2, 2, { handling: 'append' })],
      { 1: 2 },
      { 1: 'base', 2: 'appended' },
    ],
    [
      'without a base all that were appended together are it',
      [unit(1, 1, { handling: 'append' }), unit(2, 2, { handling: 'append' })],
      {},
      { 1: 'base', 2: 'base' },
    ],
    [
      'a whole one replaces the base and what was appended',
      [unit(1, 1), unit(2, 2, { handling: 'append' }), unit(3, 3)],
      {},
      { 1: 'superseded', 2: 'superseded', 3: 'base' },
    ],
    [
      'a later one without loss ends the waiting',
      [unit(1, 1), unit(2, 2), unit(3, 3)],
      { 1: 2, 3: 2 },
      { 1: 'superseded', 2: 'superseded', 3: 'base' },
    ],
    [
      'an older one waits, also where it loses nothing, until it is answered',
      [unit(1, 5), unit(2, 3, { isLate: true })],
      {},
      { 1: 'base', 2: 'waiting' },
    ],
    [
      'an older one that is to overwrite takes its place in the order',
      [unit(1, 5), unit(2, 3, { isLate: true, handling: 'overwrite' })],
      {},
      { 1: 'base', 2: 'superseded' },
    ],
    [
      'what is left out, undone or not all here takes no part',
      [
        unit(1, 1),
        unit(2, 2, { handling: 'discard' }),
        unit(3, 3, { isWithdrawn: true }),
        unit(4, 4, { isComplete: false }),
      ],
      {},
      { 1: 'base', 2: 'discarded', 3: 'withdrawn', 4: 'incomplete' },
    ],
    [
      'undoing the newest brings back the one before it',
      [unit(1, 1), unit(2, 2, { isWithdrawn: true })],
      {},
      { 1: 'base', 2: 'withdrawn' },
    ],
  ])('%s', async (_, units, sizes, expected) => {
    expect(await standings(units, sizes)).toEqual(expected);
  });

  it('end in the same state in whatever order they are processed, when the answers are the same', async () => {
    const delivery = fc.record({
      size: fc.integer({ min: 1, max: 4 }),
      said: fc.constantFrom<Handling | null>(null, null, 'overwrite', 'append'),
      answer: fc.constantFrom<Handling>('overwrite', 'append', 'discard'),
    });
    const history = fc
      .array(delivery, { minLength: 1, maxLength: 6 })
      .chain((deliveries) =>
        fc.tuple(
          fc.constant(deliveries),
          fc.shuffledSubarray([...deliveries.keys()], { minLength: deliveries.length }),
        ),
      );
    await fc.assert(
      fc.asyncProperty(history, async ([deliveries, order]) => {
        const first = await processed(deliveries, [...deliveries.keys()]);
        // What nobody was asked about has overwritten: that is its answer when the order makes somebody ask.
        const answered = deliveries.map((given, day) => ({
          ...given,
          answer: first.handlings.get(day) ?? ('overwrite' as const),
        }));
        expect((await processed(answered, order)).counting).toEqual(first.counting);
      }),
      { numRuns: 500 },
    );
  });
});

type Processed = { counting: string[]; handlings: Map<number, Handling | null> };
type Given = { size: number; said: Handling | null; answer: Handling };

/** Processes deliveries one after the other; each that waits, then or later, gets its answer at once. What counts. */
async function processed(deliveries: Given[], order: number[]): Promise<Processed> {
  const units: DeliveryUnit[] = [];
  const sizes: Record<string, number> = {};
  for (const [place, day] of order.entries()) {
    const given = deliveries[day];
    if (!given) continue;
    const id = place + 1;
    sizes[id] = given.size;
    const isLate = Object.entries(await standings(units, sizes)).some(
      ([known, standing]) =>
        ['base', 'appended'].includes(standing) &&
        units.some((each) => String(each.id) === known && each.effectiveAt > at(day)),
    );
    units.push(unit(id, day, { handling: given.said, isLate }));
    for (let asked = true; asked; ) {
      const now = await standings(units, sizes);
      const at = units.findIndex((each) => now[String(each.id)] === 'waiting');
      const waiting = units[at];
      asked = waiting !== undefined;
      const answer = waiting && deliveries[order[Number(waiting.id) - 1] ?? 0]?.answer;
      if (waiting && answer) units[at] = { ...waiting, handling: answer };
    }
  }
  const now = await standings(units, sizes);
  const counting = units
    .filter(({ id }) => ['base', 'appended'].includes(now[String(id)] ?? ''))
    .map(({ id, effectiveAt }) => `${effectiveAt.getTime()} ${now[String(id)]}`)
    .toSorted();
  const dayOf = ({ id }: DeliveryUnit) => order[Number(id) - 1] ?? 0;
  return { counting, handlings: new Map(units.map((each) => [dayOf(each), each.handling])) };
}
