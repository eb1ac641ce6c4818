import type { Readable } from 'node:stream';
import { type Clock, systemClock } from '@/lib/core/clock';
import { database, type Transaction, transaction } from '@/lib/core/db';
import { AppError, messageOf } from '@/lib/core/errors';
import { recordAudit } from '@/lib/people/audit.data';
import { type Actor, systemActor } from '@/lib/people/schema';
import { type BillReader, type RowFault, readBill } from './bill-reader';
import { type Content, openContent } from './content';
import {
  claimDelivery,
  findSameContent,
  findStaleImports,
  nextImportId,
  progressColumns,
  refusePartTwice,
  removeCharges,
  writeDeliveries,
  writeFaults,
} from './imports.data';
import { type Reception, receiveBill, whileReceiving } from './receive';
import { type CreateSourceInput, focusConfig, type ImportResult } from './schema';

const FINISH_MS = 30 * 60_000;
const SHOWN_FAULTS = 20;

/** Throws `conflict` when the name is taken. */
export function createSource({
  actor,
  ...input
}: CreateSourceInput & { actor: Actor }): Promise<{ id: string }> {
  return transaction(async (tx) => {
    const { count } = await tx.source.createMany({
      data: { name: input.name, kind: input.kind, config: input.config },
      skipDuplicates: true,
    });
    if (count === 0) throw new AppError('conflict', `there is a source named “${input.name}” already`);
    const { id } = await tx.source.findUniqueOrThrow({ where: { name: input.name }, select: { id: true } });
    await recordAudit(tx, actor, { action: 'source.created', subject: { kind: 'source', id }, after: input });
    return { id };
  });
}

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
  signal?: AbortSignal;
  clock?: Clock;
  /** In the transaction that makes the import count: where the composition root starts a run. */
  onImported?: (tx: Transaction, imported: { importId: string; sourceId: string }) => Promise<void>;
};

/**
 * Streams a file into the database. The same content as before changes nothing and says `unchanged`. Throws
 * `invalid_input` for a wrong file or one with too many bad rows, `conflict` when it is cancelled or when its part of
 * the delivery is there already, `malformed` for an upload that broke off; the import's row then tells the same.
 */
export async function importStream(upload: Upload): Promise<ImportResult> {
  const source = await database().source.findUnique({ where: { id: upload.sourceId } });
  if (!source) throw new AppError('not_found', 'there is no such source');
  const importId = await nextImportId(database());
  const content = openContent(upload.stream);
  const reader = readBill(importId);
  const reception: Reception = {
    importId,
    stream: upload.stream,
    content,
    counts: reader.counts,
    expectedBytes: upload.expectedBytes,
    signal: upload.signal,
  };
  try {
    return await whileReceiving(reception, async (client) => {
      await openImport(upload, importId);
      const { maxBadShare } = focusConfig.parse(source.config);
      return receiveBill(client, { ...reception, sourceId: source.id, reader, maxBadShare }, (checksum) =>
        finishImport(upload, { importId, checksum, content, reader }),
      );
    });
  } catch (error) {
    await closeImport(upload, { importId, content, reader, error });
    throw error;
  }
}

function openImport(upload: Upload, importId: bigint): Promise<void> {
  const now = (upload.clock ?? systemClock)();
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
      after: { sourceId: upload.sourceId, fileName: upload.fileName },
    });
  });
}

type Arrived = { importId: bigint; content: Content; reader: BillReader };

