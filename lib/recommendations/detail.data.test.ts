import { expect, it } from 'vitest';
import { database } from '@/lib/core/db';
import { readRecommendationDetail } from './detail.data';
import * as make from './testing';

/** A bill of ten days that charges the resource on these (day, cost), an inventory of the same moment. */
async function foundOnce(charges: [number, string][]): Promise<string> {
  await make.publishRules(make.WANTS);
  const [bill, inventory] = [
    await make.makeSource('focus', 'Bill'),
    await make.makeSource('inventory', 'Hosts'),
  ];
  const through = make.hour(10 * 24);
  const billed = await make.makeSnapshot({ sourceId: bill, through });
  const taken = await make.makeSnapshot({ sourceId: inventory, through });
  const id = await make.makeResource('vm');
  await make.makeDelivery({ sourceId: bill, snapshotId: billed, resourceId: id, through });
  // An import makes the partition of its own rows; these have none.
  await database().$executeRaw`CREATE TABLE charges_of_tests PARTITION OF charges DEFAULT`;
  await database().$executeRaw`
    INSERT INTO charges (delivery_id, line, charge_start, charge_end, resource_key, provider, account, category, currency,
      billed_cost, effective_cost)
    SELECT (SELECT max(id) FROM bill_deliveries), n, ${make.hour(0)}::timestamptz + day * interval '1 day',
      ${make.hour(0)}::timestamptz + (day + 1) * interval '1 day', s.key, 'aws', '1', 'Usage', 'USD', cost, cost
    FROM resources s, unnest(${charges.map(([day]) => day)}::int[], ${charges.map(([, cost]) => cost)}::numeric[])
      WITH ORDINALITY AS given (day, cost, n)
    WHERE s.id = ${BigInt(id)}`;
  for (const [snapshotId, facts] of [
    [billed, { kind: 'instance', tags: { team: 'x' } }],
    [taken, { kind: 'db', tags: { env: 'prod' } }],
  ] as const) {
    await database().resourceFacts.create({
      data: { snapshotId: BigInt(snapshotId), resourceId: BigInt(id), facts },
    });
  }
  await make.generate({
    snapshotIds: [billed, taken],
    resources: [
      make.known({ id, facts: { wants_delete: true }, sources: [{ sourceId: bill, snapshotId: billed }] }),
    ],
    clock: () => make.hour(10 * 24 + 1),
  });
  return '1';
}

it('a covered day without a charge costs nothing, so that a fix shows; facts of two readings are there once', async () => {
  const lineageId = await foundOnce([
    [2, '5.5'],
    [3, '5.5'],
    [5, '1'],
  ]);
  const { costs, facts } = await readRecommendationDetail(database(), lineageId);
  expect(costs.days.map(({ day, cash }) => [Number(day.slice(-2)) - 1, cash])).toEqual([
    [2, '5.5'],
    [3, '5.5'],
    [4, '0'],
    [5, '1'],
    [6, '0'],
    [7, '0'],
    [8, '0'],
    [9, '0'],
  ]);
  expect(facts.map(({ name, value, source }) => [name, value, source])).toEqual(
    expect.arrayContaining([
      ['kind', 'db', 'Hosts'],
      ['tags', { team: 'x' }, 'Bill'],
      ['tags', { env: 'prod' }, 'Hosts'],
    ]),
  );
  expect(facts).toHaveLength(3);
});
