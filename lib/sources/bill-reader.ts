import { AppError } from '@/lib/core/errors';
import { billingMonth } from './billing-month';
import { type CopyBlocks, makeCopyBlocks } from './copy-block';
import { type CsvRow, cellText, isText, scanCsv } from './csv';
import { type FaultList, makeFaultList, type RowFault } from './faults';
import { nameOtherFile, nameOtherText } from './file-kind';
import { type CostColumn, type FocusColumn, type FocusHeader, readHeader } from './focus';
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
import type { FocusVersion } from './focus-version';
import { collectRefusals, type Refusal, type RefusedMoney } from './refusals';
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
import { makeColumnTally } from './whole-columns';

/**
 * Turns the bytes of a FOCUS file into the bytes that COPY takes, and says which deliveries, accounts and resources it
 * is about. A row is refused only for what money needs; a bad cell beside that is unknown. Cells that are stored as
 * they stand are copied as bytes. Memory does not grow with the file, as long as the caller takes the output after each
 * chunk and the readings when there are many.
 */
export type BillReader = {
  push(chunk: Buffer): void;
  /** Throws `invalid_input` when nothing of the file can count. */
  end(): void;
  /** Full blocks of CSV for COPY, in the order of CHARGE_COLUMNS. */
  takeOutput(): Buffer | null;
  /** A block that was sent and may be filled again. */
  giveBack(block: Buffer): void;
  /** What is left of it; after `end`. */
  takeRest(): Buffer;
  /** What the rows since the last call say of resources. */
  takeReadings(): Iterable<ResourceReading>;
  hasManyReadings(): boolean;
  counts(): { read: number; accepted: number; refused: number };
  faults: RowFault[]; // rows before cells, up to MOST_FAULTS
  report(): ImportReport;
  refusals(): Refusal[];
  deliveries(): DeliveryReading[];
  /** About how much refused rows carry of all that can be read, sign apart, by currency. */
  refusedShares(): { currency: string; refused: number; all: number }[];
};

/** What an import's page says beside its rows. */
export type ImportReport = {
  focusVersion: FocusVersion | null;
  cellsUnknown: number;
  refusedMoney: RefusedMoney[];
  refusedUnread: number;
  notes: string[];
  offer: 'use_billed_cost' | null;
};

export const CHARGE_COLUMNS =
  'delivery_id, line, charge_start, charge_end, resource_key, host_key, commitment_key, provider, account, category, ' +
  'currency, service, class, billed_cost, effective_cost, list_cost, contracted_cost, consumed_quantity, ' +
  'consumed_unit, meter, sku, description, commitment_status';

/** The id of a delivery is made of the import's and its place in the file, so that charges can carry it at once. */
export const DELIVERIES_PER_IMPORT = 10_000;
const MOST_READINGS = 25_000;
const MOST_SUBJECT_BYTES = 32 << 20;
const MOST_FAULTS = 1_000;
const STEP = 1 << 18;
const HEAD = 1 << 16; // what a file is named by when it is something else
const LINE_FEED = 0x0a;
const COMMA = 0x2c;
const SPACE = 0x20;
const DASH = 0x2d;
const ID_CELLS = new Set<FocusColumn>(['ResourceId', 'AllocatedResourceId', 'CommitmentDiscountId']);
const TAG_CELLS = new Set<FocusColumn>(['Tags', 'AllocatedTags']);

