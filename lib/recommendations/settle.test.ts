import { beforeAll, expect, it } from 'vitest';
import { database } from '@/lib/core/db';
import { readBillSpan, readDailySeries } from './series.data';
import { settleRealised } from './settle';
import * as make from './testing';

const DAY = 24;
let bill: string;
let resourceId: string;
let lineageId: string;

/** The bill of 60 days as a snapshot has it; each charge is [first day, days, cost, quantity, is it committed]. */
type Charge = [number, number, string, string, boolean?];

async function deliver(charges: Charge[], throughDay: number): Promise<void> {
  const db = database();
  const through = make.hour(throughDay * DAY);
  const snapshotId = await make.makeSnapshot({
    sourceId: bill,
    through,
    from: make.hour((throughDay - 30) * DAY),
  });
  await make.makeDelivery({ sourceId: bill, snapshotId, resourceId, through });
  const commitment = '00000000-0000-0000-0000-000000000001';
  await db.$executeRaw`
    INSERT INTO charges (delivery_id, line, charge_start, charge_end, resource_key, provider, account, category, currency,
      billed_cost, effective_cost, consumed_quantity, commitment_key)
    SELECT (SELECT max(id) FROM bill_deliveries), n, ${make.hour(0)}::timestamptz + first * interval '1 day',
      ${make.hour(0)}::timestamptz + (first + days) * interval '1 day', s.key, 'aws', '1', 'Usage', 'USD', cost, cost,
      quantity, CASE WHEN committed THEN ${commitment}::uuid END
    FROM resources s, unnest(${charges.map(([first]) => first)}::int[], ${charges.map(([, days]) => days)}::int[],
      ${charges.map(([, , cost]) => cost)}::numeric[], ${charges.map(([, , , quantity]) => quantity)}::numeric[],
      ${charges.map(([, , , , committed]) => committed ?? false)}::boolean[])
      WITH ORDINALITY AS given (first, days, cost, quantity, committed, n)
    WHERE s.id = ${BigInt(resourceId)}`;
}

const daily = (from: number, to: number, cost: string): Charge[] =>
  Array.from({ length: to - from }, (_, index) => [from + index, 1, cost, '24']);

beforeAll(async () => {
  // An import makes the partition of its own rows; these have none.
  await database().$executeRaw`CREATE TABLE charges_of_tests PARTITION OF charges DEFAULT`;
  await make.publishRules(make.WANTS);
  bill = await make.makeSource('focus');
  resourceId = await make.makeResource('vm');
  const connectionId = await make.makeConnection();
  const snapshotId = await make.makeSnapshot({ sourceId: bill, through: make.hour(1) });
  const source = { sourceId: bill, snapshotId };
  const resources = [make.known({ id: resourceId, facts: { wants_delete: true }, sources: [source] })];
  await make.generate({ snapshotIds: [snapshotId], resources, clock: () => make.hour(2) });
  lineageId = '1';
  const ticketId = await make.openTicket(lineageId, connectionId);
  await database().ticket.update({
    where: { id: BigInt(ticketId) },
    data: { firstMovedAt: make.hour(20 * DAY + 5) },
  });
  await database().lineage.update({
    where: { id: 1n },
    data: { status: 'verified', closedAt: make.hour(30 * DAY + 9), verifiedAt: make.hour(36 * DAY) },
  });
});

it('spreads a charge over its days, and keeps what a commitment paid for apart', async () => {
  await deliver(
    [
      [2, 4, '8', '40'],
      [3, 1, '1.5', '2', true],
    ],
    10,
  );
  const days = await readDailySeries(database(), {
    resourceIds: [resourceId],
    from: make.hour(0),
    through: make.hour(10 * DAY),
  });
  expect(days.map(({ day, cash, committed, quantity }) => [day, cash, committed, quantity])).toEqual([
    ['2026-11-03', '2', '0', '10'],
    ['2026-11-04', '2', '1.5', '12'],
    ['2026-11-05', '2', '0', '10'],
    ['2026-11-06', '2', '0', '10'],
  ]);
});

it('measures nothing before the days after the closing are settled, and then once', async () => {
  await deliver([...daily(0, 30, '10')], 38);
  expect(await settleRealised()).toBe(0);
  await deliver([...daily(0, 30, '10')], 45);
  expect((await readBillSpan(database()))?.through).toEqual(make.hour(45 * DAY));
  expect(await settleRealised()).toBe(1);
  const lineage = await database().lineage.findUniqueOrThrow({ where: { id: BigInt(lineageId) } });
  expect(lineage.verifiedSavings).toMatchObject({ cash: '304.167', usageEffect: '304.167', currency: 'USD' });
  expect(await settleRealised()).toBe(0);
});
