import { Readable } from 'node:stream';
import { Decimal } from 'decimal.js';
import Papa from 'papaparse';
import { expect, it } from 'vitest';
import { DAY_MS } from '@/lib/core/clock';
import { database, transaction } from '@/lib/core/db';
import { makeCompany } from '@/lib/sandbox/company/company';
import { takeBillSnapshot } from './bill-snapshot.data';
import { importStream } from './commands';
import { totalCosts } from './costs.data';
import { totalCostsInput } from './costs.schema';
import { actor, makeSource } from './testing';
import { readSettledCosts } from './totals.data';

const NOW = new Date('2026-11-21T06:00:00Z');

type Row = {
  BillingCurrency: string;
  EffectiveCost: string;
  ChargePeriodStart: string;
  ChargePeriodEnd: string;
};

/** What of a row falls into the days, by hours, as FOCUS has charge periods. */
function costOf(row: Row, from: number, through: number): Decimal {
  const [start, end] = [Date.parse(row.ChargePeriodStart), Date.parse(row.ChargePeriodEnd)];
  const inside = Math.min(end, through) - Math.max(start, from);
  if (inside <= 0) return new Decimal(0);
  return new Decimal(row.EffectiveCost).times(inside).div(end - start);
}

async function textOf(parts: AsyncIterable<string>): Promise<string> {
  let text = '';
  for await (const part of parts) text += part;
  return text;
}

it('the cost of 30 days is what the CSV files of the sandbox company add up to', async () => {
  const company = makeCompany({ seed: 7, resources: 120, weeks: 4, now: NOW });
  // Of each payer and month the delivery that came last, whole.
  const latest = new Map<string, { payer: string; at: Date; csv: string }>();
  for (let number = 0; number < company.weeks; number += 1) {
    const week = company.week(number);
    for (const { billingAccount, billingPeriodStart, csv } of week.deliveries) {
      const text = await textOf(csv());
      latest.set(`${billingAccount} ${billingPeriodStart}`, {
        payer: billingAccount,
        at: week.at,
        csv: text,
      });
    }
  }
  const sources = new Map<string, string>();
  for (const { payer, at, csv } of latest.values()) {
    const sourceId = sources.get(payer) ?? (await makeSource());
    sources.set(payer, sourceId);
    const stream = Readable.from([Buffer.from(csv)]);
    const { state } = await importStream({ actor, sourceId, stream, fileName: 'focus.csv', deliveredAt: at });
    expect(state).toBe('done');
  }
  for (const sourceId of sources.values())
    await transaction((tx) => takeBillSnapshot(tx, { sourceId, config: { maxBadShare: 0.01 }, now: NOW }));

  const through = Math.floor(NOW.getTime() / DAY_MS) * DAY_MS - 2 * DAY_MS; // settled two days after
  const from = through - 30 * DAY_MS;
  const expected = new Map<string, Decimal>();
  for (const { csv } of latest.values()) {
    const { data } = Papa.parse<Row>(csv, { header: true, skipEmptyLines: true });
    for (const row of data) {
      const sum = expected.get(row.BillingCurrency) ?? new Decimal(0);
      expected.set(row.BillingCurrency, sum.plus(costOf(row, from, through)));
    }
  }

  const { costs, days } = await readSettledCosts(database());
  expect(days.map((each) => [each.from.getTime(), each.through.getTime()])).toEqual(
    [...sources].map(() => [from, through]),
  );
  expect(costs.map(({ currency }) => currency)).toEqual([...expected.keys()].sort());
  // Charges of a month are split, and each part is rounded to ten places.
  for (const { currency, amount } of costs)
    expect(expected.get(currency)?.minus(amount).abs().toNumber()).toBeLessThan(1e-8);
  const { items } = await totalCosts(database(), totalCostsInput.parse({ isSettled: 'true' }));
  expect(items.map(({ cost }) => cost)).toEqual(costs.map(({ amount }) => amount));
}, 180_000);
