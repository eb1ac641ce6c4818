import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { database, pool, transaction } from '@/lib/core/db';
import { takeBillSnapshot } from './bill-snapshot.data';
import { updateSource } from './commands';
import { type ResourceFacts, readFacts } from './facts.data';
import { listFaults, readImport } from './imports-view.data';
import { actor, billOf, type Charge, daily, dayOf, makeSource, send } from './testing';
import { readSource } from './views.data';
import { listFaultsInput } from './views.schema';

/** What rows and cells come to once they are in the database: facts, coverage's refusals, and the import's page. */
const NOW = new Date(dayOf(33));
const config = { maxBadShare: 0.01 };
const sum = (amounts: (string | undefined)[]) =>
  amounts.reduce((total, amount) => total.plus(amount ?? 0), new Decimal(0)).toFixed();

async function factsOf(file: string, deliveredAt = NOW) {
  const sourceId = await makeSource();
  await send(sourceId, file, { deliveredAt });
  const { snapshotId } = await transaction((tx) =>
    takeBillSnapshot(tx, { sourceId, config, now: deliveredAt }),
  );
  const found: ResourceFacts[] = [];
  for await (const batch of readFacts(database(), { snapshotIds: [snapshotId], now: deliveredAt }))
    found.push(...batch);
  return { sourceId, found, of: (nativeId: string) => found.find((one) => one.nativeId === nativeId) };
}

async function importOf(sourceId: string) {
  const { id } = await database().import.findFirstOrThrow({ where: { sourceId }, orderBy: { id: 'desc' } });
  const { items: faults } = await listFaults(
    database(),
    listFaultsInput.parse({ id: String(id), limit: 200 }),
  );
  return { ...(await readImport(database(), String(id))), faults };
}

async function storedSum(sourceId: string): Promise<string> {
  const { rows } = await pool().query(
    `SELECT trim_scale(sum(effective_cost))::text AS sum FROM charges c JOIN bill_deliveries d ON d.id = c.delivery_id
     JOIN imports i ON i.id = d.import_id WHERE i.source_id = $1`,
    [sourceId],
  );
  return rows[0].sum;
}

describe('a quantity that no row has is unknown', () => {
  const id = 'vol-0dddddddddddddd11';

  it('so are the days of use and what a meter used (D11b)', async () => {
    const { of } = await factsOf(
      billOf(daily(1, 31, { ResourceId: id, ConsumedQuantity: '', SubAccountId: 'd11b' })),
    );
    const known = of(id);
    expect(known?.facts).not.toHaveProperty('days_seen');
    expect(known?.facts.meter).toEqual({ ebs_volumeusage_gp2: { cost: 30.4167, unit: 'Hours' } });
    expect(known?.money).not.toHaveProperty('alt_cost');
  });

  it('also of one resource among others that have it, and of one that is not charged in the window', async () => {
    const blank = daily(1, 31, { ResourceId: 'vol-blank', ConsumedQuantity: '' });
    const zero = daily(1, 31, { ResourceId: 'vol-zero', ConsumedQuantity: '0' });
    const some = daily(1, 31, { ResourceId: 'vol-some' });
    const { of } = await factsOf(billOf([...blank, ...zero, ...some]));
    expect(['vol-blank', 'vol-zero', 'vol-some'].map((one) => of(one)?.facts.days_seen)).toEqual([
      undefined,
      0,
      30,
    ]);
  });
});

