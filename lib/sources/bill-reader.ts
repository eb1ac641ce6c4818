import { AppError } from '@/lib/core/errors';
import { billingMonth } from './billing-month';
import { type CopyBlocks, makeCopyBlocks } from './copy-block';
import { type CsvRow, cellText, scanCsv } from './csv';
import { type FocusHeader, readHeader } from './focus';
import { BadRow, copyAmount, copyText, isCellNull, makeTimeReader, type Place, required } from './focus-row';
import { makeRowCache, type RowCache } from './row-cache';
import {
  type DeliveryReading,
  emptySpan,
  extend,
  type ResourceReading,
  readSubject,
  type Subject,
} from './subjects';

/**
 * Turns the bytes of a FOCUS file into the bytes that COPY takes, and says which deliveries, accounts and resources it
 * tells of. Cells that are stored as they stand are copied as bytes. Memory does not grow with the file, as long as
 * the caller takes the output after each chunk and the readings when there are MOST_READINGS of them.
 */
export type BillReader = {
  push(chunk: Buffer): void;
  end(): void;
  /** Full blocks of CSV for COPY, in the order of CHARGE_COLUMNS. */
  takeOutput(): Buffer | null;
  /** A block that was sent and may be filled again. */
  giveBack(block: Buffer): void;
  /** What is left of it; after `end`. */
  takeRest(): Buffer;
  /** What the rows since the last call say of resources. */
  takeReadings(): Iterable<ResourceReading>;
  readingCount(): number;
  counts(): { read: number; accepted: number; refused: number };
  faults: RowFault[]; // the first MOST_FAULTS
  deliveries(): DeliveryReading[];
};

export type RowFault = { line: number; column: string | null; message: string };

export const CHARGE_COLUMNS =
  'delivery_id, line, charge_start, charge_end, resource_key, commitment_key, provider, account, category, currency, class, ' +
  'billed_cost, effective_cost, list_cost, contracted_cost, consumed_quantity, consumed_unit, service, meter, sku, ' +
  'description, commitment_status';

export const MOST_READINGS = 25_000;
/** The id of a delivery is made of the import's and its place in the file, so that charges can carry it at once. */
export const DELIVERIES_PER_IMPORT = 10_000;
const MOST_FAULTS = 1_000;
const STEP = 1 << 18;
const LINE_FEED = 0x0a;
const COMMA = 0x2c;

export function readBill(importId: bigint): BillReader {
  const out = makeCopyBlocks();
  const write = makeRowWriter(importId, out);
  const counts = { read: 0, accepted: 0, refused: 0 };
  const faults: RowFault[] = [];
  let header: FocusHeader | null = null;

  const scanner = scanCsv((row) => {
    if (!header) {
      header = readHeader(cellsOf(row));
      return;
    }
    if (isHeaderAgain(row, header)) return; // files of one delivery, put one after the other
    counts.read++;
    out.room((row.ends[2 * row.cells - 1] ?? 0) - (row.ends[0] ?? 0) + 2_000);
    const mark = out.mark();
    try {
      write.row(row, header);
      counts.accepted++;
    } catch (error) {
      if (!(error instanceof BadRow)) throw error;
      out.back(mark);
      counts.refused++;
      if (faults.length < MOST_FAULTS)
        faults.push({ line: row.line, column: error.column, message: error.message });
    }
  });

  return {
    push: (chunk) => {
      for (let at = 0; at < chunk.length; at += STEP) scanner.push(chunk.subarray(at, at + STEP));
    },
    end: () => {
      scanner.end();
      if (!header) throw new AppError('invalid_input', 'the file is empty');
    },
    takeOutput: out.take,
    giveBack: out.giveBack,
    takeRest: out.rest,
    takeReadings: write.takeReadings,
    readingCount: write.readingCount,
    counts: () => ({ ...counts }),
    faults,
    deliveries: () => [...write.deliveries.values()].filter(({ rows }) => rows > 0),
  };
}

/** The cells that say what a row is about; what stands in them is worked out once. */
const SUBJECT = [
  'BillingAccountId',
  'BillingPeriodStart',
  'BillingPeriodEnd',
  'ProviderName',
  'SubAccountId',
  'RegionId',
  'ResourceId',
  'CommitmentDiscountId',
  'ResourceName',
  'ServiceName',
  'Tags',
  'ChargeCategory',
  'BillingCurrency',
] as const;

