import { describe, expect, it } from 'vitest';
import { database, transaction } from '@/lib/core/db';
import { takeBillSnapshot } from './bill-snapshot.data';
import { type ResourceFacts, readFacts, readResourceFacts } from './facts.data';
import { billOf, type Charge, daily, dayOf, makeSource, send } from './testing';

/** Delivered on 2 November: the last settled day is 30 October, the window 1 to 30 October. */
const NOW = new Date(dayOf(33));
const config = { maxBadShare: 0 };
let made = 0;

/** A resource of its own for each test, as the tests share a database. */
function volume(): string {
  return `vol-${String(++made).padStart(12, '0')}`;
}

async function snapshotOf(charges: Charge[], now = NOW): Promise<string> {
  const sourceId = await makeSource();
  await send(sourceId, billOf(charges), { deliveredAt: now });
  return (await transaction((tx) => takeBillSnapshot(tx, { sourceId, config, now }))).snapshotId;
}

async function allFacts(snapshotIds: string[], now = NOW): Promise<Map<string, ResourceFacts>> {
  const found = new Map<string, ResourceFacts>();
  for await (const batch of readFacts(database(), { snapshotIds, now, batch: 2 })) {
    for (const facts of batch) found.set(facts.nativeId, facts);
  }
  return found;
}

async function factsOf(id: string, charges: Charge[], now = NOW): Promise<ResourceFacts> {
  const snapshotId = await snapshotOf(
    charges.map((charge) => ({ ResourceId: id, ...charge })),
    now,
  );
  const facts = (await allFacts([snapshotId], now)).get(id);
  if (!facts) throw new Error(`no facts of ${id}`);
  return facts;
}

it('a resource that is charged every day: its mean day, its month, its meter', async () => {
  const { facts, money, currency, kind } = await factsOf(volume(), daily(1, 31, { EffectiveCost: '0.1' }));
  expect(kind).toBe('disk');
  expect(currency).toBe('USD');
  expect(money).toEqual({
    daily_cost: '0.1',
    monthly_cost: '3.04167',
    cash_cost: '3.04167',
    list_cost: '60.8334',
    'meter.ebs_volumeusage_gp2.cost': '3.04167',
    'meter.ebs_volumeusage_gp2.price': '0.1',
  });
  expect(facts).toMatchObject({
    ...{ days_covered: 30, days_seen: 30, age_days: 30, bill_age_days: 2, bill_ok: true },
    ...{ committed_share: 0, cost_trend: 1, daily_cost: 0.1, provider: 'aws', account: '4411' },
    meter: { ebs_volumeusage_gp2: { cost: 3.04167, qty: 30.4167, price: 0.1, unit: 'Hours' } },
  });
});

