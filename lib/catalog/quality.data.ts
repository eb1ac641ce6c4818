import type pg from 'pg';
import { DAY_MS } from '@/lib/core/clock';
import type { Reader } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import type { LibraryColumn } from './canonical';
import { canonicalValue, nameOf, type TableShape } from './library.data';
import type { QualityFigure, QualityOverTime } from './schema';

/** What figures of quality are counted from: one query of the library's table, two of our records. */
type Client = Pick<pg.PoolClient, 'query'>;

/** Of one column, how many rows have a value, and how many values they have among them. */
type ColumnCounts = { filled: number; distinct: number };
export type TableCounts = { rows: number; columns: ColumnCounts[] }; // in the order of the shape's

const WHITESPACE = "E' \\t\\r\\n'";

/** A value; null where it is null, or a text of nothing but blanks. */
function filledSql(column: LibraryColumn): string {
  const value = canonicalValue(column);
  const isText = column.kind === 'text' || column.kind === 'char';
  return isText ? `CASE WHEN btrim(${value}, ${WHITESPACE}) <> '' THEN ${value} END` : value;
}

/**
 * Counts every column in one pass of the library's own, which sends one row back. Values are told apart by a hash of 64
 * bits: sorting those is several times faster than sorting texts, and of a billion values one pair in dozens of tables
 * is taken for one. The transaction's time limit is lifted.
 */
export async function countColumns(client: Client, shape: TableShape): Promise<TableCounts> {
  await client.query('SET LOCAL statement_timeout = 0');
  const counts = shape.columns.flatMap((column) => {
    const value = filledSql(column);
    return [`count(${value})`, `count(DISTINCT hashtextextended(${value}, 0))`];
  });
  const { rows } = await client.query<string[]>({
    text: `SELECT ${['count(*)', ...counts].join(', ')} FROM ${nameOf(shape)} t`,
    rowMode: 'array',
  });
  const [all = 0, ...each] = (rows[0] ?? []).map(Number);
  return {
    rows: all,
    columns: shape.columns.map((_, index) => ({
      filled: each[index * 2] ?? 0,
      distinct: each[index * 2 + 1] ?? 0,
    })),
  };
}

type ReadColumn = { name: string; reads: readonly string[] };
export type RecordCounts = { records: number; fresh: Map<string, number>; faulty: Map<string, number> };
type Of = { definitionId: string; senderId: string; columns: readonly ReadColumn[]; since: Date };

/**
 * Of the records of which something was let in: how many there are; by column, how many were set by the sender and worked
 * on since a time; and how many are in quarantine or needed a fix.
 */
export async function countRecords(client: Client, of: Of): Promise<RecordCounts> {
  const { definitionId, columns, since } = of;
  const values: unknown[] = [definitionId, since];
  const isSet = columns.map(({ reads }) => {
    if (reads.length === 0) return 'NOT r.is_assumed'; // a constant comes with whatever is delivered
    return reads.map((field) => `(r.seqs ->> $${values.push(field)})::bigint <> 0`).join(' OR ');
  });
  const fresh = isSet.map((condition) => `count(*) FILTER (WHERE r.updated_at >= $2 AND (${condition}))`);
  const { rows } = await client.query<string[]>({
    text: `SELECT ${['count(*)', ...fresh].join(', ')} FROM catalog_records r
           WHERE r.definition_id = $1 AND r.expected <> '{}'`,
    values,
    rowMode: 'array',
  });
  const [records = 0, ...each] = (rows[0] ?? []).map(Number);
  return {
    records,
    fresh: new Map(columns.map(({ name }, index) => [name, each[index] ?? 0])),
    faulty: await countFaulty(client, of),
  };
}