function makeRowWriter(importId: bigint, out: CopyBlocks) {
  const timeIn = makeTimeReader();
  const deliveries = new Map<string, DeliveryReading>();
  let subjects: RowCache<Subject> | null = null;

  /** Throws BadRow when a cell is bad; the caller then takes back what was written. */
  function row(row: CsvRow, { cells, place }: FocusHeader): void {
    if (row.fault) throw new BadRow(null, row.fault);
    if (row.cells !== cells) throw new BadRow(null, `the row has ${row.cells} cells, the header ${cells}`);
    const subject = subjectOf(row, place);
    const from = timeIn(row, place, 'ChargePeriodStart');
    const through = timeIn(row, place, 'ChargePeriodEnd');
    if (from.at >= through.at) throw new BadRow('ChargePeriodEnd', 'the charge ends before it begins');

    out.copy(subject.delivery.prefix, 0, subject.delivery.prefix.length);
    out.integer(row.line);
    out.byte(COMMA);
    out.copy(from.bytes, 0, from.bytes.length);
    out.copy(through.bytes, 0, through.bytes.length);
    out.copy(subject.cells, 0, subject.cells.length);
    copyText(out, row, place, 'ChargeClass');
    copyAmount(out, row, place, 'BilledCost', 'required');
    copyAmount(out, row, place, 'EffectiveCost', 'required');
    copyAmount(out, row, place, 'ListCost', 'optional');
    copyAmount(out, row, place, 'ContractedCost', 'optional');
    copyAmount(out, row, place, 'ConsumedQuantity', 'optional');
    copyText(out, row, place, 'ConsumedUnit');
    copyText(out, row, place, 'ServiceName');
    copyText(out, row, place, isCellNull(row, place.SkuMeter) ? 'SkuId' : 'SkuMeter');
    copyText(out, row, place, 'SkuId');
    copyText(out, row, place, 'ChargeDescription');
    copyText(out, row, place, 'CommitmentDiscountStatus', LINE_FEED);

    const { resource, commitment } = subject;
    extend(subject.delivery, from.at, through.at);
    extend(subject.account, from.at, through.at);
    if (resource) extend(resource, from.at, through.at);
    if (commitment && commitment !== resource) extend(commitment, from.at, through.at);
  }

  function subjectOf(row: CsvRow, place: Place): Subject {
    subjects ??= makeRowCache(SUBJECT.map((column) => place[column]));
    const known = subjects.get(row);
    if (known) return known;
    const subject = readSubject(row, place, deliveryOf(row, place));
    subjects.set(row, subject);
    return subject;
  }

  function deliveryOf(row: CsvRow, place: Place): DeliveryReading {
    const billingAccount = required(row, place, 'BillingAccountId');
    const start = timeIn(row, place, 'BillingPeriodStart');
    const end = timeIn(row, place, 'BillingPeriodEnd');
    if (start.at >= end.at) throw new BadRow('BillingPeriodEnd', 'the billing period ends before it begins');
    const month = billingMonth(start.at, end.at);
    const name = `${month} ${billingAccount}`;
    const known = deliveries.get(name);
    if (known) {
      known.periodStart = Math.min(known.periodStart, start.at);
      known.periodEnd = Math.max(known.periodEnd, end.at);
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
      periodStart: start.at,
      periodEnd: end.at,
      accounts: new Map(),
      issuers: new Set(),
    };
    deliveries.set(name, reading);
    return reading;
  }

  function takeReadings(): Iterable<ResourceReading> {
    const taken = subjects?.values() ?? [];
    subjects = null;
    return readingsOf(taken);
  }

  return { row, deliveries, takeReadings, readingCount: () => subjects?.size() ?? 0 };
}

function* readingsOf(subjects: Iterable<Subject>): Iterable<ResourceReading> {
  for (const { resource, commitment } of subjects) {
    if (resource && resource.rows > 0) yield resource;
    if (commitment && commitment !== resource && commitment.rows > 0) yield commitment;
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
