import type { Readable } from 'node:stream';
import { type Clock, DAY_MS, systemClock } from '@/lib/core/clock';
import { type Transaction, transaction } from '@/lib/core/db';
import { AppError, messageOf } from '@/lib/core/errors';
import { recordAudit } from '@/lib/people/audit.data';
import type { Actor } from '@/lib/people/schema';
import type { ImportReport } from './bill-reader';
import type { Content } from './content';
import { markLate, readKeysOf, readWaitingOfDelivery, settleKey, writeAnswer } from './deliveries.data';
import type { Handling } from './delivery-order';
import type { RowFault } from './faults';
import { reportColumns, writeRefusals } from './import-report.data';
import {
  claimDelivery,
  confirmContent,
  findSameContent,
  progressColumns,
  refusePartTwice,
  writeFaults,
} from './imports.data';
import type { Refusal } from './refusals';
import type { FocusConfig, ImportResult } from './schema';

const FINISH_MS = 30 * 60_000;
const SHOWN_FAULTS = 20;

export type Upload = {
  actor: Actor;
  sourceId: string;
  stream: Readable;
  fileName: string;
  expectedBytes?: number;
  deliveredAt?: Date;
  delivery?: string; // the name that the parts of one delivery share
  part?: number;
  parts?: number;
  handling?: FocusConfig['handling']; // what the caller says; else the source's setting
  isScheduled?: boolean; // read afresh by a run, not sent by hand
  signal?: AbortSignal;
  clock?: Clock;
  /** In the transaction that makes the import count: where the composition root starts a run. */
  onImported?: (tx: Transaction, imported: { importId: string; sourceId: string }) => Promise<void>;
};

export function nowOf({ clock }: Upload): Date {
  return (clock ?? systemClock)();
}

/** A clock that is wrong by more than this would shut out every later delivery. */
const MOST_AHEAD_MS = DAY_MS;

/** Throws `invalid_input` when the delivery date lies too far in the future. */
export function refuseFutureDelivery(upload: Upload): void {
  const { deliveredAt } = upload;
  if (!deliveredAt || deliveredAt.getTime() <= nowOf(upload).getTime() + MOST_AHEAD_MS) return;
  const message = `the delivery date ${deliveredAt.toISOString()} is more than 24 hours ahead; every later delivery would count for nothing`;
  throw new AppError('invalid_input', message, { errors: [{ path: 'delivered_at', message }] });
}

/** What was said of a delivery: by the call, else by the source's setting, else by how it came; null: nobody has. */
export function handlingOf(upload: Upload, setting: FocusConfig['handling']): Handling | null {
  const said = upload.handling ?? setting;
  if (said !== undefined) return said === 'ask' ? null : said;
  return upload.isScheduled || upload.delivery !== undefined ? 'overwrite' : null;
}

/** By what people know an import again. */
const fileOf = ({ sourceId, fileName }: Upload) => ({ sourceId, fileName });

type Counts = { read: number; accepted: number; refused: number };

/** The row that says: being received. Its process holds the lock. */
export function openImport(upload: Upload, importId: bigint): Promise<void> {
  const now = nowOf(upload);
  return transaction(async (tx) => {
    await tx.import.create({
      data: {
        id: importId,
        sourceId: upload.sourceId,
        fileName: upload.fileName,
        state: 'receiving',
        expectedBytes: upload.expectedBytes === undefined ? null : BigInt(upload.expectedBytes),
        deliveredAt: upload.deliveredAt ?? now,
        delivery: upload.delivery ?? null,
        part: upload.part ?? 1,
        parts: upload.parts ?? 1,
        startedAt: now,
        importedBy: upload.actor.name,
      },
    });
    await recordAudit(tx, upload.actor, {
      action: 'import.started',
      subject: { kind: 'import', id: String(importId) },
      after: fileOf(upload),
    });
  });
}

export type Arrived = {
  importId: bigint;
  content: Content;
  counts: () => Counts;
  faults: RowFault[];
  report: () => ImportReport;
  refusals: () => Refusal[];
};