describe('formulas', () => {
  const other = () => daily(1, 31, { ResourceId: volume(), EffectiveCost: '5' }); // keeps the bill covered

  it('a resource that began in the window is divided by the covered days since', async () => {
    const id = volume();
    const { facts, money } = await factsOf(id, [
      ...other(),
      ...daily(21, 11, { EffectiveCost: '3', ResourceId: id }),
    ]);
    expect(money).toMatchObject({ daily_cost: '3', monthly_cost: '91.2501' });
    expect(facts).toMatchObject({ age_days: 10, days_covered: 30, days_seen: 10 });
  });

  it('under 14 covered days there are no cost facts, and the bill is not ok', async () => {
    const { facts, money, currency } = await factsOf(volume(), daily(20, 12, {}));
    expect(facts).toMatchObject({ days_covered: 11, bill_ok: false });
    expect(facts).not.toHaveProperty('cash_cost');
    expect(facts).not.toHaveProperty('meter');
    expect([money, currency]).toEqual([{}, null]);
  });

  it('14 covered days are enough', async () => {
    const { money } = await factsOf(volume(), daily(17, 15, { EffectiveCost: '2' }));
    expect(money.daily_cost).toBe('2');
  });

  it('a charge over several days is spread by hours, and only what lies in the window counts', async () => {
    const month = {
      ChargePeriodStart: dayOf(1),
      ChargePeriodEnd: dayOf(32),
      EffectiveCost: '31',
      ConsumedQuantity: '31',
    };
    const { money, facts } = await factsOf(volume(), [month]);
    expect(money).toMatchObject({ daily_cost: '1', monthly_cost: '30.4167' });
    expect(facts.days_seen).toBe(30);
  });

  it('corrections count on the days that they correct; purchases, taxes and credits do not', async () => {
    const { money } = await factsOf(volume(), [
      ...daily(1, 31, { EffectiveCost: '1' }),
      ...daily(5, 1, { ChargeClass: 'Correction', EffectiveCost: '100' }),
      ...['Purchase', 'Tax', 'Credit', 'Adjustment'].flatMap((ChargeCategory) =>
        daily(6, 1, { ChargeCategory, EffectiveCost: '100' }),
      ),
    ]);
    expect(money.daily_cost).toBe('4.3333333333'); // (30 + 100) over 30 days
  });

  it('what a commitment pays for is no cash', async () => {
    const committed = {
      CommitmentDiscountId: 'arn:aws:savingsplans::4411:savingsplan/one',
      CommitmentDiscountStatus: 'Used',
    };
    const id = volume();
    const { money, facts } = await factsOf(id, [
      ...daily(1, 31, { EffectiveCost: '1' }),
      ...daily(1, 31, { EffectiveCost: '3', ...committed }),
    ]);
    expect(money).toMatchObject({ monthly_cost: '121.6668', cash_cost: '30.4167' });
    expect(facts.committed_share).toBe(0.75);
  });

  it('a commitment has what is unused of it, and how far it is used', async () => {
    const plan = 'arn:aws:savingsplans::4411:savingsplan/two';
    const used = daily(1, 31, {
      ...{ ResourceId: volume(), EffectiveCost: '3' },
      ...{ CommitmentDiscountId: plan, CommitmentDiscountStatus: 'Used' },
    });
    const unused = daily(1, 31, {
      ...{ ResourceId: '', EffectiveCost: '1', ConsumedQuantity: '' },
      ...{ CommitmentDiscountId: plan, CommitmentDiscountStatus: 'Unused', RegionId: '' },
    });
    const { facts, money, kind, region } = await factsOf(
      plan,
      [...used, ...unused].map((each) => ({ ...each })),
    );
    expect([kind, region]).toEqual(['commitment', 'global']);
    expect(facts).toMatchObject({ utilisation: 0.75, days_covered: 30 });
    expect(money.unused_cost).toBe('30.4167');
  });

  it('the trend is the mean day of the last 7 over that of the 23 before', async () => {
    const { facts } = await factsOf(volume(), [
      ...daily(1, 23, { EffectiveCost: '1' }),
      ...daily(24, 8, { EffectiveCost: '1.5' }),
    ]);
    expect(facts.cost_trend).toBe(1.5);
  });

  it('a meter without quantity has no price', async () => {
    const { facts } = await factsOf(volume(), daily(1, 31, { ConsumedQuantity: '0' }));
    expect(facts.meter).toEqual({ ebs_volumeusage_gp2: { cost: 30.4167, qty: 0, unit: 'Hours' } });
    expect(facts.days_seen).toBe(0);
  });

  it('the alternative is priced by our own bill in that region', async () => {
    const id = volume();
    const { money } = await factsOf(id, [
      ...daily(1, 31, { EffectiveCost: '1', ConsumedQuantity: '10' }),
      ...daily(1, 31, {
        ResourceId: volume(),
        SkuMeter: 'EUW1-EBS:VolumeUsage.gp3',
        EffectiveCost: '0.8',
        ConsumedQuantity: '10',
      }),
    ]);
    expect(money).toMatchObject({ cash_cost: '30.4167', alt_cost: '24.33336' });
  });

  it('without a price on the bill the operator’s table is asked, and without that there is none', async () => {
    const charges = daily(1, 31, {
      SkuMeter: 'BoxUsage:m4.xlarge',
      EffectiveCost: '2',
      ConsumedQuantity: '10',
      RegionId: 'sa-east-1',
    });
    expect((await factsOf(volume(), charges)).money).not.toHaveProperty('alt_cost');
    await database().operatorPrice.create({
      data: {
        provider: 'aws',
        region: 'sa-east-1',
        sku: 'BoxUsage:m6i.xlarge',
        unit: 'Hours',
        price: '0.15',
        currency: 'USD',
      },
    });
    expect((await factsOf(volume(), charges)).money.alt_cost).toBe('45.62505');
  });

  it('a resource billed in two currencies is a fault and has no costs', async () => {
    const id = volume();
    const charges = [...daily(1, 31, {}), ...daily(1, 31, { BillingCurrency: 'EUR' })];
    const snapshotId = await snapshotOf(charges.map((charge) => ({ ...charge, ResourceId: id })));
    const facts = (await allFacts([snapshotId])).get(id);
    expect([facts?.money, facts?.currency]).toEqual([{}, null]);
    const { statistics } = await database().snapshot.findUniqueOrThrow({ where: { id: BigInt(snapshotId) } });
    expect(statistics).toMatchObject({
      faultCount: 1,
      faults: [{ resourceId: facts?.resourceId, message: expect.stringContaining('two currencies') }],
    });
  });

  it('cost whose kind no map knows is counted', async () => {
    const snapshotId = await snapshotOf(
      daily(1, 31, { ResourceId: volume(), SkuMeter: 'Mystery', ServiceName: 'New' }),
    );
    const { statistics } = await database().snapshot.findUniqueOrThrow({ where: { id: BigInt(snapshotId) } });
    expect(statistics).toMatchObject({ totals: [{ currency: 'USD', cost: '30', unmapped: '30' }] });
  });

  it('tags are read with lower keys and without user:, and name the share that nobody owns', async () => {
    const SubAccountId = `account ${++made}`;
    const id = volume();
    const charges = [
      ...daily(1, 31, {
        ResourceId: id,
        SubAccountId,
        Tags: '{"user:Owner": "Payments", "Env": "prod"}',
        EffectiveCost: '3',
      }),
      ...daily(1, 31, { ResourceId: volume(), SubAccountId, EffectiveCost: '1' }),
    ];
    const facts = await allFacts([await snapshotOf(charges)]);
    expect(facts.get(id)?.facts.tags).toEqual({ owner: 'Payments', env: 'prod' });
    expect(facts.get(SubAccountId)).toMatchObject({
      kind: 'account',
      facts: { untagged_share: 0.25, bill_ok: true },
    });
  });
});

