import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { AppError } from '@/lib/core/errors';
import { CHARGE_COLUMNS, readBill } from './bill-reader';
import type { CostColumn } from './focus';
import { billOf, type Charge, daily } from './testing';

/** What a file comes to, without a database: the charges as COPY would take them, and what the reader says of it. */
function read(file: string | Buffer, cost?: CostColumn) {
  const reader = readBill(1n, cost);
  const blocks: Buffer[] = [];
  const bytes = Buffer.from(file);
  const take = () => {
    for (let block = reader.takeOutput(); block; block = reader.takeOutput()) blocks.push(Buffer.from(block));
  };
  for (let at = 0; at < bytes.length; at += 100_000) {
    reader.push(bytes.subarray(at, at + 100_000));
    take();
  }
  reader.end();
  take();
  blocks.push(Buffer.from(reader.takeRest()));
  const names = CHARGE_COLUMNS.split(', ');
  const text = Buffer.concat(blocks).toString('utf8');
  const charges = Papa.parse<string[]>(text, { skipEmptyLines: true }).data.map((cells) => {
    expect(cells).toHaveLength(names.length);
    return Object.fromEntries(names.map((name, at) => [name, cells[at] ?? '']));
  });
  const { faults } = reader;
  return {
    charges,
    faults,
    ...reader.counts(),
    ...reader.report(),
    reader,
    readings: [...reader.takeReadings()],
  };
}

function readOne(charge: Charge) {
  const { charges, faults, readings } = read(billOf([charge, { SubAccountId: 'of another row' }]));
  return { charge: charges[0] ?? {}, faults, readings };
}

/** A bill of exactly these columns; cells are quoted where they must be. */
function tableOf(rows: Record<string, string>[]): string {
  return Papa.unparse(rows, { newline: '\n' });
}

const MANDATORY = {
  BilledCost: '20.00',
  BillingAccountId: 'BA-1',
  BillingCurrency: 'USD',
  BillingPeriodStart: '2026-10-01T00:00:00Z',
  BillingPeriodEnd: '2026-11-01T00:00:00Z',
  ChargeCategory: 'Usage',
  ChargePeriodStart: '2026-10-01T00:00:00Z',
  ChargePeriodEnd: '2026-10-02T00:00:00Z',
  ContractedCost: '20.00',
  EffectiveCost: '20.00',
  InvoiceIssuerName: 'Exampleware',
  ListCost: '20.00',
  ServiceCategory: 'AI and Machine Learning',
  ServiceName: 'Example Models',
  ServiceProviderName: 'Exampleware',
};

const sum = (amounts: (string | undefined)[]) =>
  amounts.reduce((total, amount) => total.plus(amount ?? 0), new Decimal(0)).toFixed();

describe('tags (D12)', () => {
  const GOOD = ['{}', 'null', '', '{"env": true, "n": 5, "x": null}'];
  const BAD = [
    '"env": "prod","team": "x"',
    '{"a":[1]}',
    'env=prod;team=x',
    '[]',
    '{"a":{"b":1}}',
    '""',
    "{'env': 'prod'}",
    '[{"key":"env","value":"prod"}]',
    '{"env":"prod"',
    '-',
    '{"name":"a\\ud800b"}',
    '{"a\\udc00":"b"}',
    '{"a":"b\\u0000"}',
    `{"a":"${'x'.repeat(200_000)}"}`,
  ];

  it.each(GOOD)('%s is read without a fault', (Tags) => {
    const { faults, readings } = readOne({ Tags });
    expect(faults).toEqual([]);
    expect(readings[0]?.tags).not.toBeNull();
  });

  it.each(BAD)('%j costs the tags, not the money', (Tags) => {
    const { charge, faults, readings } = readOne({ Tags, EffectiveCost: '1000000' });
    expect(charge.effective_cost).toBe('1000000');
    expect(faults).toMatchObject([{ kind: 'cell', line: 2, column: 'Tags' }]);
    expect(readings[0]?.tags).toBeNull();
  });

  it('keys that differ by case are reported, and the first is kept', () => {
    const { faults, readings } = readOne({ Tags: '{"CostCenter":"1","costcenter":"2"}' });
    expect(faults).toMatchObject([{ kind: 'cell', column: 'Tags' }]);
    expect(readings[0]?.tags).toBe('{"costcenter":"1"}');
  });

  it('a tag of 40,000 characters is kept', () => {
    const { faults, readings } = readOne({ Tags: `{"notes":"${'x'.repeat(40_000)}"}` });
    expect([faults, readings[0]?.tags?.length]).toEqual([[], 40_012]);
  });

  it('one row of 200 that carries nearly all the money counts in spite of its tags', () => {
    const rows = [...daily(1, 199, {}), { Tags: 'env=prod', EffectiveCost: '1000000' }];
    const { charges, accepted, cellsUnknown } = read(billOf(rows));
    expect([accepted, cellsUnknown, sum(charges.map((row) => row.effective_cost))]).toEqual([
      200,
      1,
      '1000199',
    ]);
  });
});