function finishImport(upload: Upload, arrived: Arrived & { checksum: string }): Promise<ImportResult> {
  const { importId, checksum, content, reader } = arrived;
  const now = (upload.clock ?? systemClock)();
  return transaction(
    async (tx) => {
      const { deliveredAt } = await claimDelivery(tx, upload.sourceId, importId);
      const sameAs = await findSameContent(tx, upload.sourceId, checksum);
      const state = sameAs === null ? 'done' : 'unchanged';
      const counts = { bytes: content.received(), ...reader.counts() };
      if (state === 'done') {
        await refusePartTwice(tx, importId);
        await writeDeliveries(tx, { importId, deliveredAt, deliveries: reader.deliveries() });
        await writeFaults(tx, importId, reader.faults);
      }
      await tx.import.update({
        where: { id: importId },
        data: { ...progressColumns(counts), state, checksum, endedAt: now },
      });
      const result: ImportResult = {
        importId: String(importId),
        state,
        checksum,
        ...resultOf(counts, reader),
      };
      await recordAudit(tx, upload.actor, {
        action: state === 'done' ? 'import.finished' : 'import.unchanged',
        subject: { kind: 'import', id: String(importId) },
        after: { rowsAccepted: counts.accepted, rowsRefused: counts.refused, checksum },
      });
      if (state === 'done')
        await upload.onImported?.(tx, { importId: result.importId, sourceId: upload.sourceId });
      return result;
    },
    { timeoutMs: FINISH_MS },
  );
}

function resultOf(
  counts: { bytes: number; read: number; accepted: number; refused: number },
  { faults }: BillReader,
) {
  return {
    bytes: counts.bytes,
    rowsRead: counts.read,
    rowsAccepted: counts.accepted,
    rowsRefused: counts.refused,
    faults: faults.slice(0, SHOWN_FAULTS),
  };
}

/** Writes into the import's row why it did not come to its end; a row that someone cancelled stays so. */
function closeImport(
  upload: Upload,
  { importId, content, reader, error }: Arrived & { error: unknown },
): Promise<void> {
  const isRefused = error instanceof AppError && error.code === 'invalid_input';
  return transaction(async (tx) => {
    const { count } = await tx.import.updateMany({
      where: { id: importId, state: 'receiving' },
      data: {
        ...progressColumns({ bytes: content.received(), ...reader.counts() }),
        state: isRefused ? 'refused' : 'failed',
        error: messageOf(error),
        endedAt: (upload.clock ?? systemClock)(),
      },
    });
    if (count === 0) return;
    await writeFaults(tx, importId, isRefused ? faultsOf(error, reader) : reader.faults);
    await recordAudit(tx, upload.actor, {
      action: isRefused ? 'import.refused' : 'import.failed',
      subject: { kind: 'import', id: String(importId) },
      after: { error: messageOf(error) },
    });
  });
}

/** A wrong file has no bad rows: its faults are those of the error. */
function faultsOf(error: AppError, { faults }: BillReader): RowFault[] {
  if (faults.length > 0) return faults;
  return error.errors.map(({ line, path, message }) => ({ line: line ?? 1, column: path ?? null, message }));
}

/** Cancels an upload that is coming in: its process notices within a second and keeps nothing of it. */
export function cancelImport({
  actor,
  importId,
}: {
  actor: Actor;
  importId: string;
  clock?: Clock;
}): Promise<void> {
  return transaction(async (tx) => {
    const { count } = await tx.import.updateMany({
      where: { id: BigInt(importId), state: 'receiving' },
      data: { state: 'cancelled', error: `cancelled by ${actor.name}`, endedAt: new Date() },
    });
    if (count === 0) throw new AppError('conflict', 'this import is over');
    await recordAudit(tx, actor, { action: 'import.cancelled', subject: { kind: 'import', id: importId } });
  });
}

/**
 * At the start of a web process: imports whose process is gone (nobody holds their lock) become failed, and what they
 * had streamed in is removed. Returns how many there were.
 */
export async function failStaleImports(): Promise<number> {
  const stale = await findStaleImports();
  for (const importId of stale) {
    await removeCharges(importId);
    await transaction(async (tx) => {
      const error = 'the process that received it ended';
      await tx.import.updateMany({
        where: { id: importId, state: 'receiving' },
        data: { state: 'failed', error, endedAt: new Date() },
      });
      await recordAudit(tx, systemActor('start'), {
        action: 'import.failed',
        subject: { kind: 'import', id: String(importId) },
        after: { error },
      });
    });
  }
  return stale.length;
}
