import type pg from 'pg';
import type { Compared } from './compare';
import type { DriftState } from './schema';

/** What comparing has found, and how it takes the place of what was found before. */
export type Finding = Compared & { key: string; state: DriftState };

function rowsOf(findings: Finding[]): string {
  const rows = findings.map(({ key, state, fields, isIgnored }) => ({
    key,
    state,
    fields,
    is_ignored: isIgnored,
    field_names: fields.filter((field) => field.state !== 'agree').map(({ field }) => field),
  }));
  return JSON.stringify(rows);
}

const FOUND = `SELECT key, state, fields, field_names, is_ignored FROM jsonb_to_recordset($1::jsonb)
  AS found(key text, state "DriftState", fields jsonb, field_names text[], is_ignored boolean)`;

export async function insertFindings(client: pg.PoolClient, findings: Finding[]): Promise<void> {
  await client.query(`INSERT INTO scan_found (key, state, fields, field_names, is_ignored) ${FOUND}`, [
    rowsOf(findings),
  ]);
}

/** What stands as it stood keeps the time since when it does. */
const OR_AS_IT_STOOD = `ON CONFLICT (definition_id, key) DO UPDATE
  SET state = excluded.state, fields = excluded.fields, field_names = excluded.field_names,
      scan_id = excluded.scan_id, is_ignored = excluded.is_ignored,
      since = CASE WHEN d.state = excluded.state THEN d.since ELSE excluded.since END`;

type Compare = { definitionId: string; keys: string[]; now: Date };

/** Puts the findings in place of what was known of these keys; the rest stays as the last scan found it. */
export async function replaceDriftOf(
  client: pg.PoolClient,
  { definitionId, keys, now }: Compare,
  findings: Finding[],
): Promise<void> {
  const found = new Set(findings.map(({ key }) => key));
  await client.query('DELETE FROM drift_records WHERE definition_id = $1 AND key = ANY($2)', [
    definitionId,
    keys.filter((key) => !found.has(key)),
  ]);
  await client.query(
    `INSERT INTO drift_records AS d (definition_id, key, state, fields, field_names, since, scan_id, is_ignored)
     SELECT $2::uuid, key, state, fields, field_names, $3,
            (SELECT COALESCE(max(id), 0) FROM drift_scans WHERE definition_id = $2::uuid), is_ignored
       FROM (${FOUND}) found ${OR_AS_IT_STOOD}`,
    [rowsOf(findings), definitionId, now],
  );
}

type Counts = Record<string, number>;
type Totals = { records: number; rows: number };

/**
 * Puts the findings in place of the last scan's, in one transaction. Returns how many there are by state; what is
 * ignored counts as `ignored`.
 */
export async function replaceDrift(
  client: pg.PoolClient,
  { definitionId, scanId, now }: { definitionId: string; scanId: string; now: Date },
  { records, rows }: Totals,
): Promise<Counts> {
  await client.query('BEGIN');
  try {
    await client.query(
      `DELETE FROM drift_records d
        WHERE d.definition_id = $1 AND NOT EXISTS (SELECT FROM scan_found f WHERE f.key = d.key)`,
      [definitionId],
    );
    await client.query(
      `INSERT INTO drift_records AS d (definition_id, key, state, fields, field_names, since, scan_id, is_ignored)
       SELECT $1, key, state, fields, field_names, $2, $3, is_ignored FROM scan_found ${OR_AS_IT_STOOD}`,
      [definitionId, now, scanId],
    );
    const counted = await client.query<{ state: string; count: string }>(
      `SELECT CASE WHEN is_ignored THEN 'ignored' ELSE state::text END AS state, count(*) AS count
         FROM scan_found GROUP BY 1`,
    );
    const counts: Counts = Object.fromEntries(counted.rows.map(({ state, count }) => [state, Number(count)]));
    const drifting = Object.entries(counts).reduce(
      (sum, [state, count]) => (state === 'unknown_there' ? sum : sum + count),
      0,
    );
    counts.in_sync = Math.max(0, records - drifting);
    await client.query(
      'UPDATE drift_scans SET ended_at = $2, records = $3, rows = $4, counts = $5 WHERE id = $1',
      [scanId, now, records, rows, counts],
    );
    await client.query('COMMIT');
    return counts;
  } catch (thrown) {
    await client.query('ROLLBACK');
    throw thrown;
  }
}