describe('rows without a resource', () => {
  const saas = (charge: Charge) =>
    daily(1, 31, {
      ResourceId: '',
      SubAccountId: '',
      ProviderName: 'Exampleware',
      ServiceName: 'Models',
      ...charge,
    });

  it('are subjects of kind service that rules read, with their whole cost in the totals (N08)', async () => {
    const rows = [
      ...saas({ SkuId: 'in', EffectiveCost: '2' }),
      ...saas({ SkuId: 'out', EffectiveCost: '3' }),
    ];
    const { sourceId, of } = await factsOf(billOf(rows));
    expect(of('service:Models/in')).toMatchObject({
      provider: 'exampleware',
      account: 'payer',
      kind: 'service',
      money: { daily_cost: '2', monthly_cost: '60.8334' },
    });
    expect(of('service:Models/out')?.money).toMatchObject({ monthly_cost: '91.2501' });
    const { joinShare, snapshots } = await readSource(database(), sourceId, () => NOW);
    expect(joinShare).toBe(0);
    expect(snapshots[0]?.statistics.totals).toEqual([{ currency: 'USD', cost: '150', unmapped: '0' }]);
  });

  it('tags that were not read are unknown, those that were are none', async () => {
    const named = daily(1, 31, { ResourceId: 'vol-tags', Tags: 'env=prod' });
    const { of } = await factsOf(billOf([...named, ...daily(1, 31, { ResourceId: 'vol-none', Tags: '{}' })]));
    expect([of('vol-tags')?.facts.tags, of('vol-none')?.facts.tags]).toEqual([undefined, {}]);
  });

  it('a charge of no length on the first day of the window counts', async () => {
    const at = dayOf(1);
    const rows = [
      ...daily(1, 31, { ResourceId: 'vol-zl', EffectiveCost: '1' }),
      { ResourceId: 'vol-zl', EffectiveCost: '30', ChargePeriodStart: at, ChargePeriodEnd: at },
    ];
    expect((await factsOf(billOf(rows))).of('vol-zl')?.money.daily_cost).toBe('2');
  });

  it('None as a class does not take a charge out of the costs (D13)', async () => {
    const { of } = await factsOf(billOf(daily(1, 31, { ResourceId: 'vol-none-class', ChargeClass: 'None' })));
    expect(of('vol-none-class')?.money.daily_cost).toBe('1');
  });
});

describe('refused rows', () => {
  it('a share of the money above what is let pass refuses the file, and names both figures', async () => {
    const sourceId = await makeSource();
    const rows = [...daily(1, 199, {}), { EffectiveCost: '1000000', ChargePeriodStart: 'x' }];
    await expect(send(sourceId, billOf(rows))).rejects.toThrow(
      '1 of 200 rows are bad (0.5%), and they carry 1,000,000.00 of 1,000,199.00 USD (99.98%): more than the share of 0.01',
    );
    expect(await importOf(sourceId)).toMatchObject({
      state: 'refused',
      refusedMoney: [{ currency: 'USD', effectiveCost: '1000000', rows: 1 }],
    });
  });

  it('each currency is measured by itself, and credits count as what they are worth', async () => {
    const rows = [
      ...daily(1, 199, { EffectiveCost: '1000' }),
      { BillingCurrency: 'EUR', EffectiveCost: '-5', BilledCost: '' },
    ];
    await expect(send(await makeSource(), billOf(rows))).rejects.toThrow('5.00 of 5.00 EUR (100%)');
  });

  it('a share that is let pass exactly is let pass', async () => {
    const rows = [...daily(1, 99, { EffectiveCost: '0.1' }), { EffectiveCost: '0.1', BilledCost: '' }];
    expect(await send(await makeSource(), billOf(rows))).toMatchObject({ state: 'done', rowsRefused: 1 });
  });

  it('a file of which no row can be read is refused whatever is let pass', async () => {
    const sourceId = await makeSource('focus', { maxBadShare: 1 });
    await expect(send(sourceId, billOf([{ BilledCost: 'x' }, { BilledCost: 'y' }]))).rejects.toThrow(
      'no row can be read',
    );
  });

  it('say on the import’s page what they carry, and which accounts they are of', async () => {
    const sourceId = await makeSource('focus', { maxBadShare: 0.5 });
    const bad = [
      { SubAccountId: '5522', ChargePeriodEnd: 'x', EffectiveCost: '1.10' },
      { SubAccountId: '5522', EffectiveCost: 'x' },
      { BillingAccountId: '', SubAccountId: '', BilledCost: 'x', EffectiveCost: '2' },
    ];
    const file = billOf([...daily(1, 20, {}), ...bad, { ChargeClass: 'None' }]);
    expect(await send(sourceId, file)).toMatchObject({
      rowsRefused: 3,
      cellsUnknown: 1,
      focusVersion: '1.1',
    });
    const one = await importOf(sourceId);
    expect(one).toMatchObject({
      ...{ rowsRead: 24, rowsAccepted: 21, rowsRefused: 3, cellsUnknown: 1, faultsKept: 4, refusedUnread: 1 },
      refusedMoney: [{ currency: 'USD', effectiveCost: '3.1', rows: 2 }],
    });
    expect(one.faults.map(({ kind, line }) => [kind, line])).toEqual([
      ['row', 22],
      ['row', 23],
      ['row', 24],
      ['cell', 25],
    ]);
    const cells = await listFaults(database(), listFaultsInput.parse({ id: one.id, kind: 'cell' }));
    expect(cells.items).toMatchObject([{ line: 25, column: 'ChargeClass' }]);
    const refusals = await database().importRefusal.findMany({
      where: { importId: BigInt(one.id) },
      orderBy: { id: 'asc' },
    });
    expect(refusals).toMatchObject([
      { billingAccount: 'payer', provider: 'aws', account: '5522', rows: 2n, month: new Date(dayOf(1)) },
      { billingAccount: null, provider: 'aws', account: null, rows: 1n },
    ]);
  });
});

