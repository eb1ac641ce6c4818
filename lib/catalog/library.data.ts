import type { Readable } from 'node:stream';
import type pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { canonicalSql, type LibraryColumn } from './canonical';
import type { TableName } from './columns.data';
import type { Columns } from './compare';
import { quoted } from './library';

/** What is read and written of a library: one table's rows by key, in canonical text, many at a time. */
export type TableShape = { table: TableName; key: LibraryColumn; columns: LibraryColumn[] };

export type Client = Pick<pg.PoolClient, 'query'>;

export const nameOf = ({ table }: TableShape) => `${quoted(table.schema)}.${quoted(table.name)}`;
export const canonicalValue = (column: LibraryColumn) => canonicalSql(column, `t.${quoted(column.name)}`);
const keysOf = ({ key }: TableShape, parameter: string) => `${parameter}::text[]::${quotedType(key)}[]`;
/** Types of PostgreSQL's own have plain names. */
const quotedType = ({ cast }: LibraryColumn) => quoted(cast);

/** The rows of these keys, locked to the end of the transaction; keys without a row are left out. */
export async function lockRows(
  client: Client,
  shape: TableShape,
  keys: readonly string[],
): Promise<Map<string, Columns>> {
  return rowsOf(client, shape, keys, `ORDER BY t.${quoted(shape.key.name)} FOR UPDATE`);
}

export async function readRows(
  client: Client,
  shape: TableShape,
  keys: readonly string[],
): Promise<Map<string, Columns>> {
  return rowsOf(client, shape, keys, '');
}

async function rowsOf(client: Client, shape: TableShape, keys: readonly string[], ending: string) {
  if (keys.length === 0) return new Map<string, Columns>();
  const { rows } = await client.query<(string | null)[]>({
    text: `SELECT ${[shape.key, ...shape.columns].map(canonicalValue).join(', ')} FROM ${nameOf(shape)} t
           WHERE t.${quoted(shape.key.name)} = ANY(${keysOf(shape, '$1')}) ${ending}`,
    values: [keys],
    rowMode: 'array',
  });
  return new Map(
    rows.map(([key, ...values]) => [
      key ?? '',
      Object.fromEntries(shape.columns.map(({ name }, index) => [name, values[index] ?? null])),
    ]),
  );
}

/** Only the named columns of a row are set; a row that is not there is added. */
export type RowWrite = { key: string; values: Columns; isNew: boolean };

/** Writes many rows with one UPDATE, and one INSERT for each set of columns that new rows come with. */
export async function writeRows(
  client: Client,
  shape: TableShape,
  writes: readonly RowWrite[],
): Promise<void> {
  const updates = writes.filter(({ isNew, values }) => !isNew && Object.keys(values).length > 0);
  if (updates.length > 0) await updateRows(client, shape, updates);
  const inserts = new Map<string, RowWrite[]>();
  for (const write of writes.filter(({ isNew }) => isNew)) {
    const columns = Object.keys(write.values).sort().join('\n');
    inserts.set(columns, [...(inserts.get(columns) ?? []), write]);
  }
  for (const rows of inserts.values()) await insertRows(client, shape, rows);
}

/** Which columns a row sets is a number of bits a row; 30 columns to a number. */
const BITS = 30;

async function updateRows(client: Client, shape: TableShape, writes: readonly RowWrite[]): Promise<void> {
  const used = shape.columns.filter(({ name }) => writes.some(({ values }) => Object.hasOwn(values, name)));
  const masks = Array.from({ length: Math.ceil(used.length / BITS) }, (_, mask) =>
    writes.map(({ values }) =>
      used
        .slice(mask * BITS, (mask + 1) * BITS)
        .reduce((bits, { name }, bit) => (Object.hasOwn(values, name) ? bits | (1 << bit) : bits), 0),
    ),
  );
  const sets = used.map((column, index) => {
    const bit = `v.m${Math.floor(index / BITS)} & ${1 << (index % BITS)} <> 0`;
    const own = `t.${quoted(column.name)}`;
    return `${quoted(column.name)} = CASE WHEN ${bit} THEN v.c${index}::${quotedType(column)} ELSE ${own} END`;
  });
  const names = ['key', ...masks.map((_, index) => `m${index}`), ...used.map((_, index) => `c${index}`)];
  const types = ['text[]', ...masks.map(() => 'int[]'), ...used.map(() => 'text[]')];
  await client.query(
    `UPDATE ${nameOf(shape)} t SET ${sets.join(', ')}
     FROM unnest(${types.map((type, index) => `$${index + 1}::${type}`).join(', ')}) AS v(${names.join(', ')})
     WHERE t.${quoted(shape.key.name)} = v.key::${quotedType(shape.key)}`,
    [
      writes.map(({ key }) => key),
      ...masks,
      ...used.map(({ name }) => writes.map(({ values }) => values[name] ?? null)),
    ],
  );
}