export function readBill(importId: bigint, cost: CostColumn = 'EffectiveCost'): BillReader {
  const out = makeCopyBlocks();
  const faultList = makeFaultList(MOST_FAULTS);
  const columns = makeColumnTally(cost);
  const write = makeRowWriter(importId, out, columns.fill);
  const refused = collectRefusals();
  const counts = { read: 0, accepted: 0, refused: 0 };
  let cellsUnknown = 0;
  let header: FocusHeader | null = null;

  const scanner = scanCsv((row) => {
    if (!header) {
      header = readHeader(cellsOf(row), cost);
      return;
    }
    if (isHeaderAgain(row, header)) return; // files of one delivery, put one after the other
    counts.read++;
    // Texts may need quotes, and a subject has keys beside its texts.
    out.room(2 * ((row.ends[2 * row.cells - 1] ?? 0) - (row.ends[0] ?? 0)) + 4_000);
    const mark = out.mark();
    try {
      const bad = write.row(row, header);
      counts.accepted++;
      if (bad.length > 0) cellsUnknown += reportCells(faultList, row.line, bad);
    } catch (error) {
      if (!(error instanceof BadRow)) throw error;
      out.back(mark);
      counts.refused++;
      columns.readRefused(row, header);
      refused.add(row, header);
      faultList.add({ line: row.line, column: error.column, message: error.message, kind: 'row' });
    }
  });
  const feed = (bytes: Buffer) => {
    for (let at = 0; at < bytes.length; at += STEP) scanner.push(bytes.subarray(at, at + STEP));
  };
  const head = makeHead(feed);

  return {
    push: head.push,
    end() {
      head.end();
      scanner.end();
      if (!header) throw new AppError('invalid_input', 'the file is empty');
      if (counts.read === 0) {
        throw new AppError('invalid_input', 'the file has a header and no rows: nothing was imported');
      }
      columns.judge(header, counts, faultList);
    },
    takeOutput: out.take,
    giveBack: out.giveBack,
    takeRest: out.rest,
    takeReadings: write.takeReadings,
    hasManyReadings: write.hasManyReadings,
    counts: () => ({ ...counts }),
    faults: faultList.faults,
    report: () => ({
      focusVersion: header?.version ?? null,
      cellsUnknown,
      refusedMoney: refused.money(),
      refusedUnread: refused.unread(),
      notes: columns.notes(),
      offer: columns.offer(),
    }),
    refusals: refused.list,
    deliveries: () => [...write.deliveries.values()].filter(({ rows }) => rows > 0),
    refusedShares: () =>
      [...refused.absolute()].map(([currency, absolute]) => ({
        currency,
        refused: absolute,
        all: absolute + (write.monies.get(currency)?.absolute ?? 0),
      })),
  };
}

/** Reports them; returns how many are unknown. */
function reportCells(faultList: FaultList, line: number, bad: BadCell[]): number {
  let unknown = 0;
  for (const { column, message, isUnknown } of bad) {
    if (isUnknown) unknown++;
    faultList.add({ line, column, message, kind: 'cell' });
  }
  return unknown;
}

/** Holds the beginning of a file back until it is seen to be no other file. */
function makeHead(feed: (bytes: Buffer) => void) {
  let held: Buffer[] | null = [];
  let size = 0;
  function release(isWhole: boolean): void {
    if (held === null) return;
    const head = Buffer.concat(held);
    held = null;
    const other = nameOtherFile(head) ?? nameOtherText(head, isWhole);
    if (other !== null) throw new AppError('invalid_input', other, { errors: [{ message: other, line: 1 }] });
    feed(head);
  }
  return {
    push(chunk: Buffer): void {
      if (held === null) {
        feed(chunk);
        return;
      }
      held.push(Buffer.from(chunk));
      size += chunk.length;
      if (size >= HEAD) release(false);
    },
    end: () => release(true),
  };
}

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

function makeRowWriter(importId: bigint, out: CopyBlocks, fill: (column: FocusColumn) => void) {
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
    const month = billingMonth(start, end);
    const name = `${month} ${billingAccount}`;
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

function cellsOf(row: CsvRow): string[] {
  return Array.from({ length: row.cells }, (_, cell) => cellText(row, cell) ?? '');
}

function isHeaderAgain(row: CsvRow, header: FocusHeader): boolean {
  if (row.cells !== header.cells || row.fault) return false;
  const name = header.names[header.place.BillingPeriodStart] ?? '';
  if (cellText(row, header.place.BillingPeriodStart) !== name) return false;
  return cellsOf(row).every((cell, at) => cell === header.names[at]);
}
