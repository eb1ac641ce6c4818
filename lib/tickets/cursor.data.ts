import type { Reader, Transaction } from '@/lib/core/db';
import type { Cursor, PollPlan } from './monitor';

/** Where a connection's polls stand, and which of its issues could not be read. */
export async function readCursor(reader: Reader, connectionId: string): Promise<Cursor> {
  const row = await reader.syncCursor.findUnique({ where: { connectionId } });
  return {
    lastPolledAt: row?.lastPolledAt ?? null,
    lastSweptAt: row?.lastSweptAt ?? null,
    lastCheckedAt: row?.lastCheckedAt ?? null,
  };
}

/** Moves the cursor to the poll's start, once all its pages are committed. Never backwards. */
export async function moveCursor(
  tx: Transaction,
  connectionId: string,
  startedAt: Date,
  plan: Pick<PollPlan, 'isSweep'>,
): Promise<void> {
  const swept = plan.isSweep ? startedAt : null;
  await tx.$executeRaw`
    INSERT INTO sync_cursors (connection_id, last_polled_at, last_success_at, last_swept_at)
    VALUES (${connectionId}::uuid, ${startedAt}, now(), ${swept})
    ON CONFLICT (connection_id) DO UPDATE SET
      last_polled_at = GREATEST(sync_cursors.last_polled_at, EXCLUDED.last_polled_at), last_success_at = now(),
      last_swept_at = COALESCE(EXCLUDED.last_swept_at, sync_cursors.last_swept_at), last_error = NULL`;
}

export async function markChecked(tx: Transaction, connectionId: string, at: Date): Promise<void> {
  await tx.syncCursor.upsert({
    where: { connectionId },
    create: { connectionId, lastCheckedAt: at },
    update: { lastCheckedAt: at },
  });
}

/** A failed poll leaves the cursor where it is and says why. */
export async function noteFailure(tx: Transaction, connectionId: string, error: string): Promise<void> {
  await tx.syncCursor.upsert({
    where: { connectionId },
    create: { connectionId, lastError: error },
    update: { lastError: error },
  });
}

/** An issue that cannot be read becomes a row of its own; its ticket, if it is one, says so. */
export async function noteUnreadable(
  tx: Transaction,
  connectionId: string,
  { externalId, error }: { externalId: string; error: string },
  at: Date,
): Promise<void> {
  await tx.unreadableIssue.upsert({
    where: { connectionId_externalId: { connectionId, externalId } },
    create: { connectionId, externalId, error, firstAt: at, lastAt: at },
    update: { error, lastAt: at },
  });
  await tx.ticket.updateMany({
    where: { connectionId, externalId, deletedAt: null },
    data: { syncState: 'unreadable' },
  });
}

/** What could be read again is no longer unreadable. */
export async function forgetUnreadable(
  tx: Transaction,
  connectionId: string,
  externalIds: string[],
): Promise<void> {
  await tx.unreadableIssue.deleteMany({ where: { connectionId, externalId: { in: externalIds } } });
}
