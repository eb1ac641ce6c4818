import type { Pool } from 'pg';
import { readNumber } from '../read';
import type { Fields } from './fragrances';
import { fragrances } from './fragrances';

/** The CMS's own table, to which nobody else has access: a record holds whatever its editors put there. */
const TABLES = `
CREATE SCHEMA IF NOT EXISTS sandbox;
CREATE TABLE IF NOT EXISTS sandbox.cms_fragrances (fragrance_id bigint PRIMARY KEY, fields jsonb NOT NULL);
CREATE TABLE IF NOT EXISTS sandbox.cms_settings (name text PRIMARY KEY, value jsonb NOT NULL);
`;

export type Stored = { id: number; fields: Fields };

/** Makes what is missing, with the records of the company; what stands from an earlier start is kept. */
export async function prepareCms(pool: Pool): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await client.query(`SELECT pg_advisory_xact_lock(hashtext('sandbox.cms tables'))`);
    await client.query(TABLES);
    const records = fragrances().map(({ fragrance_id, ...fields }) => ({ fragrance_id, fields }));
    await client.query(
      `INSERT INTO sandbox.cms_fragrances (fragrance_id, fields)
       SELECT r.fragrance_id, r.fields FROM jsonb_to_recordset($1::jsonb) AS r(fragrance_id bigint, fields jsonb)
       WHERE NOT EXISTS (SELECT FROM sandbox.cms_fragrances)`,
      [JSON.stringify(records)],
    );
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
}

export async function listRecords(pool: Pool): Promise<Stored[]> {
  const { rows } = await pool.query<Stored>(
    'SELECT fragrance_id::int AS id, fields FROM sandbox.cms_fragrances ORDER BY fragrance_id',
  );
  return rows;
}

/** Null for a record that is not there. */
export async function readRecord(pool: Pool, id: number): Promise<Fields | null> {
  const { rows } = await pool.query<{ fields: Fields }>(
    'SELECT fields FROM sandbox.cms_fragrances WHERE fragrance_id = $1',
    [id],
  );
  return rows[0]?.fields ?? null;
}

/** Sets the fields of a record, which is made where it is not there. */
export async function writeRecord(pool: Pool, id: number, change: Fields): Promise<void> {
  await pool.query(
    `INSERT INTO sandbox.cms_fragrances (fragrance_id, fields) VALUES ($1, $2::jsonb)
     ON CONFLICT (fragrance_id) DO UPDATE SET fields = sandbox.cms_fragrances.fields || EXCLUDED.fields`,
    [id, JSON.stringify(change)],
  );
}

export type Pace = { minMs: number; maxMs: number; seed: number; turn: number };
export const STILL: Pace = { minMs: 0, maxMs: 0, seed: 11, turn: 0 };

export async function readPaceSetting(pool: Pool): Promise<Pace> {
  const { rows } = await pool.query<{ value: Record<string, unknown> }>(
    `SELECT value FROM sandbox.cms_settings WHERE name = 'pace'`,
  );
  return paceOf(rows[0]?.value ?? {}, STILL);
}

export async function writePaceSetting(pool: Pool, pace: Pace): Promise<void> {
  await pool.query(
    `INSERT INTO sandbox.cms_settings (name, value) VALUES ('pace', $1::jsonb)
     ON CONFLICT (name) DO UPDATE SET value = EXCLUDED.value`,
    [JSON.stringify(pace)],
  );
}

export function paceOf(given: Record<string, unknown>, before: Pace): Pace {
  return {
    minMs: readNumber(given.minMs) ?? before.minMs,
    maxMs: readNumber(given.maxMs) ?? before.maxMs,
    seed: readNumber(given.seed) ?? before.seed,
    turn: readNumber(given.turn) ?? before.turn,
  };
}