it('EffectiveCost empty everywhere: one fault, an offer, and taken once the source is set to BilledCost (D11a)', async () => {
  const sourceId = await makeSource();
  const file = billOf(daily(1, 20, { EffectiveCost: '', BilledCost: '10.00' }));
  await expect(send(sourceId, file)).rejects.toThrow(
    'EffectiveCost is empty in every row; use BilledCost for this source?',
  );
  const refused = await importOf(sourceId);
  expect(refused).toMatchObject({ state: 'refused', offer: 'use_billed_cost' });
  expect(refused.faults).toMatchObject([{ kind: 'file', column: 'EffectiveCost' }]);

  await updateSource({ actor, sourceId, config: { effectiveCost: 'BilledCost' } });
  expect(await send(sourceId, file)).toMatchObject({ state: 'done', rowsAccepted: 20 });
  expect(await storedSum(sourceId)).toBe('200');
  const event = await database().auditEvent.findFirst({
    where: { action: 'source.changed', subjectId: sourceId },
  });
  expect(event).toMatchObject({
    before: { config: { maxBadShare: 0.01 } },
    after: { config: { effectiveCost: 'BilledCost' } },
  });
});

it('settings that are not named stay, null takes one away, and only a bill has them', async () => {
  const id = await makeSource('focus', { maxBadShare: 0.2, expectedAccounts: ['1'] });
  await updateSource({
    actor,
    sourceId: id,
    config: { effectiveCost: 'BilledCost', expectedAccounts: null },
  });
  const { config: kept } = await database().source.findUniqueOrThrow({ where: { id } });
  expect(kept).toEqual({ maxBadShare: 0.2, effectiveCost: 'BilledCost' });
  const inventory = await makeSource('inventory');
  const wrong = updateSource({ actor, sourceId: inventory, config: { effectiveCost: 'BilledCost' } });
  await expect(wrong).rejects.toMatchObject({ code: 'invalid_input' });
});

