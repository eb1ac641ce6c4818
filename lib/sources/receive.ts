import type pg from 'pg';
import { database } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import type { BillReader } from './bill-reader';
import { copyCharges } from './charges.data';
import type { Content } from './content';
import { connectForCopy } from './copy';
import { findSameContent, lockOf, RECEIVING, removeCharges, writeProgress } from './imports.data';
import type { InventoryFile, InventoryReader } from './inventory';
import type { ImportResult } from './schema';

const PROGRESS_MS = 1_000;
const LARGEST_INVENTORY = 200_000_000;

export type Reception = {
  importId: bigint;
  sourceId: string;
  content: Content;
  counts: () => { read: number; accepted: number; refused: number };
  expectedBytes: number | undefined;
  signal: AbortSignal | undefined;
};

/**
 * Runs `work` while an upload comes in: holds the lock, writes the progress once a second, and breaks the stream off
 * when the caller's signal or a cancelled row says so.
 */
export async function whileReceiving<Result>(
  reception: Reception,
  work: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const { importId, content, signal } = reception;
  const client = await connectForCopy();
  const onAbort = () => content.stop(new AppError('unavailable', 'the upload was broken off'));
  const timer = setInterval(() => void report(), PROGRESS_MS);
  let reporting = Promise.resolve();
  function report(): void {
    const progress = { bytes: content.received(), ...reception.counts() };
    reporting = writeProgress(importId, progress).then(
      (isWanted) => {
        if (!isWanted) content.stop(new AppError('conflict', 'the import was cancelled'));
      },
      () => undefined, // the upload itself tells when the database is gone
    );
  }
  try {
    signal?.addEventListener('abort', onAbort, { once: true });
    if (signal?.aborted) onAbort();
    await client.query('SELECT pg_advisory_lock($1, $2)', [RECEIVING, lockOf(importId)]);
    return await work(client);
  } finally {
    clearInterval(timer);
    signal?.removeEventListener('abort', onAbort);
    await reporting;
    await client.end();
  }
}

export function refuseShortUpload({ content, expectedBytes }: Reception): void {
  const received = content.received();
  if (expectedBytes === undefined || received === expectedBytes) return;
  throw new AppError('malformed', `the upload ended after ${received} of ${expectedBytes} bytes`);
}

/** The sums that shares are made of are binary numbers. */
const ROUNDING = 1e-9;

type Bill = Reception & {
  reader: BillReader;
  maxBadShare: number;
  upload: { handling?: string; isScheduled?: boolean };
};

/**
 * Streams a bill's charges in and commits them. No delivery names them yet, so nothing reads them until `finish` makes
 * them one in the transaction of the command. What fails before leaves nothing; what fails in `finish`, or turns out
 * to be there already, is removed; what a killed process leaves, failStaleImports removes at the next start.
 */
export async function receiveBill(
  client: pg.Client,
  bill: Bill,
  finish: (checksum: string) => Promise<ImportResult>,
): Promise<ImportResult> {
  await client.query('BEGIN');
  await copyCharges(client, bill.importId, bill.reader, bill.content.chunks);
  refuseShortUpload(bill);
  refuseBadShare(bill);
  const checksum = bill.content.checksum();
  const sameAs = await findSameContent(database(), bill.importId, checksum, bill.upload);
  await client.query(sameAs === null ? 'COMMIT' : 'ROLLBACK');
  let isKept = false;
  try {
    const result = await finish(checksum);
    isKept = result.state === 'done';
    return result;
  } finally {
    if (!isKept && sameAs === null) await removeCharges(bill.importId);
  }
}

/** Takes an inventory whole: it is checked by its schema before anything of it is written. */
export async function receiveInventory(
  reception: Reception,
  reader: InventoryReader,
): Promise<InventoryFile> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of reception.content.chunks) {
    size += chunk.length;
    if (size > LARGEST_INVENTORY) {
      throw new AppError(
        'too_large',
        `an inventory may hold ${LARGEST_INVENTORY} bytes at most; split it by scope`,
      );
    }
    chunks.push(chunk);
  }
  refuseShortUpload(reception);
  return reader.parse(Buffer.concat(chunks));
}

/** Refuses a file of whose rows, or of whose money in one currency, more than the share was refused. */
function refuseBadShare({ reader, maxBadShare }: Bill): void {
  const { read, accepted, refused } = reader.counts();
  const most = maxBadShare * (1 + ROUNDING);
  const money = reader.refusedShares().filter((share) => share.refused > share.all * most);
  if (accepted > 0 && refused <= read * most && money.length === 0) return;
  const carried = reader
    .refusedShares()
    .filter((share) => share.refused > 0)
    .map((share) => `${figure(share.refused)} of ${figure(share.all)} ${share.currency} (${percent(share)})`);
  const message =
    `${refused} of ${read} rows are bad (${percent({ refused, all: read })}), and they carry ` +
    `${carried.join(' and ') || 'no amount that can be read'}: ` +
    `${accepted === 0 ? 'no row can be read' : `more than the share of ${maxBadShare} that is let pass`}; nothing was kept`;
  const errors = reader.faults
    .slice(0, 20)
    .map(({ line, column, message }) => ({ line, path: column ?? undefined, message }));
  throw new AppError('invalid_input', message, { errors });
}

type Share = { refused: number; all: number };

function percent({ refused, all }: Share): string {
  const share = all === 0 ? 0 : (100 * refused) / all;
  return `${share > 0 && share < 0.01 ? '<0.01' : share.toLocaleString('en-US', { maximumFractionDigits: 2 })}%`;
}

function figure(amount: number): string {
  return amount.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
}
