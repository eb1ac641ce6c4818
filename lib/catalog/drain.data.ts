import type pg from 'pg';
import { pool } from '@/lib/core/db';
import type { DeliveryKind } from '@/lib/deliveries/schema';
import { keyLock } from './locks.data';
import type { KnownRecord, Settled, Work } from './plan';

/** Our side of a drain: which keys have work, what is known of them, and what became of it. Set-based throughout. */
export type Client = Pick<pg.PoolClient, 'query'>;

/** Looked at for work: many deliveries of a key at once are one write of its record and of its row. */
const MOST_DELIVERIES = 20_000;
const MOST_KEYS = 1_000;
const MOST_BYTES = 16 << 20; // of the bodies that are held in memory at once

/** A transaction of our own whose locks last to its end. */
export async function inDrain<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool().connect();
  let broken: Error | undefined;
  const onError = (error: Error) => {
    broken = error;
  };
  client.on('error', onError);
  try {
    await client.query('BEGIN');
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } catch (thrown) {
    await client.query('ROLLBACK').catch((error: Error) => {
      broken = error;
    });
    throw thrown;
  } finally {
    client.off('error', onError);
    client.release(broken);
  }
}

/** A key that waits behind a dead delivery has work only in that delivery, once it is tried again. */
const IS_WORKABLE = `(k.key IS NULL OR ((k.retry_at IS NULL OR k.retry_at <= $2)
  AND (k.blocked_by IS NULL OR k.blocked_by = d.id)))`;
const KEY_THAT_WAITS = `LEFT JOIN delivery_keys k ON k.sender_id = d.sender_id AND k.key = d.key
  AND (k.blocked_by IS NOT NULL OR k.retry_at IS NOT NULL)`;

export type Claim = { keys: string[]; deliveryIds: string[] };

/**
 * Takes the oldest keys that have work and that nobody else is working on, each under its own lock, to the end of the
 * transaction. None: there is no work, or somebody else has all of it in hand.
 */
export async function claimKeys(client: Client, senderId: string, now: Date): Promise<Claim> {
  const found = await client.query<{ id: string; key: string; size: number }>(
    `SELECT d.id, d.key, d.size FROM deliveries d ${KEY_THAT_WAITS}
     WHERE d.state = 'pending' AND d.sender_id = $1 AND ${IS_WORKABLE} ORDER BY d.id LIMIT ${MOST_DELIVERIES}`,
    [senderId, now],
  );
  const rows = withinBytes(found.rows);
  if (rows.length === 0) return { keys: [], deliveryIds: [] };
  const asked = [...new Set(rows.map(({ key }) => key))];
  const locked = await client.query<{ key: string }>(
    `SELECT key FROM unnest($2::text[]) AS asked(key)
     WHERE pg_try_advisory_xact_lock(${keyLock('$1', 'key')}) LIMIT ${MOST_KEYS}`,
    [senderId, asked],
  );
  const keys = locked.rows.map(({ key }) => key);
  const mine = new Set(keys);
  const deliveryIds = rows.filter(({ key }) => mine.has(key)).map(({ id }) => id);
  return { keys, deliveryIds };
}

/** As many as fit, and one at least. */
function withinBytes<Row extends { size: number }>(rows: readonly Row[]): Row[] {
  let bytes = 0;
  return rows.filter(({ size }, index) => {
    bytes += size;
    return index === 0 || bytes <= MOST_BYTES;
  });
}

/** `isPutOff`: something failed of its key before, which goes on if this one does not. */
export type PendingDelivery = Work & { key: string; attempts: number; isPutOff: boolean };

/**
 * The claimed deliveries as they stand now that their keys are locked, in each key's order: some may have been settled by
 * whoever held the lock before. A key's deliveries are committed in its order, so that no older one is missing, but for
 * what a person put in a dead one's place: that is looked for.
 */
