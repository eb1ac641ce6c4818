import { Decimal as Digits } from 'decimal.js';
import Papa from 'papaparse';
import { expect, it } from 'vitest';
import { database } from '@/lib/core/db';
import { readOverview } from '@/lib/recommendations/summary';
import { makeCompany } from '@/lib/sandbox/company/company';
import type { Delivery } from '@/lib/sandbox/company/schema';
import { totalCosts } from '@/lib/sources/costs.data';
import { totalCostsInput } from '@/lib/sources/costs.schema';
import { collect } from '@/lib/sources/testing';
import { BILLS, createSources, deliverWeek } from './deliver';

const Decimal = Digits.clone({ precision: 60 });
const NOW = new Date('2026-11-25T06:00:00Z');
const DAY = 86_400_000;

type Row = Record<string, string>;
type File = { bill: Delivery['bill']; handling: Delivery['handling']; at: number; rows: Row[] };

it('a first start’s Overview costs what the sandbox company’s bills add up to', {
  timeout: 300_000,
}, async () => {
  const company = makeCompany({ seed: 7, resources: 100, weeks: 4, now: NOW });
  await createSources();
  const files = new Map<string, File[]>(); // what speaks for a payer's month: the last whole file, and what was added to it
  for (let number = 0; number < company.weeks; number += 1) {
    const week = company.week(number);
    await deliverWeek(week);
    for (const delivery of week.deliveries) {
      const name = `${delivery.billingAccount} ${delivery.billingPeriodStart}`;
      const file = { bill: delivery.bill, handling: delivery.handling, at: week.at.getTime() };
      const own = { ...file, rows: await rowsOf(delivery) };
      files.set(name, delivery.handling === 'append' ? [...(files.get(name) ?? []), own] : [own]);
    }
  }
  for (const name of Object.values(BILLS)) {
    await collect((await database().source.findUniqueOrThrow({ where: { name } })).id, NOW);
  }

  const { monthCost } = await readOverview(database(), NOW);
  const counted = [...files.values()].flat();
  expect(counted.map(({ handling }) => handling)).toContain('append');
  const cost = Object.keys(BILLS).reduce(
    (sum, bill) => sum.plus(costOf(counted.filter((file) => file.bill === bill))),
    new Decimal(0),
  );
  expect(monthCost).toEqual([{ currency: 'USD', amount: cost.toFixed(), count: expect.any(Number) }]);
  // The rows that the figure opens add up to it.
  const { items } = await totalCosts(database(), totalCostsInput.parse({ isSettled: 'true' }));
  expect(items.map((each) => each.cost)).toEqual([cost.toFixed()]);
});

async function rowsOf(delivery: Delivery): Promise<Row[]> {
  let text = '';
  for await (const chunk of delivery.csv()) text += chunk;
  return Papa.parse<Row>(text, { header: true, skipEmptyLines: true }).data;
}

/** Σ EffectiveCost of the 30 settled days of one source's files; a charge over several days by hours, to ten places. */
function costOf(files: File[]): Digits {
  const whole = files.filter(({ handling }) => handling === 'overwrite');
  const ends = whole.flatMap(({ rows }) =>
    rows.map(({ ChargePeriodEnd = '' }) => Date.parse(ChargePeriodEnd)),
  );
  const charged = ends.reduce((latest, end) => Math.max(latest, end), 0);
  const delivered = Math.max(...whole.map(({ at }) => at));
  const through = Math.floor(Math.min(charged, delivered - 2 * DAY) / DAY) * DAY;
  return files
    .flatMap(({ rows }) => rows)
    .reduce((sum, row) => sum.plus(partOf(row, through - 30 * DAY, through)), new Decimal(0));
}

function partOf(
  { EffectiveCost = '', ChargePeriodStart = '', ChargePeriodEnd = '' }: Row,
  from: number,
  through: number,
) {
  const [start, end] = [Date.parse(ChargePeriodStart), Date.parse(ChargePeriodEnd)];
  const within = Math.max(0, Math.min(end, through) - Math.max(start, from));
  return new Decimal(EffectiveCost)
    .times(within)
    .div(end - start)
    .toDecimalPlaces(10);
}
