/**
 * Files that are not what a source takes, named by their first bytes or by their columns, each in one sentence that
 * says what to do. Pure functions; null: it may be what is wanted.
 */

type Magic = { at?: number; bytes: (number | string)[]; name: string; advice: string };

const UNPACK = 'unpack it and send the CSV, plain or gzip';
const EXPORT = 'export it as CSV, plain or gzip, and send that';

/** https://en.wikipedia.org/wiki/List_of_file_signatures */
const MAGIC: Magic[] = [
  { bytes: ['PAR1'], name: 'a Parquet file', advice: EXPORT },
  { bytes: ['PAR2'], name: 'a Parquet file', advice: EXPORT },
  { bytes: ['PARE'], name: 'an encrypted Parquet file', advice: EXPORT },
  { bytes: ['PK', 3, 4], name: 'a zip archive or an Excel workbook', advice: UNPACK },
  { bytes: ['PK', 5, 6], name: 'an empty zip archive', advice: UNPACK },
  { bytes: [0x1f, 0x8b], name: 'a gzip file within a gzip file', advice: 'unpack it once and send it again' },
  { bytes: [0x1f, 0x9d], name: 'a file packed with compress (.Z)', advice: UNPACK },
  { bytes: [0x28, 0xb5, 0x2f, 0xfd], name: 'a Zstandard file', advice: UNPACK },
  { bytes: [0xfd, '7zXZ', 0], name: 'an xz file', advice: UNPACK },
  { bytes: ['BZh'], name: 'a bzip2 file', advice: UNPACK },
  { bytes: ['7z', 0xbc, 0xaf, 0x27, 0x1c], name: 'a 7-Zip archive', advice: UNPACK },
  { bytes: ['Rar!', 0x1a, 7], name: 'a RAR archive', advice: UNPACK },
  { bytes: [0x04, 0x22, 0x4d, 0x18], name: 'an LZ4 file', advice: UNPACK },
  { bytes: [0xff, 6, 0, 0, 'sNaPpY'], name: 'a Snappy file', advice: UNPACK },
  { at: 257, bytes: ['ustar'], name: 'a tar archive', advice: UNPACK },
  { bytes: [0xd0, 0xcf, 0x11, 0xe0], name: 'an Excel workbook', advice: EXPORT },
  { bytes: ['ORC'], name: 'an ORC file', advice: EXPORT },
  { bytes: ['Obj', 1], name: 'an Avro file', advice: EXPORT },
  { bytes: ['ARROW1'], name: 'an Arrow file', advice: EXPORT },
  { bytes: ['SQLite format 3'], name: 'a SQLite database', advice: EXPORT },
  { bytes: ['%PDF-'], name: 'a PDF', advice: EXPORT },
];

const LFS = 'version https://git-lfs.github.com/spec/';
const UTF16 = 'this file is text in UTF-16, not UTF-8: save it as UTF-8 and send it again';

/** What the beginning of an upload, unpacked, shows it to be, whatever is wanted. */
export function nameOtherFile(head: Buffer): string | null {
  const magic = MAGIC.find((each) => hasMagic(head, each));
  if (magic) return `this is ${magic.name}: ${magic.advice}`;
  if (isUtf16(head)) return UTF16;
  const text = startOf(head);
  if (text.startsWith(LFS)) {
    return 'this is a Git LFS pointer, not the file that it points to: fetch that with git lfs pull and send it';
  }
  if (/^(?:\.\.\/)*\.?\/?(?:\.git\/)?annex\/objects\//.test(text)) {
    return 'this is a git-annex pointer, not the file that it points to: fetch that with git annex get and send it';
  }
  return null;
}