export async function readClaimed(
  client: Client,
  { senderId, now }: { senderId: string; now: Date },
  { deliveryIds, keys }: Claim,
): Promise<PendingDelivery[]> {
  type Row = {
    id: string;
    key: string;
    kind: DeliveryKind;
    seq: string;
    origin: string | null;
    waits: boolean;
    at: Date;
    body: Buffer;
    attempts: number;
  };
  const { rows } = await client.query<Row>(
    `SELECT d.id, d.key, d.kind, d.seq, d.received_at AS at, d.body, d.attempts, k.key IS NOT NULL AS waits,
       (SELECT o.seq FROM deliveries o WHERE o.id = d.origin_id AND d.kind = 'release' AND o.kind <> 'release') AS origin
     FROM deliveries d ${KEY_THAT_WAITS}
     WHERE d.state = 'pending' AND ${IS_WORKABLE} AND d.id IN (
       SELECT unnest($1::bigint[]) UNION
       SELECT c.id FROM deliveries c
       WHERE c.state = 'pending' AND c.origin_id IS NOT NULL AND c.sender_id = $3 AND c.key = ANY($4::text[]))
     ORDER BY d.seq`,
    [deliveryIds, now, senderId, keys],
  );
  const claimed = new Set(deliveryIds);
  const last = new Map(rows.filter(({ id }) => claimed.has(id)).map(({ key, seq }) => [key, Number(seq)]));
  return rows
    .filter(({ id, key, seq }) => claimed.has(id) || Number(seq) < (last.get(key) ?? 0))
    .map(({ id, key, kind, seq, origin, at, body, attempts, waits }) => ({
      ...{
        id,
        key,
        kind,
        attempts,
        place: Number(seq),
        isPutOff: waits,
        originPlace: origin === null ? null : Number(origin),
        receivedAt: at,
        body: body.toString('utf8'),
      },
    }));
}

type RecordRow = Omit<KnownRecord, 'lastDeliveryId'> & { key: string; lastDeliveryId: string | null };

export async function readRecords(
  client: Client,
  definitionId: string,
  keys: readonly string[],
): Promise<Map<string, KnownRecord>> {
  const { rows } = await client.query<RecordRow>(
    `SELECT key, mirror, seqs, expected, agreed, held, flips, is_assumed AS "isAssumed",
       last_delivery_id AS "lastDeliveryId"
     FROM catalog_records WHERE definition_id = $1 AND key = ANY($2::text[])`,
    [definitionId, keys],
  );
  return new Map(rows.map(({ key, ...record }) => [key, record]));
}

export type RecordWrite = { key: string; record: KnownRecord };

export async function writeRecords(
  client: Client,
  { definitionId, now }: { definitionId: string; now: Date },
  writes: readonly RecordWrite[],
): Promise<void> {
  if (writes.length === 0) return;
  const json = (of: (record: KnownRecord) => object) =>
    writes.map(({ record }) => JSON.stringify(of(record)));
  await client.query(
    `INSERT INTO catalog_records (definition_id, key, mirror, seqs, expected, agreed, held, flips, is_assumed,
       last_delivery_id, updated_at)
     SELECT $1, v.key, v.mirror::jsonb, v.seqs::jsonb, v.expected::jsonb, v.agreed::jsonb, v.held::jsonb,
       v.flips::jsonb, v.is_assumed, v.last_delivery_id, $2
     FROM unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::boolean[],
       $11::bigint[]) AS v(key, mirror, seqs, expected, agreed, held, flips, is_assumed, last_delivery_id)
     ON CONFLICT (definition_id, key) DO UPDATE SET mirror = excluded.mirror, seqs = excluded.seqs,
       expected = excluded.expected, agreed = excluded.agreed, held = excluded.held, flips = excluded.flips,
       is_assumed = excluded.is_assumed, last_delivery_id = excluded.last_delivery_id,
       updated_at = excluded.updated_at`,
    [
      definitionId,
      now,
      writes.map(({ key }) => key),
      json(({ mirror }) => mirror),
      json(({ seqs }) => seqs),
      json(({ expected }) => expected),
      json(({ agreed }) => agreed),
      json(({ held }) => held),
      json(({ flips }) => flips),
      writes.map(({ record }) => record.isAssumed),
      writes.map(({ record }) => record.lastDeliveryId),
    ],
  );
}

/** Marks deliveries as done, each with what came of it; a try that succeeds counts as one too. */
export async function markDone(client: Client, settled: readonly Settled[], now: Date): Promise<void> {
  if (settled.length === 0) return;
  const jsonOf = (list: object[]) => (list.length > 0 ? JSON.stringify(list) : null);
  await client.query(
    `UPDATE deliveries d SET state = 'done', outcome = v.outcome::"DeliveryOutcome", writes = v.writes::jsonb,
       notes = v.notes::jsonb, reason = NULL, attempts = d.attempts + 1, settled_at = $1
     FROM unnest($2::bigint[], $3::text[], $4::text[], $5::text[]) AS v(id, outcome, writes, notes)
     WHERE d.id = v.id`,
    [
      now,
      settled.map(({ deliveryId }) => deliveryId),
      settled.map(({ outcome }) => outcome),
      settled.map(({ writes }) => jsonOf(writes)),
      settled.map(({ notes }) => jsonOf(notes)),
    ],
  );
}