describe('a bad cell costs that cell only', () => {
  it.each([
    ['ChargeClass', 'None', 'class'],
    ['ChargeClass', 'null', 'class'],
    ['ChargeClass', 'Regular', 'class'],
    ['ChargeClass', 'correction', 'class'],
    ['ListCost', 'n/a', 'list_cost'],
    ['ConsumedQuantity', '1,5', 'consumed_quantity'],
    ['ConsumedUnit', 'x'.repeat(1_001), 'consumed_unit'],
    ['CommitmentDiscountStatus', 'Half', 'commitment_status'],
    ['ServiceName', 'x'.repeat(1_001), 'service'],
    ['SkuMeter', 'x'.repeat(1_001), 'meter'],
    ['ResourceId', 'x'.repeat(2_001), 'resource_key'],
    ['ResourceId', '\u{1f600}'.repeat(501), 'resource_key'],
    ['ConsumedUnit', 'a\u0000b', 'consumed_unit'],
    ['ResourceId', 'vol\u0000', 'resource_key'],
  ] as const)('%s %j', (column, text, stored) => {
    const { charge, faults } = readOne({ [column]: text });
    expect(charge.effective_cost).toBe('1');
    expect(charge[stored]).toBe('');
    expect(faults).toMatchObject([{ kind: 'cell', line: 2, column }]);
  });

  it('the character 0 in tags makes them unknown', () => {
    const { faults, readings } = readOne({ Tags: '{"a":"\u0000"}' });
    expect(faults).toMatchObject([{ kind: 'cell', column: 'Tags' }]);
    expect(readings[0]?.tags).toBeNull();
  });

  describe('bytes that are no UTF-8', () => {
    const BYTES = [[0xff, 0xfe], [0xc3], [0xed, 0xa0, 0x80]]; // the last is half of a surrogate pair
    const withBytes = (column: string, bytes: number[]) => {
      const [before = '', after = ''] = billOf([{ [column]: 'INCHES' }, {}]).split('INCHES');
      return read(Buffer.concat([Buffer.from(`${before}x`), Buffer.from(bytes), Buffer.from(after)]));
    };
    const OPTIONAL = ['ServiceName', 'ResourceName', 'ResourceId', 'RegionId', 'Tags'];

    it.each([...OPTIONAL, 'SkuId', 'ConsumedUnit', 'ConsumedQuantity', 'ListCost', 'ProviderName'])(
      'in %s cost the cell',
      (column) => {
        for (const bytes of BYTES) {
          const { faults, accepted, refused } = withBytes(column, bytes);
          expect([accepted, refused]).toEqual([2, 0]);
          expect(faults[0]).toMatchObject({ kind: 'cell', line: 2, column });
        }
      },
    );

    it.each(['BilledCost', 'EffectiveCost', 'ChargePeriodStart', 'BillingAccountId', 'BillingCurrency'])(
      'in %s cost the row',
      (column) => {
        for (const bytes of BYTES) {
          const { faults, accepted, refused } = withBytes(column, bytes);
          expect([accepted, refused]).toEqual([1, 1]);
          expect(faults).toMatchObject([{ kind: 'row', line: 2, column }]);
        }
      },
    );
  });

  it('a quote in a cell without quotes', () => {
    const text = billOf([{ ConsumedUnit: 'INCHES' }, {}]).replace('INCHES', '5 "inch');
    const { charges, faults } = read(text);
    expect(charges.map((charge) => charge.consumed_unit)).toEqual(['', 'Hours']);
    expect(faults).toMatchObject([{ kind: 'cell', line: 2, column: 'ConsumedUnit' }]);
  });

  it('a quote that is left open costs its row, not those after it', () => {
    const rows = ['first', 'second', 'third'].map((SkuId) => ({ SkuId, Tags: '{"a":"b"}' }));
    const { charges, refused } = read(billOf(rows).replace('first', '"first'));
    expect([refused, charges.map((charge) => charge.sku)]).toEqual([1, ['second', 'third']]);
    const last = read(billOf(rows).replace('third', '"third'));
    expect([last.refused, last.charges.map((charge) => charge.sku)]).toEqual([1, ['first', 'second']]);
  });

  it.each([
    ['ChargeCategory', 'purchase', 'category', 'Purchase'],
    ['ChargeCategory', 'USAGE', 'category', 'Usage'],
    ['CommitmentDiscountStatus', 'unused', 'commitment_status', 'Unused'],
    ['BillingCurrency', 'usd', 'currency', 'USD'],
  ] as const)('%s %s is taken, and reported', (column, text, stored, value) => {
    const { charges, faults, cellsUnknown } = read(billOf([{ [column]: text }]));
    expect(charges[0]?.[stored]).toBe(value);
    expect(faults).toMatchObject([{ kind: 'cell', column }]);
    expect(cellsUnknown).toBe(0);
  });

  it('without a provider the row counts for the provider “unknown”', () => {
    const { charge, faults } = readOne({ ProviderName: ' ' });
    expect(charge.provider).toBe('unknown');
    expect(faults).toMatchObject([{ kind: 'cell', column: 'ProviderName' }]);
  });
});

