import { AppError } from '@/lib/core/errors';
import { billingMonth } from './billing-month';
import type { CopyBlocks } from './copy-block';
import { type CsvRow, isText } from './csv';
import type { FocusColumn, FocusHeader } from './focus';
import {
  type BadCell,
  BadRow,
  copyAmount,
  copyClass,
  copyNumber,
  copyStatus,
  copyText,
  isCellNull,
  LONGEST,
  makeTimeReaders,
  type Place,
  required,
} from './focus-row';
import { spellingOf } from './identity';
import { makeRowCache, type RowCache } from './row-cache';
import {
  type DeliveryReading,
  emptySpan,
  extend,
  type Money,
  type ResourceReading,
  readSubject,
  type Subject,
} from './subjects';

/** The id of a delivery is made of the import's and its place in the file, so that charges can carry it at once. */
export const DELIVERIES_PER_IMPORT = 10_000;
const MOST_READINGS = 25_000;
const MOST_SUBJECT_BYTES = 32 << 20;
const LINE_FEED = 0x0a;
const COMMA = 0x2c;
const SPACE = 0x20;
const DASH = 0x2d;
const ID_CELLS = new Set<FocusColumn>(['ResourceId', 'AllocatedResourceId', 'CommitmentDiscountId']);
const TAG_CELLS = new Set<FocusColumn>(['Tags', 'AllocatedTags']);

/** The cells that say what a row is about; what stands in them is worked out once. */
const SUBJECT = [
  'BillingAccountId',
  'BillingPeriodStart',
  'BillingPeriodEnd',
  'ServiceProviderName',
  'HostProviderName',
  'ProviderName',
  'InvoiceIssuerName',
  'SubAccountId',
  'RegionId',
  'ResourceId',
  'CommitmentDiscountId',
  'ResourceName',
  'ServiceName',
  'Tags',
  'AllocatedResourceId',
  'AllocatedResourceName',
  'AllocatedTags',
  'ChargeCategory',
  'BillingCurrency',
] as const;
/** Of a row without a resource the SKU is part of what it is about. */
const SERVICE = [...SUBJECT, 'SkuId', 'SkuMeter'] as const;

type Caches = { named: RowCache<Subject>; unnamed: RowCache<Subject> };