/** What the beginning of a file shows it to be instead of a CSV with commas. */
export function nameOtherText(head: Buffer, isWhole: boolean): string | null {
  const text = startOf(head);
  if (/^<(?:!doctype html|html|head|body)/i.test(text)) {
    return 'this is a web page (HTML), not a bill: a sign-in page may have been saved in its place; export the CSV again';
  }
  if (text.startsWith('<')) return `this is XML, not CSV: ${EXPORT}`;
  if (/^\{\s*"(?:schema|collected_at|scopes|resources)"/.test(text)) {
    return 'this is an inventory, not a bill: send it to a source of the kind inventory';
  }
  if (/^[{[]/.test(text)) return `this is JSON, not CSV: ${EXPORT}`;
  const hasLineEnd = head.includes(0x0a);
  if (!hasLineEnd && /\r(?=.)/.test(text)) {
    return 'its lines end in carriage returns only: save it with line feeds (LF or CRLF) and send it again';
  }
  if (!hasLineEnd && !isWhole) return null;
  return nameSeparator(text.slice(0, text.search(/[\r\n]|$/)));
}

const SEPARATORS = [
  { mark: ';', name: 'semicolons' },
  { mark: '\t', name: 'tabs' },
  { mark: '|', name: 'vertical bars' },
];

function nameSeparator(header: string): string | null {
  const count = (mark: string) => header.split(mark).length - 1;
  const found = SEPARATORS.find(({ mark }) => count(mark) > 3 && count(mark) > count(','));
  return found
    ? `its columns are separated by ${found.name}, not by commas: export it with commas and send it again`
    : null;
}

function hasMagic(head: Buffer, { at = 0, bytes }: Magic): boolean {
  const magic = Buffer.concat(
    bytes.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.of(part))),
  );
  return head.subarray(at, at + magic.length).equals(magic);
}

/** By its mark, or by every second byte of what is plain English being 0. */
function isUtf16(head: Buffer): boolean {
  if ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)) return true;
  const sample = head.subarray(0, 200);
  if (sample.length < 8) return false;
  let even = 0;
  let odd = 0;
  for (const [at, byte] of sample.entries()) {
    if (byte !== 0) continue;
    if (at % 2 === 0) even++;
    else odd++;
  }
  return (even === 0 || odd === 0) && even + odd > sample.length / 3;
}

function startOf(head: Buffer): string {
  return head
    .toString('utf8')
    .replace(/^\ufeff/, '')
    .trimStart();
}

type Table = { has: (names: Set<string>) => boolean; is: string };

const FOCUS_EXPORT = 'create a FOCUS export (1.0 or newer) and send that';
const THE_BILL = 'send the cost and usage dataset';

/** Tables by the columns that only they have, in lower case. The first that fits is named. */
const TABLES: Table[] = [
  {
    has: (names) => hasAny(names, ['lineitem/intervalusagestart', 'cost/productsku', 'usage/billedquantity']),
    is: `an OCI cost report, not FOCUS: ${FOCUS_EXPORT}`,
  },
  {
    has: (names) =>
      [...names].some((name) => /^(lineitem\/|line_item_|identity\/|identity_line_item|bill\/)/.test(name)),
    is: `an AWS Cost and Usage Report, not FOCUS: ${FOCUS_EXPORT}`,
  },
  {
    has: (names) =>
      hasAny(names, ['costinbillingcurrency', 'pretaxcost', 'costinpricingcurrency', 'consumedservice']) ||
      (names.has('metercategory') &&
        hasAny(names, ['meterid', 'cost', 'subscriptionguid', 'subscriptionid'])),
    is: `an Azure cost export (actual or amortized cost), not FOCUS: ${FOCUS_EXPORT}`,
  },
  {
    has: (names) =>
      [...names].some((name) => /^(service|sku|project)[._](description|id|number)$/.test(name)) &&
      hasAny(names, ['billing_account_id', 'usage_start_time', 'usage.amount', 'cost_at_list']),
    is: `a Google Cloud billing export, not FOCUS: ${FOCUS_EXPORT}`,
  },
  {
    has: (names) => names.has('contractcommitmentid') && !names.has('chargeperiodstart'),
    is: `the FOCUS dataset ContractCommitment, not cost and usage: ${THE_BILL}`,
  },
  {
    has: (names) =>
      [...names].some((name) => /^billingperiod(status|state|created|lastupdated)/.test(name)) &&
      !names.has('chargeperiodstart'),
    is: `the FOCUS dataset BillingPeriod, not cost and usage: ${THE_BILL}`,
  },
  {
    has: (names) =>
      [...names].some((name) => /^invoice(detail|issuedate|issued|duedate|payment|total)/.test(name)) &&
      !names.has('chargeperiodstart'),
    is: `the FOCUS dataset InvoiceDetail, not cost and usage: ${THE_BILL}`,
  },
  {
    has: (names) =>
      hasAny(names, ['x_correctionof', 'correctionof']) &&
      !names.has('chargeperiodstart') &&
      !names.has('billingaccountid'),
    is: `a list of corrections without accounts and periods, not a FOCUS bill: ${THE_BILL} that they were applied to`,
  },
];

function hasAny(names: Set<string>, wanted: string[]): boolean {
  return wanted.some((name) => names.has(name));
}

/** What a table that lacks needed columns is, by those that it has. */
export function nameOtherTable(header: readonly string[]): string | null {
  const names = new Set(header.map((name) => name.trim().toLowerCase()));
  const table = TABLES.find(({ has }) => has(names));
  return table ? `this is ${table.is}` : null;
}