describe('an inventory with half of a surrogate pair (D26)', () => {
  const at = '2026-11-30T00:00:00Z';
  const scope = { provider: 'AWS', account: '26', region: 'eu-west-1' };
  const inventoryOf = (resources: object[]) =>
    JSON.stringify({
      ...{ schema: 1, collected_at: at, scopes: [{ ...scope, kinds: ['disk'], complete: true }] },
      resources: resources.map((one) => ({ ...scope, kind: 'disk', observed_at: at, ...one })),
    });

  it('that fact is unknown and reported, the rest counts', async () => {
    const sourceId = await makeSource('inventory');
    const file = inventoryOf([
      { id: 'vol-26a', tags: { a: '\ud800' }, size_gib: 5 },
      { id: 'vol-26b', name: 'a\u0000b' },
      { id: 'vol-26c', tags: { a: 'b' } },
    ]);
    expect(await send(sourceId, file)).toMatchObject({ rowsAccepted: 3, cellsUnknown: 2 });
    expect((await importOf(sourceId)).faults).toMatchObject([
      { kind: 'cell', column: '$.resources[0].tags' },
      { kind: 'cell', column: '$.resources[1].name' },
    ]);
    const { rows } = await pool().query(
      `SELECT f.facts FROM resource_facts f JOIN resources r ON r.id = f.resource_id WHERE r.native_id = 'vol-26a'`,
    );
    expect(rows[0].facts).toMatchObject({ size_gib: 5 });
    expect(rows[0].facts).not.toHaveProperty('tags');
  });

  it('in an id the resource is refused, and no scope is read whole', async () => {
    const sourceId = await makeSource('inventory');
    expect(await send(sourceId, inventoryOf([{ id: 'vol-\ud800' }, { id: 'vol-26d' }]))).toMatchObject({
      rowsRead: 2,
      rowsRefused: 1,
    });
    const { coverage } = await readSource(database(), sourceId, () => new Date(at));
    expect(coverage).toEqual({ whole: 0, partial: 1, none: 0 });
  });

  it('in what is not an inventory the reason is still told', async () => {
    for (const file of ['{"a\\u0000": 1}', '{"schema": 1, "\\ud800": 2}', '\u0000{', '[\u0000]']) {
      const refusal = send(await makeSource('inventory'), file);
      await expect(refusal).rejects.toMatchObject({ code: 'invalid_input' });
    }
  });

  it('in a scope the file is refused', async () => {
    const file = inventoryOf([]).replace('"eu-west-1"', '"\\ud800"');
    await expect(send(await makeSource('inventory'), file)).rejects.toThrow('$.scopes[0].region');
  });
});

it('any text in any cell is stored, unknown or refused, and the file is taken', {
  timeout: 120_000,
}, async () => {
  // An account under several billing accounts is for the tests of coverage.
  const columns = Object.keys(rowsIn(billOf([{}]))[0] ?? {}).filter((name) => name !== 'BillingAccountId');
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.string({ unit: 'grapheme', maxLength: 40 }),
    fc.constantFrom(
      '\\.',
      '\\N',
      '"',
      '\u0000',
      '\r',
      '{"a":"\\ud800"}',
      '\u0130'.repeat(1_000),
      '1e29',
      '-1e-99',
    ),
  );
  const changes = fc.sample(fc.tuple(fc.constantFrom(...columns), text), 1_500);
  const rows = changes.map(([column, value]) => ({ [column]: value }));
  const sourceId = await makeSource('focus', { maxBadShare: 1 });
  const result = await send(sourceId, billOf([{}, ...rows]));
  expect(result).toMatchObject({ state: 'done', rowsRead: 1_501 });
  expect(result.rowsAccepted + result.rowsRefused).toBe(1_501);
  await transaction((tx) => takeBillSnapshot(tx, { sourceId, config, now: NOW }));
});

