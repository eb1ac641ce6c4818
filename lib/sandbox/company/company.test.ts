import { createHash } from 'node:crypto';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { CASES } from './cases';
import { FOCUS_COLUMNS } from './columns';
import { makeCompany } from './company';
import type { Delivery, InventoryFile, Week } from './schema';

const NOW = new Date('2026-11-21T06:00:00Z');
const options = { seed: 7, resources: 150, weeks: 8, now: NOW };

async function textOf(delivery: Delivery): Promise<string> {
  let text = '';
  for await (const chunk of delivery.csv()) text += chunk;
  return text;
}

type Charge = Record<string, string>;
async function chargesOf(week: Week, account: string): Promise<Charge[]> {
  return chargesIn(week.deliveries.filter((one) => one.billingAccount === account));
}

async function chargesIn(deliveries: Delivery[]): Promise<Charge[]> {
  const charges: Charge[] = [];
  for (const delivery of deliveries) {
    const parsed = Papa.parse<Charge>(await textOf(delivery), { header: true, skipEmptyLines: true });
    expect(parsed.errors).toEqual([]);
    charges.push(...parsed.data);
  }
  return charges;
}

async function digestOf(seed: number): Promise<string> {
  const digest = createHash('sha256');
  const week = makeCompany({ ...options, seed }).week(6);
  for (const delivery of week.deliveries) for await (const chunk of delivery.csv()) digest.update(chunk);
  for await (const chunk of week.inventoryJson()) digest.update(chunk);
  return digest.digest('hex');
}

const AWS = '411100000000';
const BOUGHT = '411200000000';
const AZURE = '/providers/Microsoft.Billing/billingAccounts/8611537';
const replacing = (week: Week) => week.deliveries.filter(({ handling }) => handling === 'overwrite');
const find = (inventory: InventoryFile, id: string) => inventory.resources.find((one) => one.id === id);
const midnight = (days: number) => new Date(Date.UTC(2026, 10, 21) - days * 86_400_000);

