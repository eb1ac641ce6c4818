import { expect, it } from 'vitest';
import { database, pool, transaction } from '@/lib/core/db';
import { readCurrentDeliveries } from './bill.data';
import { takeBillSnapshot } from './bill-snapshot.data';
import { answerDelivery, withdrawImport } from './deliveries.commands';
import { purgeOfCharges } from './purge.data';
import { focusConfig } from './schema';
import { readCoverage } from './snapshots.data';
import { actor, billOf, type Charge, daily, dayOf, makeSource, send } from './testing';

let payers = 0;
const newPayer = () => `payer-${++payers}`;
const at = (day: number) => new Date(dayOf(day));
const CONFIG = focusConfig.parse({});

/** What October charges now. */
async function october(sourceId: string): Promise<string> {
  const ids = (await readCurrentDeliveries(database(), sourceId)).map(({ id }) => id);
  const { rows } = await pool().query<{ sum: string }>(
    'SELECT trim_scale(COALESCE(sum(effective_cost), 0))::text AS sum FROM charges WHERE delivery_id = ANY($1)',
    [ids.map(String)],
  );
  return rows[0]?.sum ?? '';
}

async function coverageNow(sourceId: string, now: Date) {
  const { snapshotId } = await transaction((tx) => takeBillSnapshot(tx, { sourceId, config: CONFIG, now }));
  return (await readCoverage(database(), snapshotId)).map(({ account, level, reason }) => [
    account,
    level,
    reason,
  ]);
}

const month = (payer: string, changes: Charge = {}, days = 31) =>
  daily(1, days, { BillingAccountId: payer, EffectiveCost: '10', ...changes });

const correction = (payer: string) =>
  billOf(daily(12, 1, { BillingAccountId: payer, ChargeClass: 'Correction', EffectiveCost: '-80' }));

it('corrections alone wait for an answer, and what counted before counts on', async () => {
  const [sourceId, payer] = [await makeSource(), newPayer()];
  await send(sourceId, billOf(month(payer)), { deliveredAt: at(35) });
  const { waiting } = await send(sourceId, correction(payer), { deliveredAt: at(36) });
  expect(waiting).toMatchObject([{ billingAccount: payer, month: '2026-10', question: { kind: 'loss' } }]);
  expect(waiting[0]?.question.text).toMatch(
    /^It has 1 row for October 2026 where the last had 31\. It has only corrections\..* Replace October 2026, or add to it\?$/,
  );
  expect(await october(sourceId)).toBe('310');
  expect(await coverageNow(sourceId, at(36))).toEqual([
    ['4411', 'partial', expect.stringContaining('waited for an answer since 2026-11-05')],
  ]);
});

it('an answer adds, and appended rows move neither the data date nor coverage', async () => {
  const [sourceId, payer] = [await makeSource(), newPayer()];
  await send(sourceId, billOf(month(payer)), { deliveredAt: at(35) });
  const before = await coverageNow(sourceId, at(35));
  const { waiting } = await send(sourceId, correction(payer), { deliveredAt: at(36) });
  await answerDelivery({ actor, deliveryId: waiting[0]?.deliveryId ?? '', answer: 'append' });
  expect(await october(sourceId)).toBe('230');
  expect(await coverageNow(sourceId, at(36))).toEqual(before);
  await expect(
    answerDelivery({ actor, deliveryId: waiting[0]?.deliveryId ?? '', answer: 'overwrite' }),
  ).rejects.toThrow('no longer waits');
});

it.each([
  ['overwrite', '20'],
  ['append', '330'],
  ['discard', '310'],
] as const)('a delivery of two rows that waits: %s', async (answer, sum) => {
  const [sourceId, payer] = [await makeSource(), newPayer()];
  await send(sourceId, billOf(month(payer)), { deliveredAt: at(35) });
  const { waiting } = await send(sourceId, billOf(month(payer, { SkuId: 'X' }, 2)), { deliveredAt: at(36) });
  expect(waiting[0]?.question.text).toContain('It covers 29 days less than what it replaces.');
  await answerDelivery({ actor, deliveryId: waiting[0]?.deliveryId ?? '', answer });
  expect(await october(sourceId)).toBe(sum);
});

it('a source that says so overwrites or appends without asking', async () => {
  for (const [handling, sum] of [
    ['overwrite', '20'],
    ['append', '330'],
  ]) {
    const [sourceId, payer] = [await makeSource('focus', { handling }), newPayer()];
    await send(sourceId, billOf(month(payer)), { deliveredAt: at(35), handling: 'overwrite' });
    const { waiting } = await send(sourceId, billOf(month(payer, {}, 2)), { deliveredAt: at(36) });
    expect([waiting, await october(sourceId)]).toEqual([[], sum]);
  }
});

it('a later delivery without loss ends the waiting; waiting blocks only its own account and month', async () => {
  const [sourceId, payer, other] = [await makeSource(), newPayer(), newPayer()];
  const both = (days: number, cost: string) =>
    billOf([...month(payer, {}, days), ...month(other, { SubAccountId: '5522', EffectiveCost: cost })]);
  await send(sourceId, both(31, '1'), { deliveredAt: at(35) });
  const { waiting } = await send(sourceId, both(2, '2'), { deliveredAt: at(36) });
  expect(waiting.map(({ billingAccount }) => billingAccount)).toEqual([payer]);
  expect(await october(sourceId)).toBe('372'); // 310 as before, 62 of the other
  expect((await coverageNow(sourceId, at(36))).map(([account, level]) => [account, level])).toEqual([
    ['4411', 'partial'],
    ['5522', 'whole'],
  ]);
  expect((await send(sourceId, both(31, '3'), { deliveredAt: at(37) })).waiting).toEqual([]);
  expect(await october(sourceId)).toBe('403');
  expect((await coverageNow(sourceId, at(37))).map(([account, level]) => [account, level])).toEqual([
    ['4411', 'whole'],
    ['5522', 'whole'],
  ]);
});

