import { AppError } from '@/lib/core/errors';
import { makeCopyBlocks } from './copy-block';
import { type CsvRow, cellText, scanCsv } from './csv';
import { type FaultList, makeFaultList, type RowFault } from './faults';
import { nameOtherFile, nameOtherText } from './file-kind';
import { type CostColumn, type FocusHeader, readHeader } from './focus';
import { type BadCell, BadRow } from './focus-row';
import type { FocusVersion } from './focus-version';
import { collectRefusals, type Refusal, type RefusedMoney } from './refusals';
import { makeRowWriter } from './row-writer';
import type { DeliveryReading, ResourceReading } from './subjects';
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

const MOST_FAULTS = 1_000;
const STEP = 1 << 18;
const HEAD = 1 << 16; // what a file is named by when it is something else

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
      refuseOtherHeader(row, header);
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

function cellsOf(row: CsvRow): string[] {
  return Array.from({ length: row.cells }, (_, cell) => cellText(row, cell) ?? '');
}

/** Files put one after the other whose columns differ would be read under the wrong names. */
function refuseOtherHeader(row: CsvRow, { names }: FocusHeader): void {
  const cells = new Set(cellsOf(row).map(withoutMark));
  if (names.filter((name) => cells.has(name)).length < names.length / 2) return;
  const message = 'a second header with other columns, or in another order: send each file by itself';
  throw new AppError('invalid_input', `line ${row.line}: ${message}`, {
    errors: [{ message, line: row.line }],
  });
}

const withoutMark = (cell: string) => cell.replace(/^\ufeff/, '');

function isHeaderAgain(row: CsvRow, header: FocusHeader): boolean {
  if (row.cells !== header.cells || row.fault) return false;
  const name = header.names[header.place.BillingPeriodStart] ?? '';
  if (cellText(row, header.place.BillingPeriodStart) !== name) return false;
  return cellsOf(row).every((cell, at) => withoutMark(cell) === header.names[at]);
}
