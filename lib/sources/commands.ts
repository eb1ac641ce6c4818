import { z } from 'zod';
import { type Clock, systemClock } from '@/lib/core/clock';
import { database, type Transaction, transaction } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import { recordAudit } from '@/lib/people/audit.data';
import { type Actor, systemActor } from '@/lib/people/schema';
import type { Prisma } from '@/prisma/generated/client';
import { readBill } from './bill-reader';
import { openContent } from './content';
import { answerBySetting, DECIDING_MS, type OnChanged } from './deliveries.commands';
import { findStaleImports, lockSource, nextImportId, removeCharges, writeDeliveries } from './imports.data';
import { readInventory } from './inventory';
import { takeInventorySnapshot } from './inventory-snapshot.data';
import { type Reception, receiveBill, receiveInventory, whileReceiving } from './receive';
import {
  type CreateSourceInput,
  focusConfig,
  type ImportResult,
  inventoryConfig,
  type SourceKind,
  type UpdateSourceInput,
} from './schema';
import {
  type Arrived,
  closeImport,
  finishImport,
  handlingOf,
  nowOf,
  openImport,
  refuseFutureDelivery,
  type Upload,
} from './settle-import';

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

type Updating = UpdateSourceInput & {
  actor: Actor;
  sourceId: string;
  clock?: Clock;
  onAnswered?: OnChanged; // deliveries that waited were answered by the new handling
};

/**
 * Changes what is given; a handling that no longer asks answers what waits. Throws `not_found`, `invalid_input` for a
 * setting that this kind does not have, `conflict` when the name is taken or rows that would count again were deleted.
 */
export function updateSource(updating: Updating): Promise<{ answered: number }> {
  const { actor, sourceId, name, enabled, config, clock = systemClock, onAnswered } = updating;
  return transaction(
    async (tx) => {
      await lockSource(tx, sourceId);
      const before = await tx.source.findUnique({ where: { id: sourceId } });
      if (!before) throw new AppError('not_found', 'there is no such source');
      const merged = config === undefined ? undefined : changedConfig(before.kind, before.config, config);
      await refuseTakenName(tx, sourceId, name);
      const after = await tx.source.update({
        where: { id: sourceId },
        data: { name, enabled, config: merged },
      });
      const handling = config?.handling ?? undefined;
      const answered = await answerBySetting(tx, { actor, sourceId, handling, now: clock() });
      await recordAudit(tx, actor, {
        action: 'source.changed',
        subject: { kind: 'source', id: sourceId },
        before: settingsOf(before),
        after: { ...settingsOf(after), ...(answered > 0 ? { answered } : {}) },
      });
      if (answered > 0) await onAnswered?.(tx, { sourceId });
      return { answered };
    },
    { timeoutMs: DECIDING_MS },
  );
}

const settingsOf = ({
  name,
  enabled,
  config,
}: {
  name: string;
  enabled: boolean;
  config: Prisma.JsonValue;
}) => ({
  ...{ name, enabled, config },
});

const jsonObject = z.record(z.string(), z.json());

function changedConfig(kind: SourceKind, before: unknown, changes: NonNullable<UpdateSourceInput['config']>) {
  if (kind === 'quality')
    throw new AppError('invalid_input', 'a data quality source has no settings: it is measured by its sync');
  const merged = Object.entries({ ...jsonObject.parse(before), ...changes });
  const kept = Object.fromEntries(merged.filter(([, value]) => value !== null && value !== undefined));
  const parsed = (kind === 'focus' ? focusConfig : inventoryConfig).safeParse(kept);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new AppError('invalid_input', `an ${kind} source does not take this: ${issue?.message ?? 'config'}`);
}

async function refuseTakenName(tx: Transaction, sourceId: string, name: string | undefined): Promise<void> {
  if (name === undefined) return;
  const other = await tx.source.findFirst({ where: { name, id: { not: sourceId } }, select: { id: true } });
  if (other) throw new AppError('conflict', `there is a source named “${name}” already`);
}

/**
 * Streams a file into the database. The same content as before changes nothing and says `unchanged`. Throws
 * `invalid_input` for a wrong file or one with too many bad rows, `conflict` when it is cancelled or when its part of
 * the delivery is there already, `malformed` for an upload that broke off; the import's row then tells the same.
 */
export async function importStream(upload: Upload): Promise<ImportResult> {
  const source = await database().source.findUnique({ where: { id: upload.sourceId } });
  if (!source) throw new AppError('not_found', 'there is no such source');
  if (source.kind === 'quality')
    throw new AppError(
      'invalid_input',
      'figures of quality are measured: nothing is uploaded to this source',
    );
  refuseFutureDelivery(upload);
  const importId = await nextImportId(database());
  const content = openContent(upload.stream);
  const reader =
    source.kind === 'focus'
      ? readBill(importId, focusConfig.parse(source.config).effectiveCost)
      : readInventory();
  const { expectedBytes, signal } = upload;
  const { counts, faults, report, refusals } = reader;
  const arrived: Arrived = { importId, content, counts, faults, report, refusals };
  const reception: Reception = { ...arrived, sourceId: source.id, expectedBytes, signal };
  try {
    return await whileReceiving(reception, async (client) => {
      await openImport(upload, importId);
      if ('deliveries' in reader) {
        const { maxBadShare, handling: setting } = focusConfig.parse(source.config);
        const handling = handlingOf(upload, setting);
        return receiveBill(client, { ...reception, reader, maxBadShare, upload }, (checksum) =>
          finishImport(upload, { ...arrived, checksum }, (tx, deliveredAt) =>
            writeDeliveries(tx, { importId, deliveredAt, deliveries: reader.deliveries(), handling }),
          ),
        );
      }
      const file = await receiveInventory(reception, reader);
      const write = (tx: Transaction) =>
        takeInventorySnapshot(tx, { sourceId: source.id, importId, file, now: nowOf(upload) });
      return finishImport(upload, { ...arrived, checksum: content.checksum() }, write);
    });
  } catch (error) {
    await closeImport(upload, arrived, error);
    throw error;
  }
}

/** Cancels an upload that is coming in: its process notices within a second and keeps nothing of it. */
export function cancelImport({ actor, importId }: { actor: Actor; importId: string }): Promise<void> {
  return transaction(async (tx) => {
    const { count } = await tx.import.updateMany({
      where: { id: BigInt(importId), state: 'receiving' },
      data: { state: 'cancelled', error: `cancelled by ${actor.name}`, endedAt: new Date() },
    });
    if (count === 0) throw new AppError('conflict', 'this import is over');
    await recordAudit(tx, actor, {
      action: 'import.cancelled',
      subject: { kind: 'import', id: importId },
      before: { state: 'receiving' },
      after: { state: 'cancelled' },
    });
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
        before: { state: 'receiving' },
        after: { state: 'failed', error },
      });
    });
  }
  return stale.length;
}
