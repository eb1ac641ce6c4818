import type pg from 'pg';
import { own } from '@/lib/core/own.schema';
import type { ColumnKind, LibraryColumn } from './canonical';

export type TableName = { schema: string; name: string };

const KINDS: Record<string, ColumnKind> = {
  text: 'text',
  varchar: 'text',
  bpchar: 'char',
  uuid: 'uuid',
  int2: 'integer',
  int4: 'integer',
  int8: 'integer',
  numeric: 'numeric',
  bool: 'boolean',
  date: 'date',
  timestamptz: 'time',
  timestamp: 'local_time',
};

type Row = Omit<LibraryColumn, 'kind' | 'cast' | 'length' | 'precision' | 'scale'> & {
  base: string;
  typmod: number;
};

/** The columns of a library's table in their order, from its own catalog; none where there is no such table. */
export async function readColumns(
  client: Pick<pg.Pool, 'query'>,
  { schema, name }: TableName,
): Promise<LibraryColumn[]> {
  const { rows } = await client.query<Row>(
    `SELECT a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type, t.typname AS base,
            a.atttypmod AS typmod, t.typlen AS bytes, NOT a.attnotnull AS "isNullable",
            a.atthasdef OR a.attidentity <> '' AS "hasDefault",
            a.attgenerated <> '' OR a.attidentity = 'a' AS "isGenerated",
            a.attnotnull AND EXISTS (
              SELECT FROM pg_index i WHERE i.indrelid = c.oid AND i.indisunique AND i.indisvalid AND i.indpred IS NULL
                AND i.indnkeyatts = 1 AND i.indkey[0] = a.attnum) AS "isKey"
       FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
       JOIN pg_type t ON t.oid = a.atttypid
      WHERE n.nspname = $1 AND c.relname = $2 AND c.relkind IN ('r', 'p')
      ORDER BY a.attnum`,
    [schema, name],
  );
  return rows.map(columnOf);
}

/** A type modifier counts from 4, after its own header; of a numeric it holds two numbers (PostgreSQL's numeric.c). */
function columnOf({ base, typmod, ...column }: Row): LibraryColumn {
  const kind = own(KINDS, base) ?? null;
  const given = typmod < 4 ? null : typmod - 4;
  const isText = kind === 'text' || kind === 'char';
  const isNumeric = kind === 'numeric' && given !== null;
  return {
    ...column,
    kind,
    cast: isText ? 'text' : base,
    length: isText ? given : null,
    precision: isNumeric ? (given >> 16) & 0xffff : null,
    scale: isNumeric ? given & 0x7ff : null,
  };
}