/** The one transaction in which what arrived begins to count, and whoever waits for it is told. */
export function finishImport(
  upload: Upload,
  arrived: Arrived & { checksum: string },
  write: (tx: Transaction, deliveredAt: Date) => Promise<void>,
): Promise<ImportResult> {
  const { importId, checksum, content, faults } = arrived;
  const now = nowOf(upload);
  return transaction(
    async (tx) => {
      const { deliveredAt } = await claimDelivery(tx, upload.sourceId, importId);
      const sameAs = await findSameContent(tx, importId, checksum, upload);
      const state = sameAs === null ? 'done' : 'unchanged';
      const counts = { bytes: content.received(), ...arrived.counts() };
      if (state === 'done') {
        await refusePartTwice(tx, importId);
        await write(tx, deliveredAt);
        await writeFaults(tx, importId, faults);
        await writeRefusals(tx, importId, arrived.refusals());
      }
      if (sameAs !== null) await confirmAgain(tx, upload, sameAs, deliveredAt);
      const report = arrived.report();
      await tx.import.update({
        where: { id: importId },
        data: { ...progressColumns(counts), ...reportColumns(report), state, checksum, endedAt: now },
      });
      if (state === 'done') await markLate(tx, importId);
      for (const key of await readKeysOf(tx, sameAs ?? importId)) await settleKey(tx, key, now);
      const result: ImportResult = {
        importId: String(importId),
        state,
        checksum,
        ...resultOf(counts.bytes, counts, faults),
        waiting: await readWaitingOfDelivery(tx, sameAs ?? importId),
        ...{ cellsUnknown: report.cellsUnknown, focusVersion: report.focusVersion },
        ...{ refusedMoney: report.refusedMoney, notes: report.notes },
      };
      await recordAudit(tx, upload.actor, {
        action: state === 'done' ? 'import.finished' : 'import.unchanged',
        subject: { kind: 'import', id: String(importId) },
        after: {
          ...fileOf(upload),
          rowsAccepted: counts.accepted,
          rowsRefused: counts.refused,
          checksum,
          ...(result.waiting.length > 0 ? { waiting: result.waiting } : {}),
        },
      });
      if (state === 'done')
        await upload.onImported?.(tx, { importId: result.importId, sourceId: upload.sourceId });
      return result;
    },
    { timeoutMs: FINISH_MS },
  );
}

/** The same file again: what counts is as new as that, and what waits is answered when it now says which it is. */
async function confirmAgain(
  tx: Transaction,
  upload: Upload,
  importId: bigint,
  deliveredAt: Date,
): Promise<void> {
  await confirmContent(tx, importId, deliveredAt);
  const { handling } = upload;
  if (handling !== 'overwrite' && handling !== 'append') return;
  for (const { deliveryId } of await readWaitingOfDelivery(tx, importId)) {
    await writeAnswer(tx, {
      deliveryId: BigInt(deliveryId),
      handling,
      effectiveAt: null,
      actor: upload.actor.name,
      note: null,
      now: nowOf(upload),
    });
  }
}

function resultOf(bytes: number, counts: Counts, faults: RowFault[]) {
  return {
    bytes,
    rowsRead: counts.read,
    rowsAccepted: counts.accepted,
    rowsRefused: counts.refused,
    faults: faults.slice(0, SHOWN_FAULTS),
  };
}

/** Writes into the import's row why it did not come to its end; a row that someone cancelled stays so. */
export function closeImport(
  upload: Upload,
  { importId, content, counts, faults, report }: Arrived,
  error: unknown,
): Promise<void> {
  const isRefused =
    error instanceof AppError && (error.code === 'invalid_input' || error.code === 'too_large');
  return transaction(async (tx) => {
    const { count } = await tx.import.updateMany({
      where: { id: importId, state: 'receiving' },
      data: {
        ...progressColumns({ bytes: content.received(), ...counts() }),
        ...(isRefused ? reportColumns(report()) : {}),
        state: isRefused ? 'refused' : 'failed',
        error: messageOf(error),
        endedAt: nowOf(upload),
      },
    });
    if (count === 0) return;
    await writeFaults(tx, importId, isRefused && faults.length === 0 ? faultsOf(error) : faults);
    await recordAudit(tx, upload.actor, {
      action: isRefused ? 'import.refused' : 'import.failed',
      subject: { kind: 'import', id: String(importId) },
      after: { ...fileOf(upload), error: messageOf(error) },
    });
  });
}

/** A wrong file has no bad rows: its faults are those of the error. */
function faultsOf({ errors }: AppError): RowFault[] {
  return errors.map(({ line, path, message }) => ({
    ...{ line: line ?? 1, column: path ?? null, message, kind: 'file' },
  }));
}
