import { beforeAll, expect, it } from 'vitest';
import { database } from '@/lib/core/db';
import { readCurrentDeliveries } from './bill.data';
import { purgeOfCharges } from './purge.data';
import { billOf, daily, dayOf, makeSource, send } from './testing';

let bill: string;
const at = (day: number) => new Date(dayOf(day));
const none = async () => [];

/** The same period delivered three times, and another account's once. */
beforeAll(async () => {
  bill = await makeSource('focus');
  for (const day of [10, 20, 30]) {
    await send(bill, billOf(daily(1, day - 1, { BillingPeriodEnd: dayOf(40) })), { deliveredAt: at(day) });
  }
  const other = daily(1, 3, { BillingAccountId: 'other', BillingPeriodEnd: dayOf(40) });
  await send(bill, billOf(other), { deliveredAt: at(5) });
});

const chargesLeft = async () => {
  const rows = await database().$queryRaw<{ n: number }[]>`SELECT count(*)::int AS n FROM charges`;
  return rows[0]?.n;
};

it('counts what is superseded and old enough, whatever else is old', async () => {
  const { count } = purgeOfCharges(none);
  expect((await count(database(), at(10))).rows).toBe(0);
  expect((await count(database(), at(15))).rows).toBe(0); // replaced on the 20th
  expect((await count(database(), at(25))).rows).toBe(9);
  const all = await count(database(), at(100));
  expect(all.rows).toBe(9 + 19); // the newest of each account is current, however old
  expect(all.bytes).toBeGreaterThan(0);
});

it('keeps what a reading in use rests on', async () => {
  const [oldest] = await database().$queryRaw<
    { id: bigint }[]
  >`SELECT id FROM bill_deliveries ORDER BY id LIMIT 1`;
  const taken = { sourceId: bill, takenAt: at(11), dataThrough: at(10) };
  const used = await database().snapshot.create({ data: taken });
  await database().snapshotDelivery.create({ data: { snapshotId: used.id, deliveryId: oldest?.id ?? 0n } });
  await database().snapshot.create({ data: { ...taken, takenAt: at(31), dataThrough: at(30) } });
  const needed = purgeOfCharges(async () => [String(used.id)]);
  expect((await needed.count(database(), at(100))).rows).toBe(19);
  expect((await purgeOfCharges(none).count(database(), at(100))).rows).toBe(28);
});

it('drops an import at a time, until only what counts is left', async () => {
  const { purge, count } = purgeOfCharges(none);
  const current = await readCurrentDeliveries(database(), bill);
  expect(await chargesLeft()).toBe(9 + 19 + 29 + 3);
  expect(await purge(at(100))).toBe(9);
  expect(await chargesLeft()).toBe(19 + 29 + 3);
  expect(await purge(at(100))).toBe(19);
  expect(await purge(at(100))).toBe(0);
  expect(await count(database(), at(100))).toEqual({ rows: 0, bytes: 0 });
  expect(await chargesLeft()).toBe(29 + 3);
  expect(await readCurrentDeliveries(database(), bill)).toEqual(current);
});
