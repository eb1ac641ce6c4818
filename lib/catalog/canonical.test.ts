import { describe, expect, it } from 'vitest';
import { pool } from '@/lib/core/db';
import { canonicalOf, canonicalSql, factOf, type LibraryColumn } from './canonical';
import { readColumns } from './columns.data';

const TABLE = { schema: 'public', name: 'all_kinds' };

/** The columns of a table with one column of each type, as the library's own catalog tells them. */
async function columns(): Promise<Record<string, LibraryColumn>> {
  await pool().query(`
    CREATE TABLE IF NOT EXISTS all_kinds (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name varchar(5), note text NOT NULL DEFAULT '', code char(4),
      whole int4, small int2, large int8, cost numeric, price numeric(6, 2), forbidden boolean, day date,
      at timestamptz, local timestamp, ref uuid UNIQUE, body jsonb)`);
  return Object.fromEntries((await readColumns(pool(), TABLE)).map((column) => [column.name, column]));
}

/** What PostgreSQL makes of a text once it stands in the column. */
async function storedAs(column: LibraryColumn, text: string): Promise<string | null> {
  const client = await pool().connect();
  try {
    await client.query('BEGIN');
    const { rows } = await client.query<{ text: string | null }>(
      `INSERT INTO all_kinds ("${column.name}") VALUES (($1::text)::${column.cast})
       RETURNING ${canonicalSql(column, `"${column.name}"`)} AS text`,
      [text],
    );
    return rows[0]?.text ?? null;
  } finally {
    await client.query('ROLLBACK');
    client.release();
  }
}

const HELD: [string, string | number | boolean, string][] = [
  ['name', 'Röße', 'Röße'],
  ['name', '🌹🌹🌹🌹🌹', '🌹🌹🌹🌹🌹'],
  ['name', ' a  ', ' a  '],
  ['note', '', ''],
  ['code', 'ab  ', 'ab'],
  ['whole', 12, '12'],
  ['whole', -0, '0'],
  ['whole', '7.0', '7'],
  ['small', -32_768, '-32768'],
  ['large', '9223372036854775807', '9223372036854775807'],
  ['cost', 7, '7'],
  ['cost', 1.5, '1.5'],
  ['cost', 0.1 + 0.2, '0.30000000000000004'],
  ['cost', 1e-7, '0.0000001'],
  ['cost', 1e21, '1e21'],
  ['cost', '-10.2500', '-10.25'],
  ['cost', '100', '100'],
  ['price', 9999.99, '9999.99'],
  ['forbidden', true, 'true'],
  ['forbidden', 'false', 'false'],
  ['day', '2024-02-29', '2024-02-29'],
  ['at', '2026-11-21T23:30:00+05:45', '2026-11-21T17:45:00.000000Z'],
  ['at', '2026-11-21 12:00:00.1234567Z', '2026-11-21T12:00:00.123456Z'],
  ['local', '2026-11-21T12:00', '2026-11-21T12:00:00.000000'],
  ['ref', '7E957769-9723-4006-BBD0-F4EAA9EB2B51', '7e957769-9723-4006-bbd0-f4eaa9eb2b51'],
];

describe('PostgreSQL and we write the same text', () => {
  it.each(HELD)('%s: %j', async (name, value, text) => {
    const column = (await columns())[name];
    if (!column) throw new Error(`no column ${name}`);
    const canonical = canonicalOf(column, value);
    if (text === '1e21') {
      expect(canonical).toMatchObject({ ok: false, reason: expect.stringContaining('more digits') });
      return;
    }
    expect(canonical).toEqual({ ok: true, text });
    expect(await storedAs(column, text)).toBe(text);
  });
});

it.each<[string, string | number | boolean | null | [], RegExp]>([
  ['name', 'sixsix', /it has 6 characters, 5 fit/],
  ['name', 5, /“5” is no text/],
  ['name', [], /a list has no column/],
  ['name', 'a\u0000', /NUL/],
  ['note', null, /may not be empty/],
  ['whole', 1.5, /no whole number/],
  ['whole', 2_147_483_648, /beyond the column's range/],
  ['cost', 'cheap', /“cheap” is no number/],
  ['cost', true, /is no number/],
  ['price', 1.005, /3 decimal places, 2 fit/],
  ['price', 10_000, /more than 4 digits/],
  ['forbidden', 1, /neither true nor false/],
  ['day', '2023-02-29', /is no date/],
  ['at', 'yesterday', /is no time/],
  ['ref', 'x', /is no UUID/],
  ['body', 'x', /jsonb cannot be kept in step/],
])('%s refuses %j', async (name, value, reason) => {
  const column = (await columns())[name];
  if (!column) throw new Error(`no column ${name}`);
  expect(canonicalOf(column, value)).toMatchObject({ ok: false, reason: expect.stringMatching(reason) });
});

it('reads what a column is from the catalog', async () => {
  const { id, name, price, ref, note } = await columns();
  expect(id).toMatchObject({ kind: 'integer', isKey: true, isGenerated: true, hasDefault: true });
  expect(name).toMatchObject({ type: 'character varying(5)', length: 5, isNullable: true, cast: 'text' });
  expect(price).toMatchObject({ precision: 6, scale: 2 });
  expect(ref?.isKey).toBe(false); // it may be null
  expect(note).toMatchObject({ isNullable: false, hasDefault: true });
  expect(await readColumns(pool(), { schema: 'public', name: 'nothing_of_the_kind' })).toEqual([]);
});

it('rules see numbers and booleans as such', () => {
  expect(factOf({ kind: 'numeric' }, '1.50')).toBe(1.5);
  expect(factOf({ kind: 'boolean' }, 'false')).toBe(false);
  expect(factOf({ kind: 'text' }, '5')).toBe('5');
  expect(factOf({ kind: 'integer' }, null)).toBeNull();
});
