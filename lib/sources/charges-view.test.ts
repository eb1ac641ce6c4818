import { Decimal } from 'decimal.js';
import { expect, it } from 'vitest';
import { database, transaction } from '@/lib/core/db';
import { takeBillSnapshot } from './bill-snapshot.data';
import { listCharges, totalCharges } from './charges-view.data';
import { billOf, daily, dayOf, makeSource, send } from './testing';
import { type ChargeView, chargePage, listChargesInput, totalChargesInput } from './views.schema';

const list = (input: object) => listCharges(database(), listChargesInput.parse(input));
const totals = async (input: object) =>
  (await totalCharges(database(), totalChargesInput.parse(input))).items;

let made = 0;
const newVolume = () => `vol-${String(++made).padStart(17, '0')}`;

async function idOf(nativeId: string): Promise<string> {
  const { id } = await database().resource.findFirstOrThrow({ where: { nativeId } });
  return String(id);
}

async function everyPage(input: object): Promise<ChargeView[]> {
  const rows: ChargeView[] = [];
  let cursor: string | undefined;
  do {
    const page = await list({ ...input, limit: 7, cursor });
    expect(chargePage.parse(page)).toEqual(page);
    rows.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  return rows;
}

it.each([undefined, 'start', '-effective', 'billed', 'meter'])(
  'every row behind a number once, sorted by %s, and they come to the total to the last digit',
  async (sort) => {
    const ResourceId = newVolume();
    const charges = daily(1, 20, { ResourceId, EffectiveCost: '0.100000000001', ListCost: '' });
    const io = { ResourceId, SkuMeter: 'EBS:VolumeIOUsage', EffectiveCost: '1.5E-7' };
    await send(await makeSource(), billOf([...charges, io, { ResourceId: newVolume() }]));
    const id = await idOf(ResourceId);
    const rows = await everyPage({ id, sort });
    expect(rows.map(({ line }) => line).toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: 21 }, (_, at) => at + 2),
    );
    const sum = rows.reduce((total, row) => total.plus(row.effectiveCost), new Decimal(0));
    expect(await totals({ id })).toEqual([
      { currency: 'USD', rows: 21, effectiveCost: sum.toFixed(), billedCost: '21', listCost: '2' },
    ]);
    expect(sum.toFixed()).toBe('2.00000015002');
  },
);

it('a charge says where it stands and what it is for', async () => {
  const ResourceId = newVolume();
  const { importId } = await send(await makeSource(), billOf([{ ResourceId, ConsumedQuantity: '12.50' }]));
  expect((await list({ id: await idOf(ResourceId) })).items).toMatchObject([
    {
      importId,
      fileName: 'made.csv',
      line: 2,
      meter: 'EBS:VolumeUsage.gp2',
      sku: 'SKU',
      quantity: '12.50',
      unit: 'Hours',
      listCost: '2',
      effectiveCost: '1',
      billedCost: '1',
      currency: 'USD',
      commitment: null,
      account: '4411',
      billingAccount: 'payer',
      isCurrent: true,
    },
  ]);
});

it('filters by days, meter, category, class and words', async () => {
  const ResourceId = newVolume();
  const io = { SkuMeter: 'EBS:VolumeIOUsage', ResourceId };
  const tax = { ChargeCategory: 'Tax', ResourceId, SkuMeter: 'Tax' };
  const corrected = { ChargeClass: 'Correction', ResourceId, SkuMeter: 'EBS:VolumeUsage.gp2' };
  await send(
    await makeSource(),
    billOf([...daily(1, 10, { ResourceId }), ...daily(3, 2, io), tax, corrected]),
  );
  const id = await idOf(ResourceId);
  const count = async (input: object) => (await everyPage({ id, ...input })).length;
  expect(await count({ from: '2026-10-03', to: '2026-10-05' })).toBe(4);
  expect(await count({ from: dayOf(2), to: dayOf(4) })).toBe(3);
  expect(await count({ meter: 'EBS:VolumeIOUsage' })).toBe(2);
  expect(await count({ category: 'Tax' })).toBe(1);
  expect(await count({ q: 'volumeio' })).toBe(2);
  expect(await count({ class: 'Correction' })).toBe(1);
  expect(await count({ category: 'Usage', class: 'none' })).toBe(12);
  expect(await count({ meter: '', from: '' })).toBe(14);
});

it('superseded rows only when they are asked for; a snapshot keeps the rows it rests on', async () => {
  const ResourceId = newVolume();
  const sourceId = await makeSource();
  const deliver = (EffectiveCost: string, day: number) =>
    send(sourceId, billOf(daily(1, 3, { ResourceId, EffectiveCost, BillingAccountId: 'own' })), {
      deliveredAt: new Date(dayOf(day)),
    });
  await deliver('1', 10);
  const { snapshotId } = await transaction((tx) =>
    takeBillSnapshot(tx, { sourceId, config: { maxBadShare: 0 }, now: new Date(dayOf(10)) }),
  );
  await deliver('5', 11);
  const id = await idOf(ResourceId);
  const costs = async (input: object) =>
    (await everyPage({ id, ...input })).map((row) => [row.effectiveCost, row.isCurrent]);
  expect(await costs({})).toEqual(Array.from({ length: 3 }, () => ['5', true]));
  expect(await costs({ snapshotId })).toEqual(Array.from({ length: 3 }, () => ['1', false]));
  expect(await costs({ all: 'true' })).toHaveLength(6);
  expect(await costs({ all: 'false' })).toHaveLength(3);
});

it('two currencies are never added', async () => {
  const ResourceId = newVolume();
  const euro = { ResourceId, BillingCurrency: 'EUR', BillingAccountId: 'other' };
  await send(await makeSource(), billOf([...daily(1, 3, { ResourceId }), ...daily(1, 2, euro)]));
  expect(await totals({ id: await idOf(ResourceId) })).toMatchObject([
    { currency: 'EUR', rows: 2, effectiveCost: '2' },
    { currency: 'USD', rows: 3, effectiveCost: '3' },
  ]);
});

it('a commitment shows who uses it, and those rows name the commitment', async () => {
  const ResourceId = newVolume();
  const CommitmentDiscountId = 'arn:aws:savingsplans::999999999999:savingsplan/abc';
  const used = { ResourceId, CommitmentDiscountId, CommitmentDiscountStatus: 'Used' };
  const unused = { ResourceId: '', CommitmentDiscountId, CommitmentDiscountStatus: 'Unused' };
  await send(await makeSource(), billOf([...daily(1, 3, used), ...daily(3, 1, unused)]));
  const id = await idOf(CommitmentDiscountId);
  const rows = (await list({ id, sort: 'start' })).items;
  expect(rows.map(({ commitment }) => commitment?.status)).toEqual(['Used', 'Used', 'Used', 'Unused']);
  expect(rows[0]?.commitment).toEqual({ resourceId: id, nativeId: CommitmentDiscountId, status: 'Used' });
  expect((await list({ id: await idOf(ResourceId) })).items).toHaveLength(3);
});

it('what is not there is not found', async () => {
  const ResourceId = newVolume();
  await send(await makeSource(), billOf([{ ResourceId }]));
  const id = await idOf(ResourceId);
  await expect(list({ id: '999999' })).rejects.toMatchObject({ code: 'not_found' });
  await expect(list({ id, snapshotId: '999999' })).rejects.toMatchObject({ code: 'not_found' });
});