/** A fix is of the value that stands while nothing newer than the delivery that it mended set a field of the column's. */
async function countFaulty(
  client: Client,
  { definitionId, senderId, columns }: Of,
): Promise<Map<string, number>> {
  const reads = columns.flatMap(({ name, reads: fields }) => fields.map((field) => ({ name, field })));
  const { rows } = await client.query<{ name: string; count: string }>(
    `SELECT name, count(*) AS count FROM (
       SELECT r.key, jsonb_object_keys(r.held) AS name FROM catalog_records r
        WHERE r.definition_id = $1 AND r.expected <> '{}' AND r.held <> '{}'
       UNION
       SELECT r.key, n.field FROM deliveries d
         CROSS JOIN LATERAL jsonb_to_recordset(d.notes) AS n(kind text, field text)
         JOIN unnest($3::text[], $4::text[]) AS c(name, field) ON c.name = n.field
         JOIN catalog_records r ON r.definition_id = $1 AND r.key = d.key AND r.seqs ->> c.field = d.seq::text
        WHERE d.sender_id = $2 AND d.state = 'done' AND d.notes IS NOT NULL AND n.kind = 'fix' AND r.expected <> '{}'
     ) faulty GROUP BY 1`,
    [definitionId, senderId, reads.map(({ name }) => name), reads.map(({ field }) => field)],
  );
  return new Map(rows.map(({ name, count }) => [name, Number(count)]));
}

export type FigureOfField = Omit<QualityFigure, 'day'> & { field: string };
export type PastFigure = QualityFigure & { field: string };

/** The figures of a day; measured again, they take the place of those before. */
export async function upsertFigures(
  client: Client,
  { definitionId, day }: { definitionId: string; day: string },
  figures: readonly FigureOfField[],
): Promise<void> {
  await client.query(
    `INSERT INTO quality_figures (definition_id, field, day, rows, completeness, validity, uniqueness, freshness)
     SELECT $1, f.field, $2::date, f.rows, f.completeness, f.validity, f.uniqueness, f.freshness
       FROM jsonb_to_recordset($3::jsonb) AS f(field text, rows bigint, completeness float8, validity float8,
         uniqueness float8, freshness float8)
     ON CONFLICT (definition_id, field, day) DO UPDATE SET rows = excluded.rows, completeness = excluded.completeness,
       validity = excluded.validity, uniqueness = excluded.uniqueness, freshness = excluded.freshness`,
    [definitionId, day, JSON.stringify(figures)],
  );
}

/** The figures of so many days before a day, the newest first. */
export async function figuresBefore(
  reader: Reader,
  { definitionId, day, days }: { definitionId: string; day: string; days: number },
): Promise<PastFigure[]> {
  const first = new Date(Date.parse(day) - days * DAY_MS);
  const rows = await reader.qualityFigure.findMany({
    where: { definitionId, day: { gte: first, lt: new Date(day) } },
    orderBy: { day: 'desc' },
  });
  return rows.map(({ definitionId: _, rows: counted, day: of, ...figure }) => ({
    ...figure,
    day: dayOf(of),
    rows: Number(counted),
  }));
}

export async function hasFigures(reader: Reader, definitionId: string, day: string): Promise<boolean> {
  const found = await reader.qualityFigure.findFirst({
    where: { definitionId, day: new Date(day) },
    select: { field: true },
  });
  return found !== null;
}

/** The figures of the last days, today among them, by field and in order. Throws `not_found`. */
export async function readQuality(
  reader: Reader,
  { slug, days }: { slug: string; days: number },
  now: Date,
): Promise<QualityOverTime> {
  const definition = await reader.syncDefinition.findUnique({ where: { slug }, select: { id: true } });
  if (!definition) throw new AppError('not_found', `there is no sync ${slug}`);
  const first = new Date(dayOf(now));
  first.setUTCDate(first.getUTCDate() - days + 1);
  const rows = await reader.qualityFigure.findMany({
    where: { definitionId: definition.id, day: { gte: first } },
    orderBy: [{ field: 'asc' }, { day: 'asc' }],
  });
  const fields = new Map<string, QualityFigure[]>();
  for (const { field, day, rows: counted, completeness, validity, uniqueness, freshness } of rows) {
    const figures = fields.get(field) ?? [];
    fields.set(field, figures);
    const shares = { completeness, validity, uniqueness, freshness };
    figures.push({ day: dayOf(day), rows: Number(counted), ...shares });
  }
  return { fields: [...fields].map(([field, figures]) => ({ field, figures })) };
}

/** The day of a figure is UTC's. */
export const dayOf = (at: Date): string => at.toISOString().slice(0, 10);