it('good, bad, good: the last counts, and the same file once more changes nothing', async () => {
  const [sourceId, payer] = [await makeSource('focus', { handling: 'overwrite' }), newPayer()];
  const [good, bad] = [billOf(month(payer)), billOf(month(payer, { EffectiveCost: '4' }))];
  const sent = [];
  for (const [at_, text] of [good, bad, good, good].entries())
    sent.push((await send(sourceId, text, { deliveredAt: at(35 + at_) })).state);
  expect(sent).toEqual(['done', 'done', 'done', 'unchanged']);
  expect(await october(sourceId)).toBe('310');
  // Confirmed on the 38th day: what was delivered before that day is older.
  const late = await send(sourceId, bad, { deliveredAt: new Date(at(38).getTime() - 1), handling: 'ask' });
  expect(late.waiting).toMatchObject([{ question: { kind: 'older' } }]);
  await answerDelivery({ actor, deliveryId: late.waiting[0]?.deliveryId ?? '', answer: 'overwrite_now' });
  expect(await october(sourceId)).toBe('124');
});

it('a delivery date of tomorrow is taken, a later one is refused and leaves nothing', async () => {
  const [sourceId, payer] = [await makeSource(), newPayer()];
  const upload = (deliveredAt: Date) => send(sourceId, billOf(month(payer)), { deliveredAt, now: at(35) });
  await expect(upload(at(37))).rejects.toThrow('more than 24 hours ahead');
  expect(await database().import.count({ where: { sourceId } })).toBe(0);
  expect((await upload(at(36))).state).toBe('done');
});

it('a month that is written with an offset is that month', async () => {
  const [sourceId, payer] = [await makeSource('focus', { handling: 'overwrite' }), newPayer()];
  await send(sourceId, billOf(month(payer)), { deliveredAt: at(35) });
  const offset = {
    BillingPeriodStart: '2026-10-01T00:00:00+01:00',
    BillingPeriodEnd: '2026-10-31T23:59:59+01:00',
    EffectiveCost: '2',
  };
  await send(sourceId, billOf(month(payer, offset)), { deliveredAt: at(36) });
  expect(await october(sourceId)).toBe('62');
});

it('an undone import gives way to what it replaced, once, and only while those rows are kept', async () => {
  const [sourceId, payer] = [await makeSource('focus', { handling: 'overwrite' }), newPayer()];
  await send(sourceId, billOf(month(payer)), { deliveredAt: at(35) });
  const second = await send(sourceId, billOf(month(payer, { EffectiveCost: '4' })), { deliveredAt: at(36) });
  const third = await send(sourceId, billOf(month(payer, { EffectiveCost: '5' })), { deliveredAt: at(37) });
  await coverageNow(sourceId, at(37));
  await withdrawImport({ actor, importId: third.importId, clock: () => at(38) });
  expect(await october(sourceId)).toBe('124');
  await expect(withdrawImport({ actor, importId: third.importId })).rejects.toThrow('undone before');
  const { isNew } = await transaction((tx) =>
    takeBillSnapshot(tx, { sourceId, config: CONFIG, now: at(38) }),
  );
  expect(isNew).toBe(true);
  // The third file may come again, and then counts again.
  await send(sourceId, billOf(month(payer, { EffectiveCost: '5' })), { deliveredAt: at(39) });
  expect(await october(sourceId)).toBe('155');
  await transaction((tx) => takeBillSnapshot(tx, { sourceId, config: CONFIG, now: at(39) }));
  const { purge } = purgeOfCharges(async () => []);
  while ((await purge(at(100))) > 0);
  const newest = await database().import.findFirstOrThrow({ where: { sourceId }, orderBy: { id: 'desc' } });
  await expect(withdrawImport({ actor, importId: String(newest.id) })).rejects.toThrow(
    `the rows of import ${second.importId} that would count again for 2026-10 were deleted by age`,
  );
  expect(await october(sourceId)).toBe('155');
});

it('whole or partial is decided on the days that both cover', async () => {
  const [sourceId, payer] = [await makeSource('focus', { handling: 'overwrite' }), newPayer()];
  const two = (days: number, second: number) =>
    billOf([...month(payer, {}, days), ...month(payer, { ResourceId: 'vol-0000000000000002' }, second)]);
  await send(sourceId, two(10, 10), { deliveredAt: at(13) });
  // The second resource ends on the tenth: its charges end, nothing is lost.
  await send(sourceId, two(20, 10), { deliveredAt: at(23) });
  expect(await coverageNow(sourceId, at(23))).toEqual([['4411', 'whole', null]]);
  // Now it has fewer rows on days that the one before had.
  await send(sourceId, two(25, 4), { deliveredAt: at(28) });
  expect(await coverageNow(sourceId, at(28))).toEqual([
    [
      ...['4411', 'partial'],
      expect.stringContaining('vol-0000000000000002 has fewer rows than in the delivery before'),
    ],
  ]);
});