it('an old bill tells no costs: they are unknown', async () => {
  const id = volume();
  const snapshotId = await snapshotOf(daily(1, 31, { ResourceId: id }));
  const later = new Date(dayOf(90));
  const old = (await allFacts([snapshotId], later)).get(id);
  expect(old?.facts).toMatchObject({ bill_age_days: 59, bill_ok: false, kind: 'disk' });
  expect(old?.facts).not.toHaveProperty('cash_cost');
  expect(old?.money).toEqual({});
});

it('the same deliveries make one snapshot; a newer one supersedes, an older one that comes late does not', async () => {
  const id = volume();
  const sourceId = await makeSource();
  const take = () => transaction((tx) => takeBillSnapshot(tx, { sourceId, config, now: NOW }));
  const costOf = async (snapshotId: string) =>
    (await readResourceFacts(database(), await resourceIdOf(id), { snapshotIds: [snapshotId], now: NOW }))
      ?.money.daily_cost;
  await send(sourceId, billOf(daily(1, 31, { ResourceId: id, EffectiveCost: '1' })), {
    deliveredAt: new Date(dayOf(33)),
  });
  const first = await take();
  expect(await take()).toEqual({ snapshotId: first.snapshotId, isNew: false });
  await send(sourceId, billOf(daily(1, 31, { ResourceId: id, EffectiveCost: '2' })), {
    deliveredAt: new Date(dayOf(34)),
  });
  const second = await take();
  expect(await costOf(second.snapshotId)).toBe('2');
  await send(sourceId, billOf(daily(1, 31, { ResourceId: id, EffectiveCost: '0.5' })), {
    ...{ deliveredAt: new Date(dayOf(32)), handling: 'overwrite' },
  });
  expect(await take()).toEqual({ snapshotId: second.snapshotId, isNew: false });
  expect(await costOf(first.snapshotId)).toBe('1');
});