describe('what money needs costs the row', () => {
  it.each([
    ['BilledCost', 'n/a'],
    ['EffectiveCost', ''],
    ['EffectiveCost', '1e99'],
    ['BillingCurrency', 'dollars'],
    ['ChargePeriodStart', '09/21/2023'],
    ['ChargePeriodEnd', '2026-09-30T00:00:00Z'],
    ['BillingAccountId', ''],
    ['BillingAccountId', 'x'.repeat(401)],
    ['BillingPeriodStart', 'October'],
    ['BillingPeriodEnd', ''],
    ['ChargeCategory', 'Other'],
  ] as const)('%s %j', (column, text) => {
    const { refused, faults } = read(billOf([{}, { [column]: text }]));
    expect(refused).toBe(1);
    expect(faults).toMatchObject([{ kind: 'row', line: 3, column }]);
  });

  it('refused rows say what money they carry, exactly, and whose they are', () => {
    const bad = { ChargePeriodStart: 'x' };
    const rows = [
      {},
      { ...bad, EffectiveCost: '0.10000000000000000001' },
      { ...bad, EffectiveCost: '-12345678901234567890.5', SubAccountId: '5522' },
      { ...bad, EffectiveCost: '3', BillingCurrency: 'EUR', BillingAccountId: '', SubAccountId: '' },
      { EffectiveCost: 'n/a' },
    ];
    const { refusedMoney, refusedUnread, reader } = read(`${billOf(rows)}short,row\n`);
    expect(refusedMoney).toEqual([
      { currency: 'EUR', effectiveCost: '3', rows: 1 },
      { currency: 'USD', effectiveCost: '-12345678901234567890.39999999999999999999', rows: 2 },
    ]);
    expect(refusedUnread).toBe(2);
    const month = Date.UTC(2026, 9, 1);
    const known = { billingAccount: 'payer', month, provider: 'aws' };
    expect(reader.refusals()).toMatchObject([
      { ...known, account: '4411', rows: 2 },
      { ...known, account: '5522', rows: 1 },
      { billingAccount: null, month, provider: 'aws', account: null, rows: 1 },
      { billingAccount: null, month: null, provider: null, account: null, rows: 1, money: [] },
    ]);
  });

  it('accounts of refused rows are bounded: the rest may be any account', () => {
    const rows = Array.from({ length: 1_500 }, (_, n) => ({ SubAccountId: `a${n}`, BilledCost: 'x' }));
    const refusals = read(billOf([{}, ...rows])).reader.refusals();
    expect(refusals).toHaveLength(1_001);
    expect(refusals.at(-1)).toMatchObject({ account: null, rows: 500 });
    expect(refusals.reduce((total, { rows }) => total + rows, 0)).toBe(1_500);
  });

  it('a thousand faults are kept, rows before cells, and the counts are exact', () => {
    const cells = Array.from({ length: 1_200 }, () => ({ ChargeClass: 'None' }));
    const rows = Array.from({ length: 300 }, () => ({ BilledCost: 'x' }));
    const { faults, cellsUnknown, refused } = read(billOf([...cells, ...rows]));
    expect([cellsUnknown, refused, faults.length]).toEqual([1_200, 300, 1_000]);
    expect(faults.map(({ kind }) => kind)).toEqual([
      ...Array.from({ length: 300 }, () => 'row'),
      ...Array.from({ length: 700 }, () => 'cell'),
    ]);
  });
});