it('what PostgreSQL indexes fits at its longest', async () => {
  const text = (bytes: number) => {
    let seed = 7;
    const next = () => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return String.fromCharCode(33 + ((seed >> 8) % 90)).replace(/[",'\\]/, 'x');
    };
    return Array.from({ length: bytes }, next).join('');
  };
  const rows = [
    { ResourceId: text(2_000), SubAccountId: text(400), RegionId: text(100), ProviderName: text(100) },
    {
      ResourceId: '',
      ServiceName: text(1_000),
      SkuId: text(1_000),
      RegionId: text(100),
      BillingAccountId: text(400),
    },
    { CommitmentDiscountId: text(2_000), ResourceName: text(1_000), ChargeClass: '' },
  ];
  const result = await send(await makeSource(), billOf(rows));
  expect(result).toMatchObject({ state: 'done', rowsAccepted: 3, faults: [] });
});

const BILLS = join(process.cwd(), '../shared/cases/bills');
const DATA = join(process.cwd(), '../shared/data/focus');
const rowsIn = (text: string) =>
  Papa.parse<Record<string, string>>(text, { header: true, skipEmptyLines: true }).data;

describe.skipIf(!existsSync(DATA))('public bills', () => {
  const isBill = (name: string) => /cost_and_usage|consolidated|sample_1/.test(name) && name.endsWith('.csv');

  it.each(existsSync(DATA) ? readdirSync(DATA).filter(isBill) : [])(
    '%s: all of its money is stored',
    async (name) => {
      const sourceId = await makeSource();
      const text = readFileSync(join(DATA, name), 'utf8');
      const rows = rowsIn(text);
      const result = await send(sourceId, text, { deliveredAt: new Date('2026-06-05') });
      expect(result).toMatchObject({
        state: 'done',
        rowsRead: rows.length,
        rowsAccepted: rows.length,
        faults: [],
      });
      expect(await storedSum(sourceId)).toBe(sum(rows.map((row) => row.EffectiveCost)));
    },
  );
});

describe.skipIf(!existsSync(BILLS))('cases', () => {
  const read = (name: string) => readFileSync(join(BILLS, name));
  const sent = async (name: string) => {
    const sourceId = await makeSource();
    const result = await send(sourceId, read(name), { deliveredAt: new Date('2026-11-30') });
    return { result, sum: await storedSum(sourceId) };
  };

  it.each([
    ['D11b-quantity-empty.csv', 20, '200', 0, 0],
    ['D12-tags.csv', 14, '140', 10, 11],
    ['D13-chargeclass-None.csv', 14, '280', 14, 14],
    ['D13-offset-period.csv', 1, '10', 0, 0],
    ['D13-purchase-lower-case.csv', 1, '10', 0, 1],
    ['D13-tax-zero-length.csv', 2, '12', 0, 0],
    ['D26-tags-lone-surrogate.csv', 2, '20', 1, 1],
    ['D26-tag-of-40000.csv', 4, '270', 0, 0],
    ['N08-saas-1.4-mandatory-columns-only.csv', 10, '200', 0, 0],
  ])('%s: %i rows, %s', async (name, rows, money, cells, faults) => {
    const { result, sum } = await sent(name);
    expect([result.state, result.rowsAccepted, result.rowsRefused, sum]).toEqual(['done', rows, 0, money]);
    expect([result.cellsUnknown, result.faults.length]).toEqual([cells, faults]);
  });

  it.each([
    ['D11a-effective-empty.csv', 'EffectiveCost is empty in every row; use BilledCost for this source?'],
    ['D13-header-only.csv', 'no rows'],
    ['D13-gzip-cut-short.csv.gz', 'the gzip file ends early'],
    ['D13-lfs-pointer.csv', 'Git LFS pointer'],
  ])('%s is refused', async (name, why) => {
    const sourceId = await makeSource();
    await expect(send(sourceId, read(name))).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringContaining(why),
    });
    expect((await importOf(sourceId)).state).toBe('refused');
  });

  it('D26-inventory-lone-surrogate.json', async () => {
    const result = await send(await makeSource('inventory'), read('D26-inventory-lone-surrogate.json'));
    expect(result).toMatchObject({ state: 'done', rowsAccepted: 1, faults: [{ kind: 'cell' }] });
  });
});