async function insertRows(client: Client, shape: TableShape, writes: readonly RowWrite[]): Promise<void> {
  const used = shape.columns.filter(({ name }) => Object.hasOwn(writes[0]?.values ?? {}, name));
  const all = [shape.key, ...used];
  await client.query(
    `INSERT INTO ${nameOf(shape)} (${all.map(({ name }) => quoted(name)).join(', ')})
     SELECT ${all.map((column, index) => `v.c${index}::${quotedType(column)}`).join(', ')}
     FROM unnest(${all.map((_, index) => `$${index + 1}::text[]`).join(', ')})
       AS v(${all.map((_, index) => `c${index}`).join(', ')})`,
    [
      writes.map(({ key }) => key),
      ...used.map(({ name }) => writes.map(({ values }) => values[name] ?? null)),
    ],
  );
}

export async function deleteRows(client: Client, shape: TableShape, keys: readonly string[]): Promise<void> {
  await client.query(
    `DELETE FROM ${nameOf(shape)} t WHERE t.${quoted(shape.key.name)} = ANY(${keysOf(shape, '$1')})`,
    [keys],
  );
}

/** By value, how many rows hold it now. */
export async function countSame(
  client: Client,
  shape: TableShape,
  column: LibraryColumn,
  values: readonly string[],
): Promise<Map<string, number>> {
  if (values.length === 0) return new Map();
  const { rows } = await client.query<{ value: string; count: string }>(
    `SELECT ${canonicalValue(column)} AS value, count(*) AS count FROM ${nameOf(shape)} t
     WHERE t.${quoted(column.name)} = ANY($1::text[]::${quotedType(column)}[]) GROUP BY 1`,
    [values],
  );
  return new Map(rows.map(({ value, count }) => [value, Number(count)]));
}

/** SQL of a jsonb with these columns in canonical text: the very text that `catalog_records.expected` holds. */
function expectedSql(columns: readonly LibraryColumn[]): string {
  const pairs = columns.map((column) => `'${column.name.replaceAll("'", "''")}', ${canonicalValue(column)}`);
  return `jsonb_build_object(${pairs.join(', ')})`;
}

/** Every row as a line of COPY's text: key, and what is given of it. The transaction's time limit is lifted. */
async function copyOut(client: pg.PoolClient, shape: TableShape, expressions: string[]): Promise<Readable> {
  await client.query('SET LOCAL statement_timeout = 0');
  const selected = [canonicalValue(shape.key), ...expressions].join(', ');
  return client.query(copyTo(`COPY (SELECT ${selected} FROM ${nameOf(shape)} t) TO STDOUT`));
}

/** Lines of key and hash: of the canonical values in the order of their names, as `catalog_records.expected_hash` has it. */
export function copyHashes(client: pg.PoolClient, shape: TableShape): Promise<Readable> {
  const ordered = shape.columns.toSorted((one, other) =>
    Buffer.compare(Buffer.from(one.name), Buffer.from(other.name)),
  );
  return copyOut(client, shape, [
    `hash_array_extended(ARRAY[${ordered.map(canonicalValue).join(', ')}]::text[], 0)`,
  ]);
}

/** Lines of key, canonical values, and the sender's fields as JSON where a column is a field under another name. */
export function copyBaseline(
  client: pg.PoolClient,
  shape: TableShape,
  fields: readonly { field: string; column: string }[],
): Promise<Readable> {
  const pairs = fields.map(
    ({ field, column }) => `'${field.replaceAll("'", "''")}', to_jsonb(t.${quoted(column)})`,
  );
  return copyOut(client, shape, [expectedSql(shape.columns), `jsonb_build_object(${pairs.join(', ')})`]);
}
