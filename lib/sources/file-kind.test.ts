import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { AppError } from '@/lib/core/errors';
import { readBill } from './bill-reader';
import { openContent } from './content';
import { billOf, daily } from './testing';

const BILL = billOf(daily(1, 5, {}));
const bytes = (...parts: (number | string)[]) =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.of(part))));
const header = (...names: string[]) => `${names.join(',')}\n${names.map(() => '1').join(',')}\n`;
const swapped = (text: string) => Buffer.from(text, 'utf16le').swap16();

async function refusalOf(file: string | Buffer): Promise<string> {
  const reader = readBill(1n);
  try {
    for await (const chunk of openContent(Readable.from([Buffer.from(file)])).chunks) reader.push(chunk);
    reader.end();
  } catch (error) {
    if (error instanceof AppError && error.code === 'invalid_input') return error.message;
    throw error;
  }
  expect(reader.takeOutput()).toBeNull();
  return 'taken';
}

it.each([
  ['a Git LFS pointer', 'version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345678\n'],
  ['a git-annex pointer', '/annex/objects/SHA256E-s1--abc.csv\n'],
  ['a Parquet file', bytes('PAR1', 0x15, 0, 0x15, 0)],
  ['a zip archive', bytes('PK', 3, 4, 20, 0, 0, 0)],
  ['a Zstandard file', bytes(0x28, 0xb5, 0x2f, 0xfd, 1, 2, 3)],
  ['an xz file', bytes(0xfd, '7zXZ', 0, 0, 4)],
  ['a bzip2 file', bytes('BZh9', 0x31, 0x41)],
  ['UTF-16', Buffer.from(`\ufeff${BILL}`, 'utf16le')],
  ['UTF-16', swapped(`\ufeff${BILL}`)],
  ['UTF-16', Buffer.from(BILL, 'utf16le')],
  ['UTF-16', swapped(BILL)],
  ['a gzip file within a gzip file', gzipSync(gzipSync(BILL))],
  ['a Parquet file', gzipSync(bytes('PAR1', 0x15, 0))],
  ['the gzip file ends early', gzipSync(BILL).subarray(0, 150)],
  ['the gzip file ends early', gzipSync(BILL).subarray(0, 12)],
  ['the gzip file ends early', bytes(0x1f, 0x8b)],
  ['is damaged', gzipSync(BILL).fill(0xaa, 20, 60)],
  ['semicolons', BILL.replaceAll(',', ';')],
  ['tabs', BILL.replaceAll(',', '\t')],
  ['carriage returns only', BILL.replaceAll('\n', '\r')],
  ['the file has a header and no rows', billOf([])],
  ['the file has a header and no rows', billOf([]).trim()],
  ['the file is empty', ''],
  ['the file is empty', '\ufeff\n\n'],
  ['JSON', '[{"BilledCost": 1}]'],
  ['an inventory, not a bill', '{"schema": 1, "collected_at": "2026-11-30T00:00:00Z"}'],
  ['HTML', '<!DOCTYPE html>\n<html><body>Sign in</body></html>'],
  ['XML', '<?xml version="1.0"?>\n<bill/>'],
  [
    'an AWS Cost and Usage Report',
    header('identity/LineItemId', 'lineItem/UsageStartDate', 'lineItem/UnblendedCost'),
  ],
  ['an AWS Cost and Usage Report', header('bill_billing_period_start_date', 'line_item_usage_type')],
  [
    'an Azure cost export',
    header('InvoiceSectionName', 'SubscriptionId', 'MeterCategory', 'MeterId', 'Cost'),
  ],
  ['an Azure cost export', header('invoiceId', 'costInBillingCurrency', 'billingCurrency', 'meterCategory')],
  ['an OCI cost report', header('lineItem/referenceNo', 'lineItem/intervalUsageStart', 'cost/productSku')],
  ['a Google Cloud billing export', header('billing_account_id', 'service.description', 'sku.id', 'cost')],
  ['the FOCUS dataset ContractCommitment', header('ContractCommitmentId', 'ContractId', 'BillingCurrency')],
  [
    'the FOCUS dataset BillingPeriod',
    header('BillingAccountId', 'BillingPeriodStart', 'BillingPeriodStatus'),
  ],
  ['the FOCUS dataset InvoiceDetail', header('InvoiceDetailId', 'InvoiceId', 'BillingCurrency')],
  ['a list of corrections', header('x_ChargeKey', 'ChargeClass', 'BilledCost', 'x_CorrectionOf')],
  ['the columns BilledCost, BillingAccountId,', header('name', 'value')],
  ['the column ServiceName is missing', BILL.replace('ServiceName', 'Service')],
])('%s', async (what, file) => {
  expect(await refusalOf(file)).toContain(what);
});

it.each([
  ['plain', BILL],
  ['with a byte order mark', `\ufeff${BILL}`],
  ['with carriage returns and line feeds', BILL.replaceAll('\n', '\r\n')],
  ['gzip', gzipSync(BILL)],
  ['with names in quotes and in another letter case', BILL.replace('BilledCost', '"billedcost"')],
  [
    'with a column that has semicolons in its name',
    BILL.replace('Tags', '"a;b;c;d;e",Tags').replaceAll('{}', 'x,{}'),
  ],
])('a bill %s is taken', async (_, file) => {
  expect(await refusalOf(file)).toBe('taken');
});