/** Writes the rows of one file as COPY takes them, and keeps what they say of deliveries, accounts and resources. */
export function makeRowWriter(importId: bigint, out: CopyBlocks, fill: (column: FocusColumn) => void) {
  const { startIn, endIn } = makeTimeReaders();
  const deliveries = new Map<string, DeliveryReading>();
  const monies = new Map<string, Money>();
  const bad: BadCell[] = []; // of the row that is being written
  let caches: Caches | null = null;

  /** Throws BadRow when the row is refused; the caller then takes back what was written. */
  function row(row: CsvRow, { cells, place }: FocusHeader): BadCell[] {
    bad.length = 0;
    if (row.fault) throw new BadRow(null, row.fault);
    if (row.cells !== cells) throw new BadRow(null, `the row has ${row.cells} cells, the header ${cells}`);
    if (!row.isText) removeBytes(row, place, bad);
    const subject = subjectOf(row, place);
    const from = startIn(row, place, 'ChargePeriodStart');
    const through = endIn(row, place, 'ChargePeriodEnd');
    if (from.at > through.at) throw new BadRow('ChargePeriodEnd', 'the charge ends before it begins');

    out.copy(subject.delivery.prefix, 0, subject.delivery.prefix.length);
    out.integer(row.line);
    out.byte(COMMA);
    out.copy(from.bytes, 0, from.bytes.length);
    out.copy(through.bytes, 0, through.bytes.length);
    out.copy(subject.cells, 0, subject.cells.length);
    const isCorrection = copyClass(out, row, place, bad);
    copyAmount(out, row, place, 'BilledCost');
    const amount = copyAmount(out, row, place, 'EffectiveCost');
    if (copyNumber(out, row, place, 'ListCost', bad)) fill('ListCost');
    if (copyNumber(out, row, place, 'ContractedCost', bad)) fill('ContractedCost');
    const hasQuantity = copyNumber(out, row, place, 'ConsumedQuantity', bad);
    copyText(out, row, place, 'ConsumedUnit', { most: LONGEST.name, bad });
    const meter = isCellNull(row, place.SkuMeter) ? 'SkuId' : 'SkuMeter';
    copyText(out, row, place, meter, { most: LONGEST.name, bad });
    copyText(out, row, place, 'SkuId', { most: LONGEST.name, bad });
    copyText(out, row, place, 'ChargeDescription', { most: LONGEST.text, bad });
    copyStatus(out, row, place, bad, LINE_FEED);

    if (hasQuantity) fill('ConsumedQuantity');
    count(subject, { from: from.at, through: through.at, amount, hasQuantity, isCorrection });
    for (const cell of subject.bad) bad.push(cell);
    return bad;
  }

  function subjectOf(row: CsvRow, place: Place): Subject {
    caches ??= {
      named: makeRowCache(SUBJECT.map((column) => place[column])),
      unnamed: makeRowCache(SERVICE.map((column) => place[column])),
    };
    const cache = isCellNull(row, place.ResourceId) ? caches.unnamed : caches.named;
    const known = cache.get(row);
    if (known) return known;
    const subject = readSubject(row, place, { delivery: deliveryOf(row, place), moneyOf });
    cache.set(row, subject);
    return subject;
  }

  function moneyOf(currency: string): Money {
    const known = monies.get(currency) ?? { absolute: 0 };
    monies.set(currency, known);
    return known;
  }

  function deliveryOf(row: CsvRow, place: Place): DeliveryReading {
    const billingAccount = required(row, place, 'BillingAccountId');
    if (Buffer.byteLength(billingAccount) > LONGEST.account) {
      throw new BadRow('BillingAccountId', `the text is longer than ${LONGEST.account} bytes`);
    }
    const start = startIn(row, place, 'BillingPeriodStart').at;
    const end = endIn(row, place, 'BillingPeriodEnd').at;
    if (start >= end) throw new BadRow('BillingPeriodEnd', 'the billing period ends before it begins');
    const month = billingMonth(start);
    const name = `${month} ${spellingOf(billingAccount)}`;
    const known = deliveries.get(name);
    if (known) {
      known.periodStart = Math.min(known.periodStart, start);
      known.periodEnd = Math.max(known.periodEnd, end);
      return known;
    }
    if (deliveries.size >= DELIVERIES_PER_IMPORT) {
      const message = `more than ${DELIVERIES_PER_IMPORT} billing periods in one file; send several`;
      throw new AppError('invalid_input', message);
    }
    const id = importId * BigInt(DELIVERIES_PER_IMPORT) + BigInt(deliveries.size);
    const reading: DeliveryReading = {
      ...emptySpan(),
      id,
      prefix: Buffer.from(`${id},`),
      billingAccount,
      month,
      periodStart: start,
      periodEnd: end,
      accounts: new Map(),
      issuers: new Set(),
    };
    deliveries.set(name, reading);
    return reading;
  }

  function takeReadings(): Iterable<ResourceReading> {
    const taken = caches ? [...caches.named.values(), ...caches.unnamed.values()] : [];
    caches = null;
    return readingsOf(taken);
  }

  function hasManyReadings(): boolean {
    if (!caches) return false;
    const { named, unnamed } = caches;
    return (
      named.size() + unnamed.size() >= MOST_READINGS || named.bytes() + unnamed.bytes() >= MOST_SUBJECT_BYTES
    );
  }

  return { row, deliveries, monies, takeReadings, hasManyReadings };
}

type Counted = { from: number; through: number; amount: number; hasQuantity: boolean; isCorrection: boolean };

/** Adds a row that was taken to what it is about. */
function count(subject: Subject, { from, through, amount, hasQuantity, isCorrection }: Counted): void {
  const { account, resource, commitment, host } = subject;
  subject.money.absolute += Math.abs(amount);
  if (subject.isTied) account.tied++;
  // What is unused of a commitment has no quantity in any export.
  if (subject.isUsage && !isCorrection && !resource?.isCommitment) {
    account.usage++;
    if (hasQuantity) account.quantified++;
  }
  extend(subject.delivery, from, through);
  extend(account, from, through);
  if (resource) extend(resource, from, through);
  if (commitment && commitment !== resource) extend(commitment, from, through);
  if (host) extend(host, from, through);
}

/**
 * Takes what cannot be text out of a row: the cell is unknown then. An id stays a cell that is not empty, as the row is
 * about something; tags stay no JSON, as none are not the same as unknown.
 */
function removeBytes(row: CsvRow, place: Place, bad: BadCell[]): void {
  for (const column of Object.keys(place).filter(isColumnOf(place))) {
    const cell = place[column];
    const from = row.ends[2 * cell] ?? 0;
    const bytes = row.bytes.subarray(from, row.ends[2 * cell + 1] ?? 0);
    if (cell < 0 || isText(bytes)) continue;
    const message = bytes.includes(0) ? 'the character 0 is in the cell' : 'the cell is not UTF-8 text';
    if (TAG_CELLS.has(column)) bytes.fill(DASH);
    else {
      if (ID_CELLS.has(column)) bytes.fill(SPACE);
      else row.ends[2 * cell + 1] = from;
      bad.push({ column, message, isUnknown: true });
    }
  }
}

function isColumnOf(place: Place) {
  return (name: string): name is FocusColumn => name in place;
}

function* readingsOf(subjects: Iterable<Subject>): Iterable<ResourceReading> {
  for (const { resource, commitment, host } of subjects) {
    if (resource && resource.rows > 0) yield resource;
    if (commitment && commitment !== resource && commitment.rows > 0) yield commitment;
    if (host && host.rows > 0) yield host;
  }
}
