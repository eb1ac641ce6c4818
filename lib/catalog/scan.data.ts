import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { pool, type Reader } from '@/lib/core/db';
import type { Columns } from './compare';

/**
 * The tables of one scan, temporary on one connection: what the library holds as key and hash, which keys do not agree,
 * and what was found of them. Nothing of it lasts; the last step puts the findings in place of the last scan's.
 */
export async function withScan<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool().connect();
  try {
    await client.query(`
      CREATE TEMP TABLE scan_library (key text NOT NULL, hash bigint NOT NULL);
      CREATE TEMP TABLE scan_candidates (place bigserial, key text NOT NULL);
      CREATE TEMP TABLE scan_found (key text PRIMARY KEY, state "DriftState" NOT NULL, fields jsonb NOT NULL,
        field_names text[] NOT NULL, is_ignored boolean NOT NULL)`);
    return await work(client);
  } finally {
    // Whatever went wrong with it, the next user of the connection must not meet these.
    await client
      .query('DROP TABLE IF EXISTS scan_library, scan_candidates, scan_found')
      .then(() => client.release())
      .catch((thrown: Error) => client.release(thrown));
  }
}

/** Takes over what COPY gave out of the library: lines of key and hash. */
export async function copyLibrary(client: pg.PoolClient, lines: Readable): Promise<void> {
  await pipeline(lines, client.query(copyFrom('COPY scan_library (key, hash) FROM STDIN')));
  await client.query('ANALYZE scan_library');
}

/**
 * Which keys have to be looked at: those whose hash differs or that one side lacks, and those that are in quarantine or
 * have deliveries waiting. How many there are of all on either side.
 */
export async function findCandidates(
  client: pg.PoolClient,
  definitionId: string,
  senderId: string,
): Promise<{ candidates: number; records: number; rows: number }> {
  await client.query(
    `INSERT INTO scan_candidates (key)
     SELECT key FROM (
       SELECT coalesce(there.key, here.key) AS key
         FROM scan_library there
         FULL JOIN (SELECT key, expected_hash FROM catalog_records WHERE definition_id = $1) here ON here.key = there.key
        WHERE there.hash IS DISTINCT FROM here.expected_hash
       UNION
       SELECT key FROM catalog_records WHERE definition_id = $1 AND held <> '{}'
       UNION
       SELECT key FROM deliveries WHERE sender_id = $2 AND state IN ('pending', 'waiting')
     ) differing`,
    [definitionId, senderId],
  );
  await client.query('CREATE INDEX ON scan_candidates (place)');
  const { rows } = await client.query<{ candidates: string; records: string; rows: string }>(
    `SELECT (SELECT count(*) FROM scan_candidates) AS candidates,
            (SELECT count(*) FROM catalog_records WHERE definition_id = $1) AS records,
            (SELECT count(*) FROM scan_library) AS rows`,
    [definitionId],
  );
  const [counted] = rows;
  return {
    candidates: Number(counted?.candidates ?? 0),
    records: Number(counted?.records ?? 0),
    rows: Number(counted?.rows ?? 0),
  };
}

/** The next keys to look at, after a place. */
export async function nextCandidates(
  client: pg.PoolClient,
  after: string,
  limit: number,
): Promise<{ keys: string[]; place: string }> {
  const { rows } = await client.query<{ place: string; key: string }>(
    'SELECT place, key FROM scan_candidates WHERE place > $1 ORDER BY place LIMIT $2',
    [after, limit],
  );
  return { keys: rows.map(({ key }) => key), place: rows.at(-1)?.place ?? after };
}

export type KnownRecord = {
  key: string;
  expected: Columns;
  agreed: Columns;
  held: string[];
  hasPending: boolean;
  updatedAt: Date;
};

/** When the records of these keys were last worked on. */
export async function readTimes(
  client: Pick<pg.PoolClient, 'query'>,
  definitionId: string,
  keys: string[],
): Promise<Map<string, number>> {
  const { rows } = await client.query<{ key: string; at: Date }>(
    'SELECT key, updated_at AS at FROM catalog_records WHERE definition_id = $1 AND key = ANY($2)',
    [definitionId, keys],
  );
  return new Map(rows.map(({ key, at }) => [key, at.getTime()]));
}

/** The records of these keys as they stand now; a key that has only deliveries has none. */
export async function readRecords(
  client: Pick<pg.PoolClient, 'query'>,
  { definitionId, senderId }: { definitionId: string; senderId: string },
  keys: string[],
): Promise<Map<string, KnownRecord>> {
  const { rows } = await client.query<KnownRecord>(
    `SELECT r.key, r.expected, r.agreed, r.updated_at AS "updatedAt",
            CASE WHEN r.held = '{}' THEN '{}' ELSE ARRAY(SELECT jsonb_object_keys(r.held)) END AS held,
            w.key IS NOT NULL AS "hasPending"
       FROM catalog_records r
       LEFT JOIN (SELECT DISTINCT key FROM deliveries
                   WHERE sender_id = $2 AND key = ANY($3) AND state IN ('pending', 'waiting')) w ON w.key = r.key
      WHERE r.definition_id = $1 AND r.key = ANY($3)`,
    [definitionId, senderId, keys],
  );
  return new Map(rows.map((row) => [row.key, row]));
}

/** Whether a scan of it is under way: what it read may be older than what is found beside it. */
export async function isScanning(definitionId: string): Promise<boolean> {
  const { rows } = await pool().query(
    `SELECT FROM drift_scans s JOIN runs r ON r.id = s.run_id
      WHERE s.definition_id = $1 AND s.ended_at IS NULL AND r.ended_at IS NULL LIMIT 1`,
    [definitionId],
  );
  return rows.length > 0;
}

export async function beginScan(definitionId: string, runId: string | null, now: Date): Promise<string> {
  const { rows } = await pool().query<{ id: string }>(
    'INSERT INTO drift_scans (definition_id, run_id, started_at) VALUES ($1, $2, $3) RETURNING id',
    [definitionId, runId, now],
  );
  return rows[0]?.id ?? '';
}

/** What is not looked at now: by column, for every record and by key. */
export async function readIgnored(
  definitionId: string,
  now: Date,
): Promise<{ everywhere: string[]; byKey: Map<string, string[]> }> {
  const { rows } = await pool().query<{ key: string | null; field: string }>(
    'SELECT key, field FROM drift_ignores WHERE definition_id = $1 AND ended_at IS NULL AND until > $2',
    [definitionId, now],
  );
  const byKey = new Map<string, string[]>();
  for (const { key, field } of rows) if (key !== null) byKey.set(key, [...(byKey.get(key) ?? []), field]);
  return { everywhere: rows.filter(({ key }) => key === null).map(({ field }) => field), byKey };
}

/** Which sync a scan is asked of; null where there is none of that name. */
export async function definitionNamed(
  reader: Reader,
  slug: string,
): Promise<{ id: string; title: string; enabled: boolean } | null> {
  return reader.syncDefinition.findUnique({
    where: { slug },
    select: { id: true, title: true, enabled: true },
  });
}
