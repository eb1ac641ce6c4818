import type { Pool, PoolClient } from 'pg';
import { pool } from '@/lib/core/db';
import type { PulledRecord } from './pull';
import type { DeliveryKind } from './schema';

/** What has come and is to be written, in its order of arrival. */
export type Arrival = {
  senderId: string;
  tokenHash: string | null; // that it came with; null: it did not come through the door
  kind: DeliveryKind;
  key: string | null; // null: refused
  receivedAt: Date;
  body: Buffer; // up to the limit
  size: number;
  sha256: string;
  headers: Record<string, string>;
  messageId: string | null;
  sentAt: Date | null;
  reason: string | null; // of a refusal
  fieldNames: string[];
};

/**
 * One statement a batch. The rows of its keys are locked in the order of their keys, so that two batches never wait for
 * each other; the lock is what orders a key over several processes. Ids are drawn before, so that the key's row can name
 * its last delivery. What was there before (`b`) is as the statement's snapshot has it: good enough for a mark.
 */
const WRITE = `
  WITH given AS MATERIALIZED (
    SELECT a.* FROM (SELECT *, row_number() OVER (PARTITION BY sender_id, message_id ORDER BY place) AS nth FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::timestamptz[], $6::bytea[], $7::int[],
        $8::text[], $9::text[], $10::text[], $11::timestamptz[], $12::text[], $13::text[]) WITH ORDINALITY
      AS given(sender_id, token_hash, kind, key, received_at, body, size, sha256, headers, message_id, sent_at, reason,
        field_names, place)) a
    JOIN senders s ON s.connection_id = a.sender_id AND (a.token_hash IS NULL OR s.token_hash = a.token_hash)
    WHERE a.message_id IS NULL OR (a.nth = 1 AND NOT EXISTS (
      SELECT FROM deliveries d WHERE d.sender_id = a.sender_id AND d.message_id = a.message_id))),
  numbered AS MATERIALIZED (
    SELECT nextval('deliveries_id_seq') AS id, g.* FROM (SELECT * FROM given ORDER BY place) g),
  taken AS (
    INSERT INTO delivery_keys AS k (sender_id, key, last_seq, last_sha, last_id, last_at)
    SELECT sender_id, key, count(*), (array_agg(sha256 ORDER BY place DESC))[1], max(id), max(received_at)
    FROM numbered WHERE key IS NOT NULL GROUP BY sender_id, key ORDER BY sender_id, key
    ON CONFLICT (sender_id, key) DO UPDATE SET last_seq = k.last_seq + EXCLUDED.last_seq,
      last_sha = EXCLUDED.last_sha, last_id = EXCLUDED.last_id, last_at = EXCLUDED.last_at
    RETURNING k.sender_id, k.key, k.last_seq, k.blocked_by),
  placed AS (
    SELECT n.*, t.blocked_by,
      t.last_seq - count(*) OVER (PARTITION BY n.sender_id, n.key) + row_number() OVER of_key AS seq,
      COALESCE(lag(n.sha256) OVER of_key, b.last_sha) AS sha_before,
      COALESCE(lag(n.id) OVER of_key, b.last_id) AS id_before,
      COALESCE(lag(n.received_at) OVER of_key, b.last_at) AS at_before
    FROM numbered n
    LEFT JOIN taken t ON t.sender_id = n.sender_id AND t.key = n.key
    LEFT JOIN delivery_keys b ON b.sender_id = n.sender_id AND b.key = n.key
    WINDOW of_key AS (PARTITION BY n.sender_id, n.key ORDER BY n.place)),
  kept AS (
    INSERT INTO deliveries (id, sender_id, kind, key, seq, received_at, body, size, sha256, headers, message_id, sent_at,
      state, reason, settled_at, field_names, repeats_id)
    SELECT id, sender_id, kind::"DeliveryKind", key, seq, received_at, body, size, sha256, headers::jsonb, message_id,
      sent_at, (CASE WHEN key IS NULL THEN 'refused' WHEN blocked_by IS NOT NULL THEN 'waiting' ELSE 'pending'
        END)::"DeliveryState", reason, CASE WHEN key IS NULL THEN received_at END, field_names::text[],
      CASE WHEN key IS NOT NULL AND sha256 = sha_before AND received_at - at_before < interval '60 seconds'
        THEN id_before END
    FROM placed ORDER BY place
    ON CONFLICT (sender_id, message_id) WHERE message_id IS NOT NULL DO NOTHING RETURNING id)
  SELECT n.place::int AS place, n.id::text AS id FROM numbered n JOIN kept k ON k.id = n.id`;

