import type { Transaction } from '@/lib/core/db';
import { Prisma } from '@/prisma/generated/client';

/** What has its place in the order of a key and has come to an end. */
const SETTLED = Prisma.sql`d.state IN ('done', 'dead', 'skipped')`;

/** Locks the keys of what is chosen, in their order, so that neither intake nor drain moves them meanwhile. */
export async function lockKeys(tx: Transaction, chosen: Prisma.Sql): Promise<void> {
  await tx.$executeRaw`
    SELECT FROM delivery_keys k WHERE (k.sender_id, k.key) IN (
      SELECT d.sender_id, d.key FROM deliveries d WHERE ${chosen} AND d.key IS NOT NULL)
    ORDER BY k.sender_id, k.key FOR UPDATE`;
}

/**
 * Back into their places in the order: pending, or waiting where a dead one of their key stays before them. Returns how
 * many.
 */
export async function reopenDeliveries(tx: Transaction, chosen: Prisma.Sql, by: string): Promise<number> {
  await unblockKeys(
    tx,
    Prisma.sql`k.blocked_by IN (SELECT d.id FROM deliveries d WHERE ${chosen} AND d.state = 'dead')`,
  );
  return tx.$executeRaw`
    UPDATE deliveries r SET attempts = 0, settled_at = NULL, outcome = NULL, reason = NULL, requested_by = ${by},
      state = (CASE WHEN k.blocked_by IS NULL THEN 'pending' ELSE 'waiting' END)::"DeliveryState"
    FROM deliveries d JOIN delivery_keys k ON k.sender_id = d.sender_id AND k.key = d.key
    WHERE r.id = d.id AND ${chosen} AND ${SETTLED}`;
}

/** A copy of each with the next place of its key, in the order in which they came. Returns how many. */
export function copyAsNewest(
  tx: Transaction,
  chosen: Prisma.Sql,
  { by, now }: { by: string; now: Date },
): Promise<number> {
  return tx.$executeRaw`
    WITH chosen AS MATERIALIZED (
      SELECT d.id, d.sender_id, d.key FROM deliveries d WHERE ${chosen} AND ${SETTLED}),
    taken AS (
      UPDATE delivery_keys k SET last_seq = k.last_seq + n.count FROM (
        SELECT sender_id, key, count(*) AS count FROM chosen GROUP BY 1, 2) n
      WHERE k.sender_id = n.sender_id AND k.key = n.key
      RETURNING k.sender_id, k.key, k.last_seq, k.blocked_by, n.count)
    INSERT INTO deliveries (sender_id, kind, key, seq, received_at, body, size, sha256, headers, state, field_names,
      origin_id, requested_by)
    SELECT o.sender_id, CASE WHEN o.kind = 'release' THEN o.kind ELSE 'newest' END, o.key,
      t.last_seq - t.count + row_number() OVER (PARTITION BY o.sender_id, o.key ORDER BY o.id), ${now}, o.body, o.size,
      o.sha256, '{}', (CASE WHEN t.blocked_by IS NULL THEN 'pending' ELSE 'waiting' END)::"DeliveryState",
      o.field_names, o.id, ${by}
    FROM chosen c JOIN deliveries o ON o.id = c.id
    JOIN taken t ON t.sender_id = o.sender_id AND t.key = o.key ORDER BY o.id`;
}

/** Lets what waits behind a dead delivery go on. */
export async function unblockKeys(tx: Transaction, which: Prisma.Sql): Promise<void> {
  await tx.$executeRaw`
    WITH freed AS (
      UPDATE delivery_keys k SET blocked_by = NULL, retry_at = NULL WHERE ${which} RETURNING k.sender_id, k.key)
    UPDATE deliveries d SET state = 'pending' FROM freed f
    WHERE d.sender_id = f.sender_id AND d.key = f.key AND d.state = 'waiting'`;
}