describe('a meter that a resource was charged for before and is not any more', () => {
  const SUPPORT = 'RDS:ExtendedSupport';
  const october = (id: string) => [
    ...daily(1, 31, { ResourceId: id }),
    ...daily(1, 31, { ResourceId: id, SkuMeter: SUPPORT, EffectiveCost: '5' }),
  ];
  const november = { BillingPeriodStart: dayOf(32), BillingPeriodEnd: dayOf(70) };
  /** Another meter fills the bill, so that it is not thin. */
  const filler = volume();
  const laterBill = (id: string, days = 31) => [
    ...daily(32, days, { ResourceId: id, ...november }),
    ...daily(32, days, { ResourceId: filler, ...november }),
  ];

  /** The facts of the resource after each delivery, each taken on the day it was delivered. */
  async function over(id: string, deliveries: { day: number; charges: Charge[] }[], accounts?: string[]) {
    const sourceId = await makeSource();
    const found: ResourceFacts[] = [];
    for (const { day, charges } of deliveries) {
      const now = new Date(dayOf(day));
      await send(sourceId, billOf(charges), { deliveredAt: now });
      const taking = { sourceId, config: { ...config, expectedAccounts: accounts }, now };
      const { snapshotId } = await transaction((tx) => takeBillSnapshot(tx, taking));
      const facts = (await allFacts([snapshotId], now)).get(id);
      if (facts) found.push(facts);
    }
    return found;
  }

  it('costs nothing where the bill is whole and still charges the resource, and stays known to', async () => {
    const id = volume();
    const [before, after, later] = await over(id, [
      { day: 33, charges: october(id) },
      { day: 64, charges: laterBill(id) },
      { day: 66, charges: laterBill(id, 33) },
    ]);
    expect(before?.facts).toMatchObject({ meter: { extended_support: { cost: 152.0835 } } });
    for (const facts of [after, later]) {
      expect(facts?.facts).toMatchObject({
        meter: { extended_support: { cost: 0, qty: 0 }, ebs_volumeusage_gp2: { price: 1 } },
      });
      expect(facts?.money).toMatchObject({ 'meter.extended_support.cost': '0', cash_cost: '30.4167' });
      expect(facts?.money).not.toHaveProperty('meter.extended_support.price');
    }
  });

  it('is unknown where the bill is not whole', async () => {
    const id = volume();
    const [, after] = await over(
      id,
      [
        { day: 33, charges: october(id) },
        { day: 64, charges: laterBill(id) },
      ],
      ['4411', '9999'],
    );
    expect(Object.keys(Object(after?.facts.meter))).toEqual(['ebs_volumeusage_gp2']);
  });

  it('is unknown where the bill charges nothing for the resource', async () => {
    const [id, other] = [volume(), volume()];
    const [, after] = await over(id, [
      { day: 33, charges: october(id) },
      {
        day: 64,
        charges: [
          ...laterBill(other),
          ...daily(50, 1, { ResourceId: id, ChargeCategory: 'Tax', ...november }),
        ],
      },
    ]);
    expect(after?.facts).toMatchObject({ days_covered: 30 });
    expect(after?.facts).not.toHaveProperty('meter');
  });

  it('is not said of a resource that never had it', async () => {
    const [id, other] = [volume(), volume()];
    const [, after] = await over(other, [
      { day: 33, charges: [...october(id), ...daily(1, 31, { ResourceId: other })] },
      { day: 64, charges: [...laterBill(id), ...laterBill(other)] },
    ]);
    expect(Object.keys(Object(after?.facts.meter))).toEqual(['ebs_volumeusage_gp2']);
  });
});

it('a delivery in parts counts once all are here', async () => {
  const sourceId = await makeSource();
  const [one, two] = [volume(), volume()];
  const part = (id: string) => billOf(daily(1, 31, { ResourceId: id }));
  await send(sourceId, part(one), { delivery: 'October', part: 1, parts: 2 });
  const take = () => transaction((tx) => takeBillSnapshot(tx, { sourceId, config, now: NOW }));
  await expect(take()).rejects.toThrow('no bill was imported');
  await send(sourceId, part(two), { delivery: 'October', part: 2, parts: 2 });
  const facts = await allFacts([(await take()).snapshotId]);
  expect([facts.has(one), facts.has(two)]).toEqual([true, true]);
  await expect(send(sourceId, part(volume()), { delivery: 'October', part: 2, parts: 2 })).rejects.toThrow(
    'part 2 of the delivery “October” came before',
  );
});

async function resourceIdOf(nativeId: string): Promise<string> {
  const { id } = await database().resource.findFirstOrThrow({ where: { nativeId } });
  return String(id);
}
