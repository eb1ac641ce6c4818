import { createReadStream, existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { Decimal } from 'decimal.js';
import Papa from 'papaparse';
import { expect, it } from 'vitest';
import { database, pool } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import { cancelImport, failStaleImports, importStream } from './commands';
import { actor, billOf, countCharges, daily, dayOf, makeSource, send } from './testing';

const SAMPLE = join(process.cwd(), '../shared/data/focus/focus_sample_1.0.csv');

it.skipIf(!existsSync(SAMPLE))(
  'the real sample: 1,000 rows accounted for, its EffectiveCost to the last digit, 925 rows name a resource',
  async () => {
    const sourceId = await makeSource();
    const result = await importStream({
      actor,
      sourceId,
      stream: createReadStream(SAMPLE),
      fileName: 'sample.csv',
    });
    expect(result).toMatchObject({
      state: 'done',
      rowsRead: 1_000,
      rowsAccepted: 1_000,
      rowsRefused: 0,
      faults: [],
    });

    const text = await readFile(SAMPLE, 'utf8');
    const rows = Papa.parse<Record<string, string>>(text, { header: true, skipEmptyLines: true }).data;
    const sum = rows.reduce((total, row) => total.plus(row.EffectiveCost ?? 'missing'), new Decimal(0));
    const stored = await database().$queryRaw<{ sum: string; rows: number; subjects: number }[]>`
      SELECT trim_scale(sum(effective_cost))::text AS sum, count(*)::int AS rows, count(k.resource_id)::int AS subjects
      FROM charges c LEFT JOIN resource_keys k ON k.key = c.resource_key`;
    // The rest of the rows of usage stand for their service and SKU.
    expect(stored).toEqual([{ sum: sum.toFixed(), rows: 1_000, subjects: 999 }]);
    const tied = await database().$queryRaw`SELECT sum(rows_tied)::int AS tied FROM delivery_accounts`;
    expect(tied).toEqual([{ tied: 925 }]);

    const again = await send(sourceId, gzipSync(text));
    expect(again.state).toBe('unchanged');
    expect(await countCharges(sourceId)).toBe(1_000);
  },
);

it('a wrong file is refused with the missing columns named, and leaves nothing', async () => {
  const sourceId = await makeSource();
  const refusal = send(sourceId, 'BilledCost,ResourceId\n1,vol-1\n');
  await expect(refusal).rejects.toThrow(/the columns BillingAccountId, BillingCurrency, .* are missing/);
  const row = await lastImport(sourceId);
  expect(row).toMatchObject({ state: 'refused', rowsRead: 0n });
  expect(row.faults.map(({ column }) => column)).toContain('EffectiveCost');
  await nothingIsLeft(row.id);
});

it('an empty file is refused', async () => {
  await expect(send(await makeSource(), '')).rejects.toThrow('the file is empty');
});

it('1.3 writes ServiceProviderName', async () => {
  const text = billOf(daily(1, 3, {})).replace('ProviderName', 'ServiceProviderName');
  expect(await send(await makeSource(), text)).toMatchObject({ state: 'done', rowsAccepted: 3 });
});

it('bad rows and cells are told by line and column and do not sink the file', async () => {
  const sourceId = await makeSource('focus', { maxBadShare: 0.9 });
  const rows = [
    { ResourceName: 'two\nlines' }, // lines 2 and 3
    { EffectiveCost: '1,5' },
    { ChargePeriodStart: '31.10.2026' },
    { ChargePeriodEnd: '2026-09-01' },
    { Tags: 'team=a' },
    { ChargeCategory: 'Other' },
    { BillingCurrency: 'dollars' },
    { BilledCost: 'NaN' },
    { BillingAccountId: 'NULL' },
    { EffectiveCost: '1e-10', ListCost: '-0.00000000010' },
  ];
  const text = `${billOf(rows)}short,row\n`;
  const result = await send(sourceId, text);
  expect(result).toMatchObject({ state: 'done', rowsRead: 11, rowsAccepted: 3, rowsRefused: 8 });
  expect(result.faults.map(({ kind, line, column }) => [kind, line, column])).toEqual([
    ['row', 4, 'EffectiveCost'],
    ['row', 5, 'ChargePeriodStart'],
    ['row', 6, 'ChargePeriodEnd'],
    ['row', 8, 'ChargeCategory'],
    ['row', 9, 'BillingCurrency'],
    ['row', 10, 'BilledCost'],
    ['row', 11, 'BillingAccountId'],
    ['row', 13, null],
    ['cell', 7, 'Tags'],
  ]);
  const { rows: kept } = await pool().query(
    `SELECT c.line::int, c.effective_cost::text, c.list_cost::text FROM charges c
     JOIN bill_deliveries d ON d.id = c.delivery_id WHERE d.import_id = $1 ORDER BY line`,
    [result.importId],
  );
  expect(kept).toEqual([
    { line: 2, effective_cost: '1', list_cost: '2' },
    { line: 7, effective_cost: '1', list_cost: '2' },
    { line: 12, effective_cost: '0.0000000001', list_cost: '-0.00000000010' },
  ]);
});

it('a line of bytes that are no UTF-8 is one bad row', async () => {
  const text = Buffer.concat([Buffer.from(billOf(daily(1, 3, {}))), Buffer.from([0xff, 0xfe, 0x0a])]);
  const result = await send(await makeSource('focus', { maxBadShare: 0.9 }), text);
  expect(result).toMatchObject({ rowsAccepted: 3, rowsRefused: 1, faults: [{ line: 5 }] });
});

it('more bad rows than the set share refuse the file, and nothing of it is kept', async () => {
  const sourceId = await makeSource('focus', { maxBadShare: 0.1 });
  const bad = daily(1, 2, { EffectiveCost: 'many' });
  await expect(send(sourceId, billOf([...daily(1, 17, {}), ...bad]))).rejects.toThrow('2 of 19 rows are bad');
  const row = await lastImport(sourceId);
  expect(row).toMatchObject({ state: 'refused', rowsRead: 19n, rowsRefused: 2n });
  expect(row.faults).toMatchObject([{ line: 19n, column: 'EffectiveCost' }, { line: 20n }]);
  await nothingIsLeft(row.id);
});

it('files put one after the other, each with a mark of its bytes, are one file; with other columns they are refused', async () => {
  const [first, second] = [billOf(daily(1, 3, {})), billOf(daily(4, 2, {}))];
  const marked = [first, second].map((text) => gzipSync(`\ufeff${text}`));
  expect(await send(await makeSource(), Buffer.concat(marked))).toMatchObject({
    state: 'done',
    rowsAccepted: 5,
  });
  const swapped = second
    .replace('EffectiveCost', 'X')
    .replace('BilledCost', 'EffectiveCost')
    .replace('X', 'BilledCost');
  const both = Buffer.concat([gzipSync(first), gzipSync(swapped)]);
  await expect(send(await makeSource(), both)).rejects.toMatchObject({
    code: 'invalid_input',
    message: expect.stringMatching(/^line 5: a second header/),
  });
});

it('gzip files put one after the other are one file, and their headers no rows', async () => {
  const parts = [billOf(daily(1, 3, {})), billOf(daily(4, 2, {}))];
  const packed = Buffer.concat(parts.map((part) => gzipSync(part)));
  expect(await send(await makeSource(), packed)).toMatchObject({
    state: 'done',
    rowsRead: 5,
    rowsAccepted: 5,
  });
});

it('a gzip file that is cut off leaves nothing', async () => {
  const sourceId = await makeSource();
  const cut = gzipSync(billOf(daily(1, 31, {}))).subarray(0, 200);
  await expect(send(sourceId, cut)).rejects.toThrow('the gzip file ends early');
  const row = await lastImport(sourceId);
  expect(row.state).toBe('refused');
  await nothingIsLeft(row.id);
});

it('an upload that breaks off leaves a failed import and no charges', async () => {
  const sourceId = await makeSource();
  const stream = Readable.from(
    (async function* () {
      yield Buffer.from(billOf(daily(1, 31, {})));
      throw new Error('the connection was cut');
    })(),
  );
  await expect(importStream({ actor, sourceId, stream, fileName: 'cut.csv' })).rejects.toThrow(
    'connection was cut',
  );
  const row = await lastImport(sourceId);
  expect(row).toMatchObject({ state: 'failed', error: 'the connection was cut' });
  await nothingIsLeft(row.id);
  expect(await send(sourceId, billOf(daily(1, 31, {})))).toMatchObject({ state: 'done' });
});

it('fewer bytes than were announced are no whole file', async () => {
  const sourceId = await makeSource();
  const text = billOf(daily(1, 3, {}));
  const stream = Readable.from([Buffer.from(text)]);
  const upload = importStream({
    actor,
    sourceId,
    stream,
    fileName: 'short.csv',
    expectedBytes: text.length + 10,
  });
  await expect(upload).rejects.toThrow(`ended after ${text.length} of ${text.length + 10} bytes`);
  await nothingIsLeft((await lastImport(sourceId)).id);
});

it('a caller that goes away breaks the upload off', async () => {
  const sourceId = await makeSource();
  const controller = new AbortController();
  const stream = Readable.from(
    (async function* () {
      yield Buffer.from(billOf(daily(1, 31, {})));
      controller.abort();
      await new Promise(() => undefined); // never more
    })(),
  );
  const upload = importStream({ actor, sourceId, stream, fileName: 'gone.csv', signal: controller.signal });
  await expect(upload).rejects.toThrow('broken off');
  await nothingIsLeft((await lastImport(sourceId)).id);
});

it('an import that is cancelled keeps nothing and stays cancelled', async () => {
  const sourceId = await makeSource();
  const stream = Readable.from(
    (async function* () {
      yield Buffer.from(billOf(daily(1, 31, {})));
      const { id } = await lastImport(sourceId);
      await cancelImport({ actor, importId: String(id) });
      await new Promise(() => undefined); // until the stream is destroyed
    })(),
  );
  await expect(importStream({ actor, sourceId, stream, fileName: 'c.csv' })).rejects.toThrow('cancelled');
  const row = await lastImport(sourceId);
  expect(row).toMatchObject({ state: 'cancelled', error: 'cancelled by test' });
  await nothingIsLeft(row.id);
});

it('what a killed process left is cleared at the next start; what is being received is not', async () => {
  const sourceId = await makeSource();
  const stale = await database().import.create({
    data: {
      sourceId,
      fileName: 'killed.csv',
      state: 'receiving',
      deliveredAt: new Date(),
      importedBy: 'test',
    },
  });
  await pool().query(`CREATE TABLE charges_${stale.id} (LIKE charges)`);
  let cleared = -1;
  const stream = Readable.from(
    (async function* () {
      yield Buffer.from(billOf(daily(1, 3, {})));
      cleared = await failStaleImports();
    })(),
  );
  const result = await importStream({ actor, sourceId, stream, fileName: 'alive.csv' });
  expect([cleared, result.state]).toEqual([1, 'done']);
  const row = await database().import.findUniqueOrThrow({ where: { id: stale.id } });
  expect(row).toMatchObject({ state: 'failed', error: 'the process that received it ended' });
  await nothingIsLeft(stale.id);
});

it('what goes wrong in the caller’s part of the last transaction undoes the import', async () => {
  const sourceId = await makeSource();
  const stream = Readable.from([Buffer.from(billOf(daily(1, 3, {})))]);
  const upload = importStream({
    ...{ actor, sourceId, stream, fileName: 'a.csv' },
    onImported: () => Promise.reject(new AppError('conflict', 'no run can start now')),
  });
  await expect(upload).rejects.toThrow('no run can start now');
  const row = await lastImport(sourceId);
  expect(row.state).toBe('failed');
  await nothingIsLeft(row.id);
});

it('an ARN and its short id are one resource, whichever comes first', async () => {
  const arn = (id: string) => `arn:aws:ec2:eu-west-1:4411:volume/${id}`;
  const sourceId = await makeSource();
  const [first, second, both] = ['vol-0aaaaaaaaaaaaaaa1', 'vol-0aaaaaaaaaaaaaaa2', 'vol-0aaaaaaaaaaaaaaa3'];
  const ids = (list: string[]) => billOf(list.map((ResourceId) => ({ ResourceId })));
  await send(sourceId, ids([first, arn(second), both, arn(both)]));
  await send(sourceId, ids([arn(first), second]), { deliveredAt: new Date(dayOf(40)) });
  const { rows } = await pool().query(
    `SELECT r.native_id, count(*)::int AS charges FROM charges c JOIN resource_keys k ON k.key = c.resource_key
     JOIN resources r ON r.id = k.resource_id WHERE r.native_id LIKE '%vol-0aaaaaaaaaaaaaaa%' GROUP BY r.id ORDER BY r.native_id`,
  );
  expect(rows).toEqual([
    { native_id: arn(second), charges: 2 },
    { native_id: arn(both), charges: 2 },
    { native_id: first, charges: 2 },
  ]);
});

it('300,000 rows stream in without the memory growing with them', async () => {
  const header = billOf([]);
  const lines = billOf(daily(1, 30, {})).slice(header.length);
  let peak = 0;
  const stream = Readable.from(
    (async function* () {
      yield Buffer.from(header);
      for (let block = 0; block < 10_000; block++) {
        yield Buffer.from(lines.replaceAll('0000000000000001', String(block % 500).padStart(16, '0')));
        if (block % 100 === 0) peak = Math.max(peak, process.memoryUsage().rss);
      }
    })(),
  );
  global.gc?.();
  const before = process.memoryUsage().rss;
  const result = await importStream({ actor, sourceId: await makeSource(), stream, fileName: 'large.csv' });
  expect(result).toMatchObject({ state: 'done', rowsAccepted: 300_000 });
  expect(peak - before).toBeLessThan(150_000_000); // the file has 90 MB, its strings would take twice that
});

async function lastImport(sourceId: string) {
  return database().import.findFirstOrThrow({
    where: { sourceId },
    orderBy: { id: 'desc' },
    include: { faults: { orderBy: { id: 'asc' } } },
  });
}

async function nothingIsLeft(importId: bigint): Promise<void> {
  const { rows } = await pool().query(
    `SELECT to_regclass('charges_' || $1) IS NULL AS no_table,
       (SELECT count(*)::int FROM bill_deliveries WHERE import_id = $1::bigint) AS deliveries,
       (SELECT count(*)::int FROM delivery_resources WHERE delivery_id / 10000 = $1::bigint) AS readings`,
    [String(importId)],
  );
  expect(rows).toEqual([{ no_table: true, deliveries: 0, readings: 0 }]);
}