describe('the company', () => {
  it('is the same to the byte for the same seed, and another for another', async () => {
    expect(await digestOf(7)).toBe(await digestOf(7));
    expect(await digestOf(8)).not.toBe(await digestOf(7));
  });

  it('bills in the columns of FOCUS 1.2, with exact decimals and tags in JSON', async () => {
    const [delivery] = makeCompany(options).week(7).deliveries;
    const [header] = delivery ? (await textOf(delivery)).split('\n') : [];
    expect(header?.split(',')).toEqual([...FOCUS_COLUMNS]);
    expect(FOCUS_COLUMNS.filter((column) => !column.startsWith('x_'))).toHaveLength(57);
    for (const charge of await chargesOf(makeCompany(options).week(7), AWS)) {
      for (const column of ['BilledCost', 'EffectiveCost', 'ListCost', 'ContractedCost']) {
        expect(charge[column]).toMatch(/^-?\d+(\.\d{1,10})?$/);
      }
      if (charge.Tags !== '') expect(typeof JSON.parse(charge.Tags ?? '')).toBe('object');
    }
  });

  it('has every category of charge, and commitments used and unused', async () => {
    const charges = await chargesOf(makeCompany(options).week(0), AWS);
    const kinds = new Set(charges.map((charge) => charge.ChargeCategory));
    expect([...kinds].sort()).toEqual(['Adjustment', 'Credit', 'Purchase', 'Tax', 'Usage']);
    expect(new Set(charges.map((charge) => charge.CommitmentDiscountStatus))).toEqual(
      new Set(['', 'Used', 'Unused']),
    );
    expect(new Set(charges.map((charge) => charge.ChargeClass))).toEqual(new Set(['', 'Correction']));
    const spelled = await chargesOf(makeCompany(options).week(0), AZURE);
    expect(
      spelled.every((charge) => charge.ChargeClass === 'NULL' || charge.ChargeClass === 'Correction'),
    ).toBe(true);
  });

  it('restates the open month to the day of the delivery, and the month before until it was whole once', async () => {
    const company = makeCompany(options);
    const months = (week: number) => [
      ...new Set(replacing(company.week(week)).map((one) => one.billingPeriodStart.slice(0, 7))),
    ];
    expect(months(0)).toEqual(['2026-08', '2026-09', '2026-10']); // delivered on 3 October
    expect(months(1)).toEqual(['2026-09', '2026-10']); // 10 October
    expect(months(2)).toEqual(['2026-10']);
    expect(months(5)).toEqual(['2026-10', '2026-11']); // 7 November
    const ends = (await chargesOf(company.week(7), AWS)).map((charge) => charge.ChargePeriodEnd ?? '').sort();
    expect(ends.at(-1)).toBe('2026-11-21T00:00:00Z');
  });

  it('charges the hours of a day to the same sum as the day', async () => {
    const sum = async (granularity: 'daily' | 'hourly') => {
      const charges = await chargesOf(
        makeCompany({ ...options, resources: 100, granularity }).week(7),
        AZURE,
      );
      return charges.reduce((total, charge) => total + Number(charge.EffectiveCost), 0);
    };
    expect(await sum('hourly')).toBeCloseTo(await sum('daily'), 2);
  });

  it('has two payers with one provider, and an account that goes from the one to the other', async () => {
    const company = makeCompany(options);
    const payersOf = async (month: string) => {
      const deliveries = company.week(5).deliveries.filter((one) => one.billingPeriodStart.startsWith(month));
      const charges = await chargesIn(deliveries.filter(({ bill }) => bill === 'AWS'));
      const moving = charges.filter(({ SubAccountId }) => SubAccountId === '411100000004');
      const all = new Set(charges.map(({ BillingAccountId }) => BillingAccountId));
      return [all, new Set(moving.map(({ BillingAccountId }) => BillingAccountId))];
    };
    expect(await payersOf('2026-10')).toEqual([new Set([AWS, BOUGHT]), new Set([BOUGHT])]);
    expect(await payersOf('2026-11')).toEqual([new Set([AWS, BOUGHT]), new Set([AWS])]);
  });

  it('rents software, whose bill names neither resources nor accounts', async () => {
    const [first, ...others] = await chargesIn(
      makeCompany(options)
        .week(7)
        .deliveries.filter(({ bill }) => bill === 'SaaS'),
    );
    expect(others).toHaveLength(3 * 20 - 1);
    expect(first).toMatchObject({ ServiceProviderName: 'Lanternworks', EffectiveCost: '12.69' }); // a Sunday
    expect(Object.keys(first ?? {})).not.toContain('ResourceId');
    expect(Object.keys(first ?? {})).not.toContain('SubAccountId');
  });

  it('is sent one correction of a closed month, to be added to it', async () => {
    const company = makeCompany(options);
    const appended = Array.from({ length: 8 }, (_, week) =>
      company.week(week).deliveries.filter(({ handling }) => handling === 'append'),
    );
    expect(
      appended.map((week) => week.map(({ billingPeriodStart }) => billingPeriodStart.slice(0, 7))),
    ).toEqual([...[[], [], ['2026-09'], [], [], [], ['2026-10'], []]]);
    const charges = await chargesIn(appended.flat());
    expect(charges).toHaveLength(6);
    for (const charge of charges) {
      expect(charge).toMatchObject({ ChargeClass: 'Correction', EffectiveCost: expect.stringMatching(/^-/) });
    }
  });

  it('keeps an inventory that names its scopes, and whose resources stand in them', async () => {
    const week = makeCompany(options).week(7);
    const { inventory } = week;
    expect(inventory).toMatchObject({ schema: 1, collected_at: week.at.toISOString() });
    for (const resource of inventory.resources) {
      const scope = inventory.scopes.find(
        (one) =>
          one.provider === resource.provider &&
          one.account === resource.account &&
          one.region === resource.region,
      );
      expect(scope?.kinds).toContain(resource.kind);
      expect(resource.observed_at).toBe(week.at.toISOString());
    }
    const ids = inventory.resources.map((resource) => resource.id);
    expect(new Set(ids).size).toBe(ids.length);
    let json = '';
    for await (const chunk of week.inventoryJson()) json += chunk;
    expect(JSON.parse(json)).toEqual(inventory);
  });

  it('reads some scope only in part in some week, but never in the first or the last', () => {
    const company = makeCompany({ ...options, weeks: 20 });
    const gaps = Array.from(
      { length: 20 },
      (_, week) => company.week(week).inventory.scopes.filter((one) => !one.complete).length,
    );
    expect(gaps.reduce((total, count) => total + count, 0)).toBeGreaterThan(0);
    expect([gaps[0], gaps[19]]).toEqual([0, 0]);
  });

  it('joins bill and inventory by the id or by the short id of the ARN', async () => {
    const { inventory } = makeCompany(options).week(7);
    const charges = [
      ...(await chargesOf(makeCompany(options).week(7), AWS)),
      ...(await chargesOf(makeCompany(options).week(7), BOUGHT)),
    ];
    const billed = new Set(charges.map((charge) => charge.ResourceId ?? ''));
    const short = new Set(
      [...billed].flatMap((id) => [id, id.split('/').at(-1) ?? '', id.split(':::').at(-1) ?? '']),
    );
    const unbilled = inventory.resources.filter(
      (one) => one.provider === 'AWS' && one.kind !== 'commitment' && !short.has(one.id),
    );
    expect(new Set(unbilled.map((one) => one.state))).toEqual(new Set(['stopped']));
  });

  it('shows every story even in the smallest size', () => {
    const { inventory } = makeCompany({ ...options, resources: 100 }).week(7);
    const count = (test: (one: Record<string, unknown>) => boolean) =>
      inventory.resources.filter(test).length;
    expect(CASES.length).toBeLessThanOrEqual(100);
    expect(
      count((one) => one.kind === 'disk' && one.attached === false && one.backup_managed === false),
    ).toBeGreaterThan(3);
    expect(count((one) => one.kind === 'lb' && one.requests === 0)).toBeGreaterThan(1);
    expect(count((one) => one.kind === 'ip' && one.attached === false)).toBeGreaterThan(1);
    expect(count((one) => one.volume_type === 'gp2' && one.attached === true)).toBeGreaterThan(4);
    expect(count((one) => one.kind === 'instance' && one.family === 'm4')).toBeGreaterThan(2);
    expect(count((one) => one.kind === 'log_group' && one.expires === false)).toBeGreaterThan(3);
    expect(
      count((one) => one.kind === 'snapshot' && one.image_refs === 0 && one.source_exists === false),
    ).toBeGreaterThan(3);
    expect(count((one) => one.kind === 'commitment')).toBe(3);
  });

  it('lets resources appear, change and go over the weeks, without any ticket', () => {
    const company = makeCompany({ ...options, resources: 600 });
    const first = company.week(0).inventory;
    const last = company.week(7).inventory;
    const of = (inventory: InventoryFile) => new Map(inventory.resources.map((one) => [one.id, one]));
    const [before, after] = [of(first), of(last)];
    expect([...after.keys()].filter((id) => !before.has(id)).length).toBeGreaterThan(5);
    expect([...before.keys()].filter((id) => !after.has(id)).length).toBeGreaterThan(2);
    const resized = [...after.values()].filter(
      (one) => before.has(one.id) && before.get(one.id)?.instance_type !== one.instance_type,
    );
    expect(resized.length).toBeGreaterThan(2);
  });

  it('lets a resource go from bill and inventory once its ticket was done', async () => {
    const before = makeCompany(options).week(7);
    const idle = before.inventory.resources
      .filter((one) => one.kind === 'snapshot' && one.provider === 'AWS')
      .map((one) => one.id);
    const done = midnight(10);
    const after = makeCompany({
      ...options,
      fixed: (id) => (idle.some((one) => id.endsWith(one)) ? done : null),
    }).week(7);
    for (const id of idle) expect(find(after.inventory, id)).toBeUndefined();
    const charges = (await chargesOf(after, AWS)).filter((charge) =>
      idle.some((id) => charge.ResourceId?.endsWith(id)),
    );
    const ends = charges.map((charge) => charge.ChargePeriodEnd ?? '').sort();
    expect(ends.at(-1)).toBe('2026-11-11T00:00:00Z');
  });

  it('changes instead what is not to be deleted: gp2 becomes gp3, extended support ends', async () => {
    const plain = makeCompany(options).week(7).inventory;
    const disk = plain.resources.find((one) => one.volume_type === 'gp2');
    const cluster = plain.resources.find((one) => one.kind === 'cluster' && one.version === '1.30');
    const fixed = (id: string) => (id.endsWith(disk?.id ?? '?') || id === cluster?.id ? midnight(10) : null);
    const after = makeCompany({ ...options, fixed }).week(7);
    expect(find(after.inventory, disk?.id ?? '')).toMatchObject({ volume_type: 'gp3' });
    expect(find(after.inventory, cluster?.id ?? '')).toMatchObject({ version: '1.34' });
    const support = (await chargesOf(after, AWS)).filter(
      (charge) => charge.ResourceId === cluster?.id && charge.SkuMeter === 'Extended Support',
    );
    expect(support).toHaveLength(10);
  });

  it('lets about one in eight of what was fixed come back two weeks later', () => {
    const all = { ...options, resources: 2000 };
    const waste = (fixed: (id: string) => Date | null) =>
      makeCompany({ ...all, fixed })
        .week(7)
        .inventory.resources.filter((one) => one.volume_type === 'gp2').length;
    const never = waste(() => null);
    expect(waste(() => midnight(10))).toBe(0);
    const back = waste(() => midnight(20)) / never;
    expect(back).toBeGreaterThan(0.05);
    expect(back).toBeLessThan(0.2);
  });

  it.each([
    ['99 resources', { resources: 99 }],
    ['100,001 resources', { resources: 100_001 }],
    ['no weeks', { weeks: 0 }],
  ])('refuses %s', (_, wrong) => {
    expect(() => makeCompany({ ...options, ...wrong })).toThrow(
      expect.objectContaining({ code: 'invalid_input' }),
    );
  });
});
