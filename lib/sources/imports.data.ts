import { database, type Reader, type Transaction } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import { Prisma } from '@/prisma/generated/client';
import { chargesOf } from './charges.data';
import type { Handling } from './delivery-order';
import type { RowFault } from './faults';
import { spellingOf } from './identity';
import { joinResources } from './resources.data';
import type { DeliveryReading } from './subjects';

/** The advisory lock that says: some process is receiving this import. Its second half is made of the import's id. */
export const RECEIVING = 72_707_402;

export function lockOf(importId: bigint): number {
  return Number(importId % 2_147_483_647n);
}

/** The id comes before the row, as the lock must be held when the row is there. */
export async function nextImportId(reader: Reader): Promise<bigint> {
  const rows = await reader.$queryRaw<{ id: bigint }[]>`
    SELECT nextval(pg_get_serial_sequence('imports', 'id')) AS id`;
  const id = rows[0]?.id;
  if (id === undefined) throw new AppError('internal', 'the sequence of imports gave nothing');
  return id;
}

/** Imports that are being received, as their rows say, by no process. */
export async function findStaleImports(): Promise<bigint[]> {
  const rows = await database().$queryRaw<{ id: bigint }[]>`
    SELECT i.id FROM imports i
    WHERE i.state = 'receiving' AND NOT EXISTS (
      SELECT FROM pg_locks l
      WHERE l.locktype = 'advisory' AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
        AND l.classid = ${RECEIVING}::int::oid AND l.objid = (i.id % 2147483647)::oid AND l.objsubid = 2 AND l.granted)
    ORDER BY i.id`;
  return rows.map(({ id }) => id);
}

/** Whatever decides which deliveries of a source count does so alone; uploads may come in meanwhile. */
export async function lockSource(tx: Transaction, sourceId: string): Promise<void> {
  await tx.$queryRaw`SELECT id FROM sources WHERE id = ${sourceId}::uuid FOR NO KEY UPDATE`;
}

/**
 * Locks the source, so that its imports come to their ends one after the other, and the import, which must still be
 * wanted. Throws `conflict` when it was cancelled.
 */
export async function claimDelivery(
  tx: Transaction,
  sourceId: string,
  importId: bigint,
): Promise<{ deliveredAt: Date }> {
  await lockSource(tx, sourceId);
  const rows = await tx.$queryRaw<{ delivered_at: Date }[]>`
    SELECT delivered_at FROM imports WHERE id = ${importId} AND state = 'receiving' FOR UPDATE`;
  const deliveredAt = rows[0]?.delivered_at;
  if (!deliveredAt) throw new AppError('conflict', 'the import was cancelled');
  return { deliveredAt };
}

/** Throws `conflict` when this part of the delivery came before, or when its parts are counted differently. */
export async function refusePartTwice(tx: Transaction, importId: bigint): Promise<void> {
  const rows = await tx.$queryRaw<{ delivery: string; part: number; parts: number; is_same: boolean }[]>`
    SELECT b.delivery, b.part, b.parts, b.part = a.part AS is_same
    FROM imports a JOIN imports b ON b.source_id = a.source_id AND b.delivery = a.delivery AND b.state = 'done'
      AND b.withdrawn_at IS NULL
    WHERE a.id = ${importId} AND (b.part = a.part OR b.parts <> a.parts)`;
  const other = rows[0];
  if (!other) return;
  throw new AppError(
    'conflict',
    other.is_same
      ? `part ${other.part} of the delivery “${other.delivery}” came before with other rows; send a correction under a new name`
      : `the delivery “${other.delivery}” has ${other.parts} parts`,
  );
}

type Progress = { bytes: number; read: number; accepted: number; refused: number };

/** Writes how far an upload is; false when it is no longer being received: someone cancelled it. */
export async function writeProgress(importId: bigint, progress: Progress): Promise<boolean> {
  const { count } = await database().import.updateMany({
    where: { id: importId, state: 'receiving' },
    data: progressColumns(progress),
  });
  return count === 1;
}

export function progressColumns({ bytes, read, accepted, refused }: Progress) {
  return {
    bytes: BigInt(bytes),
    rowsRead: BigInt(read),
    rowsAccepted: BigInt(accepted),
    rowsRefused: BigInt(refused),
  };
}

/**
 * The import whose content is the same and counts now, or waits to: of a bill with every delivery of it, of an inventory
 * with the newest snapshot; not one that was added and is now said to replace. The same content as an older one that counts no more is news, and so is a part of another
 * delivery: its delivery would lack it.
 */
export async function findSameContent(
  reader: Reader,
  importId: bigint,
  checksum: string,
  { handling, isScheduled = false }: { handling?: string; isScheduled?: boolean },
): Promise<bigint | null> {
  if (isScheduled) {
    // A file that a run reads again is news when it has changed, whatever people made of it since.
    const read = await reader.$queryRaw<{ id: bigint; checksum: string | null }[]>`
      SELECT i.id, i.checksum FROM imports own JOIN imports i ON i.source_id = own.source_id
        AND i.file_name = own.file_name AND i.imported_by = own.imported_by
      WHERE own.id = ${importId} AND i.id <> own.id AND i.state = 'done' ORDER BY i.id DESC LIMIT 1`;
    if (read[0]?.checksum === checksum) return read[0].id;
  }
  const rows = await reader.$queryRaw<{ id: bigint }[]>`
    SELECT i.id FROM imports own JOIN sources s ON s.id = own.source_id JOIN imports i ON i.source_id = s.id
    WHERE own.id = ${importId} AND i.checksum = ${checksum} AND i.state = 'done' AND i.withdrawn_at IS NULL
      AND (i.delivery = own.delivery OR (i.parts = 1 AND own.parts = 1))
      AND CASE WHEN s.kind = 'focus'
        THEN NOT EXISTS (SELECT FROM bill_deliveries d WHERE d.import_id = i.id AND (d.standing IN ('superseded', 'discarded')
            OR d.standing = 'appended' AND ${handling === 'overwrite'}))
        ELSE i.id = (SELECT n.import_id FROM snapshots n WHERE n.source_id = i.source_id
          ORDER BY n.data_through DESC NULLS LAST, n.id DESC LIMIT 1) END
    ORDER BY i.id DESC LIMIT 1`;
  return rows[0]?.id ?? null;
}