describe('a column that is empty in every row is one sentence', () => {
  it.each(['', 'NULL', 'N/A'])(
    'EffectiveCost %j: refused with an offer to use BilledCost (D11a)',
    (EffectiveCost) => {
      const file = billOf(daily(1, 20, { EffectiveCost, BilledCost: '10.00' }));
      const reader = readBill(1n);
      reader.push(Buffer.from(file));
      expect(() => reader.end()).toThrow('in every row; use BilledCost for this source?');
      expect(reader.faults).toMatchObject([{ kind: 'file', line: 1, column: 'EffectiveCost' }]);
      expect(reader.report().offer).toBe('use_billed_cost');

      const taken = read(file, 'BilledCost');
      expect(sum(taken.charges.map((charge) => charge.effective_cost))).toBe('200');
      expect(taken.notes).toContain('BilledCost is used for EffectiveCost, as the source is set.');
    },
  );

  it('another column that money needs', () => {
    expect(() => read(billOf(daily(1, 5, { BillingCurrency: '' })))).toThrow(
      'BillingCurrency is empty in every row',
    );
  });

  it.each(['', 'n/a'])('ConsumedQuantity %j: a note, and no fault a row (D11b)', (ConsumedQuantity) => {
    const { faults, notes, reader } = read(billOf(daily(1, 20, { ConsumedQuantity })));
    expect(faults).toEqual([]);
    expect(notes[0]).toContain('ConsumedQuantity has no number in any row');
    const [account] = reader.deliveries()[0]?.accounts.values() ?? [];
    expect(account).toMatchObject({ usage: 20, quantified: 0 });
  });
});

