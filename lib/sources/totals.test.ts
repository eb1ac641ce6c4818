import { describe, expect, it } from 'vitest';
import { database, transaction } from '@/lib/core/db';
import { addAmounts } from '@/lib/core/money';
import { takeBillSnapshot } from './bill-snapshot.data';
import { groupCosts, listCosts, totalCosts } from './costs.data';
import { groupCostsInput, listCostsInput, totalCostsInput } from './costs.schema';
import { billOf, type Charge, daily, dayOf, makeSource, send } from './testing';
import { readSettledCosts } from './totals.data';

const NOW = new Date(dayOf(40));

/** A source with this bill, read; delivered long enough after its last charge that all of it is settled. */
async function read(sourceId: string, content: string, deliveredAt = new Date(dayOf(33))): Promise<void> {
  const { state } = await send(sourceId, content, { deliveredAt });
  expect(state).toBe('done');
  await transaction((tx) => takeBillSnapshot(tx, { sourceId, config: { maxBadShare: 0.01 }, now: NOW }));
}

/** Only these sources are read any more. */
async function only(...sourceIds: string[]): Promise<void> {
  await database().source.updateMany({ data: { enabled: false } });
  await database().source.updateMany({ where: { id: { in: sourceIds } }, data: { enabled: true } });
}

const amounts = async () =>
  (await readSettledCosts(database())).costs.map(({ currency, amount }) => `${amount} ${currency}`);

/** The rows of a list, page by page, and what they and the list's totals come to. */
async function listed(given: Record<string, unknown> = {}) {
  const rows = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = await listCosts(
      database(),
      listCostsInput.parse({ ...given, limit: 7, ...(cursor ? { cursor } : {}) }),
    );
    rows.push(...page.items);
    cursor = page.nextCursor;
  }
  const { items: totals } = await totalCosts(database(), totalCostsInput.parse(given));
  return { rows, sum: addAmounts(rows.map(({ cost }) => cost)), totals };
}

async function expectSame(given: Record<string, unknown> = {}): Promise<void> {
  const { costs } = await readSettledCosts(database());
  const { totals } = await listed({ isSettled: 'true', ...given });
  expect(totals.map(({ currency, cost, rows }) => ({ currency, amount: cost, rows }))).toEqual(costs);
  for (const { currency, amount, rows } of costs) {
    const own = await listed({ isSettled: 'true', currency, ...given });
    expect({ sum: own.sum, rows: own.rows.length }).toEqual({ sum: amount, rows });
  }
}

describe('the cost of 30 days', () => {
  it('of 10 a day is 300 and no projection (N02)', async () => {
    const id = await makeSource();
    await only(id);
    await read(id, billOf(daily(1, 30, { EffectiveCost: '10', BilledCost: '10' })), new Date(dayOf(33)));
    expect(await amounts()).toEqual(['300 USD']);
    await expectSame();
    const { days } = await readSettledCosts(database());
    expect(days).toMatchObject([{ from: new Date(dayOf(1)), through: new Date(dayOf(31)) }]);
  });

  it('of 27 days is what they charge, however long the charges are (N02)', async () => {
    const id = await makeSource();
    await only(id);
    const weeks = [
      [1, 7, '60'] as const,
      [7, 14, '70'] as const,
      [14, 21, '70'] as const,
      [21, 28, '70'] as const,
    ];
    await read(
      id,
      billOf(
        weeks.map(([from, to, cost]) => ({
          ...{
            ChargePeriodStart: dayOf(from),
            ChargePeriodEnd: dayOf(to),
            EffectiveCost: cost,
            BilledCost: cost,
          },
        })),
      ),
    );
    expect(await amounts()).toEqual(['270 USD']);
    await expectSame();
  });

  it('has every category and class, charges without a resource, and the part of a charge that falls in', async () => {
    const id = await makeSource();
    await only(id);
    const month: Charge = { ChargePeriodStart: dayOf(0), ChargePeriodEnd: dayOf(31), ResourceId: '' };
    await read(
      id,
      billOf([
        ...daily(1, 30, { EffectiveCost: '1' }),
        { ...month, ChargeCategory: 'Tax', EffectiveCost: '31' },
        { ...month, ChargeCategory: 'Credit', EffectiveCost: '-7' },
        { ...month, ChargeCategory: 'Adjustment', ChargeClass: 'Correction', EffectiveCost: '-0.31' },
        { ...month, ChargeCategory: 'Purchase', BilledCost: '900', EffectiveCost: '0' },
        { BillingCurrency: 'EUR', SubAccountId: '5522', EffectiveCost: '4' },
      ]),
    );
    // 30 days of 31 of what was charged for the month from a day before the window on.
    expect(await amounts()).toEqual(['4 EUR', '52.9258064516 USD']);
    await expectSame();
    const { rows, totals } = await listed({ isSettled: 'true', category: 'Tax' });
    expect(rows).toMatchObject([{ cost: '30', effectiveCost: '31', provider: 'aws' }]);
    expect(totals).toMatchObject([{ cost: '30', billedCost: '1', rows: 1 }]);
    const groups = await groupCosts(database(), groupCostsInput.parse({ isSettled: 'true', by: 'category' }));
    const { costs } = await readSettledCosts(database());
    for (const { currency, amount } of costs) {
      const own = groups.items.filter((each) => each.currency === currency);
      expect(addAmounts(own.map(({ cost }) => cost))).toBe(amount);
    }
  });

  it('counts a month that is in two sources once, for the newer delivery (D06)', async () => {
    const [one, other] = [await makeSource(), await makeSource()];
    await only(one, other);
    const bill = daily(1, 30, { BillingAccountId: 'twice', EffectiveCost: '10' });
    await read(one, billOf(bill), new Date(dayOf(33)));
    await read(
      other,
      billOf(bill.map((charge) => ({ ...charge, EffectiveCost: '11' }))),
      new Date(dayOf(34)),
    );
    expect(await amounts()).toEqual(['330 USD']);
    await expectSame();
    const { totals } = await listed({ billingPeriod: '2026-10' });
    expect(totals).toMatchObject([{ cost: '330', billedCost: '30', rows: 30 }]);
    expect((await listed({ source: one })).rows).toEqual([]);
  });

  it('is covered as far as it lies in accounts that were read whole, between 0 and 1', async () => {
    const id = await makeSource();
    await only(id);
    await read(
      id,
      billOf([
        ...daily(1, 30, { EffectiveCost: '3' }),
        ...daily(1, 20, { SubAccountId: '77', EffectiveCost: '1', ResourceId: 'vol-0000000000000077' }),
        { SubAccountId: '88', ChargeCategory: 'Credit', EffectiveCost: '-500', ResourceId: '' },
      ]),
    );
    const { covered } = await readSettledCosts(database());
    expect(covered).toHaveLength(1);
    expect(covered[0]?.share).toBeGreaterThanOrEqual(0);
    expect(covered[0]?.share).toBeLessThanOrEqual(1);
  });
});