const KNOWN = `
  SELECT a.place::int AS place, d.id::text AS id
  FROM unnest($1::uuid[], $2::text[], $3::text[]) WITH ORDINALITY AS a(sender_id, message_id, token_hash, place)
  JOIN senders s ON s.connection_id = a.sender_id AND s.token_hash = a.token_hash
  JOIN deliveries d ON d.sender_id = a.sender_id AND d.message_id = a.message_id`;

type Written = { place: number; id: string };

/** Writes a batch; the id of each delivery, of the first one where its message came before, null where its token has ended. */
export async function writeArrivals(
  arrivals: Arrival[],
  on: Pool | PoolClient = pool(),
): Promise<(string | null)[]> {
  const column = <Value>(of: (arrival: Arrival) => Value) => arrivals.map(of);
  const { rows } = await on.query<Written>({
    name: 'deliveries-arrivals',
    text: WRITE,
    values: [
      column(({ senderId }) => senderId),
      column(({ tokenHash }) => tokenHash),
      column(({ kind }) => kind),
      column(({ key }) => key),
      column(({ receivedAt }) => receivedAt.toISOString()),
      column(({ body }) => body),
      column(({ size }) => size),
      column(({ sha256 }) => sha256),
      column(({ headers }) => JSON.stringify(headers)),
      column(({ messageId }) => messageId),
      column(({ sentAt }) => sentAt?.toISOString() ?? null),
      column(({ reason }) => reason),
      column(({ fieldNames }) => arrayLiteral(fieldNames)),
    ],
  });
  const ids = new Map(rows.map(({ place, id }) => [place - 1, id]));
  const repeated = arrivals.flatMap((arrival, place) =>
    ids.has(place) || arrival.messageId === null ? [] : { ...arrival, place },
  );
  if (repeated.length > 0) {
    const known = await on.query<Written>(KNOWN, [
      repeated.map(({ senderId }) => senderId),
      repeated.map(({ messageId }) => messageId),
      repeated.map(({ tokenHash }) => tokenHash),
    ]);
    for (const { place, id } of known.rows) ids.set(repeated[place - 1]?.place ?? -1, id);
  }
  return arrivals.map((_, place) => ids.get(place) ?? null);
}

/** PostgreSQL's text of an array: within unnest, arrays of different lengths travel as text. */
function arrayLiteral(texts: string[]): string {
  return `{${texts.map((text) => `"${text.replaceAll(/["\\]/g, '\\$&')}"`).join(',')}}`;
}

type PulledBatch = { senderId: string; askedAt: Date; records: PulledRecord[] };

/**
 * Writes the records of one page of a list, but for those whose last delivery was the very same (nothing happened) or came
 * after the page was asked for (`newer`: the page may be older than it). The keys are locked before anything is decided.
 */
export async function writePulled({
  senderId,
  askedAt,
  records,
}: PulledBatch): Promise<{ stored: number; newer: Set<string> }> {
  if (records.length === 0) return { stored: 0, newer: new Set() };
  const client = await pool().connect();
  try {
    await client.query('BEGIN');
    const { rows } = await client.query<{ key: string; last_sha: string | null; is_newer: boolean }>(
      `SELECT key, last_sha, COALESCE(last_at >= $3, false) AS is_newer FROM delivery_keys
       WHERE sender_id = $1 AND key = ANY($2) ORDER BY sender_id, key FOR UPDATE`,
      [senderId, [...new Set(records.map(({ key }) => key))], askedAt.toISOString()],
    );
    const newer = new Set(rows.filter(({ is_newer }) => is_newer).map(({ key }) => key));
    const last = new Map(rows.map(({ key, last_sha }) => [key, last_sha]));
    const changed = records.filter(({ key, sha256 }) => !newer.has(key) && last.get(key) !== sha256);
    if (changed.length > 0) {
      const rest = { senderId, tokenHash: null, kind: 'pull', receivedAt: askedAt } as const;
      const none = { headers: {}, messageId: null, reason: null };
      await writeArrivals(
        changed.map(({ updated, ...record }) => ({
          ...rest,
          ...none,
          ...record,
          size: record.body.length,
          sentAt: updated === null ? null : new Date(updated),
        })),
        client,
      );
    }
    await client.query('COMMIT');
    return { stored: changed.length, newer };
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
}