describe('periods', () => {
  it('a charge of no length counts (D13)', () => {
    const at = '2026-10-05T00:00:00Z';
    const { charge, faults } = readOne({ ChargeCategory: 'Tax', ChargePeriodStart: at, ChargePeriodEnd: at });
    expect([charge.charge_start, charge.charge_end, faults]).toEqual([
      '2026-10-05T00:00:00.000Z',
      '2026-10-05T00:00:00.000Z',
      [],
    ]);
  });

  it.each([
    ['2026-10-01T00:00:00+01:00', '2026-11-01T00:00:00+01:00'],
    ['2026-10-01T00:00:00Z', '2026-10-31T23:59:59Z'],
    ['2026-10-01T00:00:00Z', '2026-10-31T23:59:59+02:00'],
    ['2026-09-30 22:00', '2026-10-31 22:00'],
  ])('%s to %s is the billing month October', (BillingPeriodStart, BillingPeriodEnd) => {
    const { reader } = read(billOf([{}, { BillingPeriodStart, BillingPeriodEnd }]));
    expect(reader.deliveries()).toMatchObject([{ rows: 2 }]);
  });

  it('two spellings of time in one row (Oracle)', () => {
    const { charge } = readOne({
      ChargePeriodStart: '2026-10-05T10:00Z',
      ChargePeriodEnd: '2026-10-05T11:00:00Z',
    });
    expect([charge.charge_start, charge.charge_end]).toEqual([
      '2026-10-05T10:00:00.000Z',
      '2026-10-05T11:00:00.000Z',
    ]);
  });
});

describe('SaaS and AI bills (N08)', () => {
  it('with the mandatory columns of 1.4 only: the billing account, and a resource for the service', () => {
    const { charges, faults, notes, focusVersion, readings } = read(tableOf([MANDATORY]));
    expect([faults, focusVersion]).toEqual([[], '1.4']);
    expect(charges[0]).toMatchObject({ provider: 'exampleware', account: 'BA-1', effective_cost: '20.00' });
    expect(readings).toMatchObject([
      {
        isService: true,
        name: 'Example Models',
        tags: null, // there is no column for them: unknown, not none
        identity: { nativeId: 'service:Example Models/-', region: 'global', key: charges[0]?.resource_key },
      },
    ]);
    expect(notes).toHaveLength(1); // of ConsumedQuantity
  });

  it('each SKU is a subject, and a region part of it where it is given', () => {
    const rows = [
      { ...MANDATORY, SkuId: 'tokens-in', RegionId: '' },
      { ...MANDATORY, SkuId: 'tokens-out', RegionId: '' },
      { ...MANDATORY, SkuId: 'tokens-out', RegionId: 'eu' },
    ];
    const { readings } = read(tableOf(rows));
    expect(readings.map(({ identity }) => `${identity.nativeId} ${identity.region}`)).toEqual([
      'service:Example Models/tokens-in global',
      'service:Example Models/tokens-out global',
      'service:Example Models/tokens-out eu',
    ]);
  });

  it('such rows of a bill with resources are subjects too, but name no resource; taxes and purchases are none', () => {
    const rows = [
      {},
      { ResourceId: '' },
      { ResourceId: '', ChargeCategory: 'Tax' },
      { ResourceId: '', CommitmentDiscountId: 'sp-1' },
    ];
    const { charges, reader } = read(billOf(rows));
    expect(charges.map((charge) => charge.resource_key !== '')).toEqual([true, true, false, true]);
    const [account] = reader.deliveries()[0]?.accounts.values() ?? [];
    expect(account).toMatchObject({ rows: 4, tied: 2 });
  });

  it('too long a ResourceId is a fault of that cell, and not a service', () => {
    const { charge, readings } = readOne({ ResourceId: 'x'.repeat(3_000) });
    expect([charge.resource_key, readings.length]).toEqual(['', 1]);
  });
});