/** Content that counts was delivered again: its rows are as new as this delivery, in the place that they had. */
export async function confirmContent(tx: Transaction, importId: bigint, deliveredAt: Date): Promise<void> {
  await tx.$executeRaw`
    UPDATE bill_deliveries SET delivered_at = GREATEST(delivered_at, ${deliveredAt}) WHERE import_id = ${importId}`;
}

export async function writeFaults(tx: Transaction, importId: bigint, faults: RowFault[]): Promise<void> {
  if (faults.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO import_faults (import_id, line, "column", message, kind)
    SELECT ${importId}, * FROM unnest(${faults.map(({ line }) => line)}::bigint[],
      ${faults.map(({ column }) => column)}::text[], ${faults.map(({ message }) => message)}::text[],
      ${faults.map(({ kind }) => kind)}::text[])`;
}

type Bill = {
  importId: bigint;
  deliveredAt: Date;
  deliveries: DeliveryReading[];
  handling: Handling | null;
};

/** The first spelling of each billing account that any delivery has: it is one account in whatever case it is written. */
export async function knownSpellings(
  tx: Transaction,
  billingAccounts: readonly string[],
): Promise<(billingAccount: string) => string> {
  const rows = await tx.$queryRaw<{ billingAccount: string }[]>`
    SELECT billing_account AS "billingAccount" FROM bill_deliveries
    WHERE lower(rtrim(btrim(billing_account), '/')) = ANY(${billingAccounts.map(spellingOf)}::text[])
    GROUP BY 1 ORDER BY min(id) DESC`;
  const known = new Map(rows.map(({ billingAccount }) => [spellingOf(billingAccount), billingAccount]));
  return (billingAccount) => known.get(spellingOf(billingAccount)) ?? billingAccount;
}

/** Makes the charges that were streamed in deliveries; which of them count is decided afterwards (settleKey). */
export async function writeDeliveries(
  tx: Transaction,
  { importId, deliveredAt, deliveries, handling }: Bill,
): Promise<void> {
  const spelt = await knownSpellings(
    tx,
    deliveries.map(({ billingAccount }) => billingAccount),
  );
  await tx.billDelivery.createMany({
    data: deliveries.map((delivery) => ({
      id: delivery.id,
      importId,
      deliveredAt,
      effectiveAt: deliveredAt,
      handling,
      standing: 'incomplete' as const, // until settleKey has decided
      issuers: [...delivery.issuers],
      billingAccount: spelt(delivery.billingAccount),
      month: new Date(delivery.month),
      periodStart: new Date(delivery.periodStart),
      periodEnd: new Date(delivery.periodEnd),
      rows: BigInt(delivery.rows),
      chargedFrom: new Date(delivery.from),
      chargedThrough: new Date(delivery.through),
    })),
  });
  const accounts = deliveries.flatMap(({ id, accounts }) =>
    [...accounts.values()]
      .filter(({ rows }) => rows > 0)
      .map(({ provider, account, rows, from, through, tied, usage, quantified }) => ({
        delivery_id: String(id),
        provider,
        account,
        rows,
        rows_tied: tied,
        has_quantity: usage === 0 ? null : quantified > 0,
        charged_from: new Date(from).toISOString(),
        charged_through: new Date(through).toISOString(),
      })),
  );
  await tx.$executeRaw`
    INSERT INTO delivery_accounts
      (delivery_id, provider, account, rows, rows_tied, has_quantity, charged_from, charged_through)
    SELECT delivery_id, provider, account, rows, rows_tied, has_quantity, charged_from, charged_through
    FROM jsonb_to_recordset(${JSON.stringify(accounts)}::jsonb) AS a(delivery_id bigint, provider text, account text,
      rows bigint, rows_tied bigint, has_quantity boolean, charged_from timestamptz, charged_through timestamptz)`;
  const { table, first, end } = chargesOf(importId);
  await tx.$executeRawUnsafe(
    `ALTER TABLE charges ATTACH PARTITION ${table} FOR VALUES FROM (${first}) TO (${end})`,
  );
  await joinResources(
    tx,
    Prisma.sql`
      SELECT DISTINCT ON (key) key, provider, account,
        COALESCE(min(NULLIF(region, 'global')) OVER spelling, 'global') AS region, native_id, short_id, short_key, name,
        min(charged_from) OVER spelling AS charged_from, max(charged_through) OVER spelling AS charged_through
      FROM delivery_resources WHERE delivery_id >= ${first} AND delivery_id < ${end}
      WINDOW spelling AS (PARTITION BY key)
      ORDER BY key, charged_through DESC`,
    { isSeen: false },
  );
}

/** Removes what an import that did not come to its end has streamed in; nothing has read it. */
export async function removeCharges(importId: bigint): Promise<void> {
  const { table, first, end } = chargesOf(importId);
  await database().$executeRawUnsafe(`DROP TABLE IF EXISTS ${table}`);
  await database()
    .$executeRaw`DELETE FROM delivery_resources WHERE delivery_id >= ${first} AND delivery_id < ${end}`;
}
