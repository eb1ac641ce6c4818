import type { Client } from './drain.data';

export type Failure = { deliveryId: string; key: string; reason: string; attempts: number };

const MOST_REASON = 2_000;

/** After so many tries a delivery rests, and its key with it. */
export const MOST_ATTEMPTS = 5;
const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 300_000;

/** The pause before a key is tried again, after so many tries that failed. */
export const pauseAfter = (attempts: number): number =>
  Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 4 ** (attempts - 1));

/** Counts a failed try; `attempts` is what there were before. A key's later deliveries wait behind a dead one. */
export async function markFailed(
  client: Client,
  senderId: string,
  failures: readonly Failure[],
  now: Date,
): Promise<void> {
  if (failures.length === 0) return;
  const isDead = ({ attempts }: Failure) => attempts + 1 >= MOST_ATTEMPTS;
  const retryAt = (failure: Failure) =>
    isDead(failure) ? null : new Date(now.getTime() + pauseAfter(failure.attempts + 1));
  await client.query(
    `UPDATE deliveries d SET attempts = d.attempts + 1, reason = v.reason,
       state = (CASE WHEN v.is_dead THEN 'dead' ELSE 'pending' END)::"DeliveryState",
       settled_at = CASE WHEN v.is_dead THEN $1::timestamptz END
     FROM unnest($2::bigint[], $3::text[], $4::boolean[]) AS v(id, reason, is_dead) WHERE d.id = v.id`,
    [
      now,
      failures.map(({ deliveryId }) => deliveryId),
      failures.map(({ reason }) => reason.slice(0, MOST_REASON)),
      failures.map(isDead),
    ],
  );
  await client.query(
    `INSERT INTO delivery_keys (sender_id, key, last_seq, retry_at, blocked_by)
     SELECT $1, v.key, d.seq, v.retry_at, v.blocked_by
     FROM unnest($2::text[], $3::bigint[], $4::timestamptz[], $5::bigint[]) AS v(key, id, retry_at, blocked_by)
     JOIN deliveries d ON d.id = v.id ORDER BY v.key
     ON CONFLICT (sender_id, key) DO UPDATE SET retry_at = excluded.retry_at,
       blocked_by = COALESCE(excluded.blocked_by, delivery_keys.blocked_by)`,
    [
      senderId,
      failures.map(({ key }) => key),
      failures.map(({ deliveryId }) => deliveryId),
      failures.map(retryAt),
      failures.map((failure) => (isDead(failure) ? failure.deliveryId : null)),
    ],
  );
  await client.query(
    `UPDATE deliveries SET state = 'waiting' WHERE sender_id = $1 AND key = ANY($2::text[]) AND state = 'pending'`,
    [senderId, failures.filter(isDead).map(({ key }) => key)],
  );
}

/** Keys that worked again after a failure: nothing is put off any more, and what waited behind a dead delivery goes on. */
export async function freeKeys(client: Client, senderId: string, keys: readonly string[]): Promise<void> {
  const { rows } = await client.query<{ key: string }>(
    `UPDATE delivery_keys SET blocked_by = NULL, retry_at = NULL
     WHERE sender_id = $1 AND key IN (
       SELECT key FROM delivery_keys WHERE sender_id = $1 AND key = ANY($2::text[])
         AND (blocked_by IS NOT NULL OR retry_at IS NOT NULL) ORDER BY key FOR UPDATE)
     RETURNING key`,
    [senderId, keys],
  );
  if (rows.length === 0) return;
  await client.query(
    `UPDATE deliveries SET state = 'pending' WHERE sender_id = $1 AND key = ANY($2::text[]) AND state = 'waiting'`,
    [senderId, rows.map(({ key }) => key)],
  );
}