describe('versions and their columns', () => {
  const named = (service: string, host: string, provider: string, issuer: string) => ({
    ...MANDATORY,
    ...{
      ServiceProviderName: service,
      HostProviderName: host,
      ProviderName: provider,
      InvoiceIssuerName: issuer,
    },
  });

  it.each([
    ['bought from it directly', named('AWS', 'AWS', 'AWS', 'Amazon Web Services, Inc.'), 'aws'],
    ['through a marketplace', named('Datadog', 'AWS', 'AWS', 'AWS'), 'aws'],
    ['SaaS bought directly, on some cloud', named('Datadog', 'AWS', 'AWS', 'Datadog'), 'datadog'],
    ['SaaS through a reseller', named('Datadog', 'AWS', '', 'SoftwareOne'), 'datadog'],
    ['SaaS through a reseller, until 1.2', named('', '', 'Datadog', 'SoftwareOne'), 'datadog'],
    [
      'SaaS of a firm in a country',
      named('Databricks', 'GCP', '', 'Databricks International B.V.'),
      'databricks',
    ],
    ['through a marketplace, without a host', named('MongoDB', '', '', 'AWS'), 'aws'],
    ['through a reseller', named('AWS', 'AWS', 'AWS', 'Reseller X'), 'aws'],
    ['without a host', named('Exampleware', '', '', 'Reseller X'), 'exampleware'],
    ['until 1.2', named('', '', 'Microsoft', 'Microsoft'), 'azure'],
  ])('the provider: %s', (_, row, provider) => {
    expect(read(tableOf([row])).charges[0]?.provider).toBe(provider);
  });

  it.each([
    ['1.0', ['ProviderName', 'PublisherName']],
    ['1.1', ['ProviderName', 'SkuMeter']],
    ['1.2', ['ProviderName', 'SkuMeter', 'InvoiceId']],
    ['1.3', ['ProviderName', 'InvoiceId', 'ServiceProviderName', 'HostProviderName']],
    ['1.4', ['InvoiceId', 'ServiceProviderName', 'HostProviderName', 'InvoiceDetailId']],
    ['1.4', ['ServiceProviderName']],
  ])('%s by %j', (version, columns) => {
    const { ServiceProviderName: _, ...rest } = MANDATORY;
    const more = Object.fromEntries(columns.map((column) => [column, 'AWS']));
    expect(read(tableOf([{ ...rest, ...more }])).focusVersion).toBe(version);
  });

  it('split cost allocation: the workload is charged, and what it ran on stays named', () => {
    const row = {
      ...MANDATORY,
      ResourceId: 'i-host',
      ResourceName: 'node 1',
      Tags: '{"env":"prod","team":"platform"}',
      AllocatedResourceId: 'workload/checkout',
      AllocatedResourceName: 'checkout',
      AllocatedTags: '{"team":"shop"}',
    };
    const rest = { ...row, AllocatedResourceId: '', AllocatedResourceName: '', AllocatedTags: '' };
    const { charges, readings, focusVersion } = read(tableOf([row, rest]));
    const [workload, host] = readings;
    expect(focusVersion).toBe('1.4');
    expect(workload).toMatchObject({
      name: 'checkout',
      tags: '{"env":"prod","team":"shop"}',
      identity: { nativeId: 'workload/checkout', key: charges[0]?.resource_key },
    });
    expect(host).toMatchObject({ name: 'node 1', rows: 1, identity: { nativeId: 'i-host' } });
    expect(charges.map((charge) => charge.host_key)).toEqual([host?.identity.key, '']);
    expect(charges[1]?.resource_key).toBe(host?.identity.key);
  });
});

describe('any text in any cell', () => {
  const NAMES = Object.keys(MANDATORY).concat([
    'Tags',
    'ResourceId',
    'ChargeClass',
    'ConsumedQuantity',
    'SkuId',
  ]);
  const base = Array.from(
    { length: 6 },
    (_, n): Record<string, string> => ({
      ...MANDATORY,
      ...{ EffectiveCost: `${n}.25`, Tags: '{"a":"b"}', ResourceId: `r-${n}`, SkuId: `s${n}` },
      ...{ ChargeClass: '', ConsumedQuantity: '1' },
    }),
  );
  const anyText = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 30 }),
    fc.string({ unit: 'grapheme-ascii', maxLength: 30 }),
    fc.constantFrom(
      'NULL',
      '-1e5',
      '"',
      '\u0000',
      'a\nb',
      '\r',
      '{"a":"\\ud800"}',
      '2026-10-05',
      '1e30',
      '🙂'.repeat(600),
    ),
  );

  it('never loses another row nor throws, and every row is accounted for', () => {
    fc.assert(
      fc.property(fc.nat(5), fc.constantFrom(...NAMES), anyText, (at, column, text) => {
        const rows = base.map((row, n) => (n === at ? { ...row, [column]: text } : row));
        const result = read(tableOf(rows));
        expect(result.read).toBe(6);
        expect(result.accepted + result.refused).toBe(6);
        expect(result.accepted).toBeGreaterThanOrEqual(5);
        const others = rows.filter((_, n) => n !== at).map((row) => row.EffectiveCost);
        const kept = result.charges.filter((charge) => charge.line !== String(lineOf(rows, at)));
        expect(kept.map((charge) => charge.effective_cost)).toEqual(others);
      }),
      { numRuns: 1_000 },
    );
  });

  it('the money of taken and of refused rows is the money of the file', () => {
    const cell = fc.tuple(
      fc.nat(5),
      fc.constantFrom(...NAMES.filter((name) => name !== 'EffectiveCost')),
      anyText,
    );
    fc.assert(
      fc.property(fc.array(cell, { maxLength: 4 }), (changes) => {
        const rows = base.map((row) => ({ ...row }));
        for (const [at, column, text] of changes) rows[at] = { ...rows[at], [column]: text };
        const { charges, refusedMoney, refusedUnread, accepted } = readLeniently(tableOf(rows));
        if (refusedUnread > 0 || accepted === 0) return; // a currency cannot be read
        const refused = refusedMoney.map(({ effectiveCost }) => effectiveCost);
        expect(sum([...charges.map((charge) => charge.effective_cost), ...refused])).toBe(
          sum(rows.map((row) => row.EffectiveCost)),
        );
      }),
      { numRuns: 500 },
    );
  });

  function lineOf(rows: Record<string, string>[], at: number): number {
    return tableOf(rows.slice(0, at)).split('\n').length + (at === 0 ? 1 : 1);
  }

  function readLeniently(file: string) {
    try {
      return read(file);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      return { charges: [], refusedMoney: [], refusedUnread: 1, accepted: 0 };
    }
  }
});

const DATA = join(process.cwd(), '../shared/data/focus');

describe.skipIf(!existsSync(DATA))('public bills', () => {
  const VERSIONS = {
    aws_1_2: '1.2',
    aws_1_3: '1.3',
    azure_1_2: '1.2',
    consolidated: '1.3',
    focus_sample: '1.0',
  };
  const isBill = (name: string) => /cost_and_usage|consolidated|sample_1/.test(name) && name.endsWith('.csv');

  it.each(existsSync(DATA) ? readdirSync(DATA).filter(isBill) : [])(
    '%s: every row, to the last digit',
    (name) => {
      const text = readFileSync(join(DATA, name), 'utf8');
      const rows = Papa.parse<Record<string, string>>(text, { header: true, skipEmptyLines: true }).data;
      const { charges, faults, refused, focusVersion } = read(text);
      expect([charges.length, refused, faults]).toEqual([rows.length, 0, []]);
      for (const [column, stored] of [
        ['EffectiveCost', 'effective_cost'],
        ['BilledCost', 'billed_cost'],
      ] as const) {
        expect(sum(charges.map((charge) => charge[stored]))).toBe(sum(rows.map((row) => row[column])));
      }
      expect(Object.entries(VERSIONS).find(([start]) => name.startsWith(start))?.[1]).toBe(focusVersion);
    },
  );

  it.each([
    ['aws_1_3_contract_commitment_rows100_seed42.csv', 'the FOCUS dataset ContractCommitment'],
    ['scenarios_correction_set.csv', 'a list of corrections'],
    ['focus_validator_sample.parquet', 'a Parquet file'],
  ])('%s is refused as %s', (name, what) => {
    expect(() => read(readFileSync(join(DATA, name)))).toThrow(what);
  });
});
