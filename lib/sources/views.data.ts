import { z } from 'zod';
import { type Clock, systemClock } from '@/lib/core/clock';
import type { Reader } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import type { Page } from '@/lib/core/list';
import { readPage, type SortColumn } from '@/lib/core/page';
import { Prisma } from '@/prisma/generated/client';
import { readSharedMonths } from './bill.data';
import type { SharedMonth } from './counted-once';
import { readCoverageGrid } from './coverage-grid.data';
import type { ImportState } from './imports-view.data';
import { NEWEST_SNAPSHOT } from './snapshots.data';
import { FRESH_MS, isStale } from './stale';
import type { ListSourcesInput, SourceDetail, SourceView } from './views.schema';

/** Where sources stand, and what one of them covers. */
const NEVER = Prisma.sql`'-infinity'::timestamptz`;

/** The moment from which a source is out of date. */
const STALE_AT = Prisma.sql`CASE WHEN NOT o.enabled THEN 'infinity'::timestamptz ELSE COALESCE(s.data_through
  + make_interval(secs => CASE o.kind WHEN 'focus' THEN ${FRESH_MS.focus / 1000}::int
      WHEN 'inventory' THEN ${FRESH_MS.inventory / 1000}::int ELSE ${FRESH_MS.quality / 1000}::int END), ${NEVER}) END`;

const SORTS: Record<string, SortColumn> = {
  // By that moment, so that an inventory of three days stands before a bill of three.
  stale: { expression: STALE_AT, cast: 'timestamptz' },
  name: { expression: Prisma.sql`o.name`, cast: 'text' },
  dataThrough: { expression: Prisma.sql`COALESCE(s.data_through, ${NEVER})`, cast: 'timestamptz' },
  lastRead: { expression: Prisma.sql`COALESCE(s.taken_at, ${NEVER})`, cast: 'timestamptz' },
};

const COUNTS = Prisma.sql`
  SELECT (count(*) FILTER (WHERE c.level = 'whole'))::int AS whole,
    (count(*) FILTER (WHERE c.level = 'partial'))::int AS partial, (count(*) FILTER (WHERE c.level = 'none'))::int AS none
  FROM coverage c`;

const FROM = Prisma.sql`sources o
  LEFT JOIN LATERAL (SELECT * FROM snapshots WHERE source_id = o.id ORDER BY ${NEWEST_SNAPSHOT} LIMIT 1) s ON true
  LEFT JOIN LATERAL (SELECT * FROM imports WHERE source_id = o.id ORDER BY id DESC LIMIT 1) i ON true
  LEFT JOIN LATERAL (${COUNTS} WHERE c.snapshot_id = s.id) k ON true
  LEFT JOIN LATERAL (SELECT count(DISTINCT (COALESCE(w.delivery, 'import ' || w.id), d.billing_account, d.month))::int AS waiting
    FROM bill_deliveries d JOIN imports w ON w.id = d.import_id
    WHERE w.source_id = o.id AND d.standing = 'waiting') w ON true`;

const SELECT = Prisma.sql`o.id, o.name, o.kind::text AS kind, o.enabled, o.config,
  s.id AS snapshot_id, s.data_through, s.taken_at, s.statistics, w.waiting, k.whole, k.partial, k.none,
  i.id AS import_id, i.state::text AS state, i.file_name, i.bytes, i.expected_bytes, i.rows_read, i.rows_refused, i.error,
  COALESCE(i.ended_at, i.started_at) AS import_at`;

type Counts = { whole: number; partial: number; none: number };
type Row = Counts & {
  id: string;
  name: string;
  kind: SourceView['kind'];
  enabled: boolean;
  config: unknown;
  snapshot_id: bigint | null;
  data_through: Date | null;
  taken_at: Date | null;
  statistics: unknown;
  waiting: number;
  import_id: bigint | null;
  state: ImportState | null;
  file_name: string | null;
  bytes: bigint | null;
  expected_bytes: bigint | null;
  rows_read: bigint | null;
  rows_refused: bigint | null;
  error: string | null;
  import_at: Date | null;
};

/** Sources, the stalest first unless another sort is asked for. */
export async function listSources(
  reader: Reader,
  input: ListSourcesInput,
  clock: Clock = systemClock,
): Promise<Page<SourceView>> {
  const now = clock();
  const { rows, nextCursor } = await readPage<Row>(reader, {
    select: SELECT,
    from: FROM,
    where: conditionsOf(input, now),
    sorts: SORTS,
    defaultSort: 'stale',
    id: { expression: Prisma.sql`o.id`, cast: 'uuid' },
    list: input,
  });
  const shared = await readSharedMonths(reader);
  return { items: rows.map((row) => viewOf(row, shared, now)), nextCursor };
}

function conditionsOf({ kind, enabled, isStale, q }: ListSourcesInput, now: Date): Prisma.Sql[] {
  const where = [Prisma.sql`true`];
  if (enabled !== undefined) where.push(Prisma.sql`o.enabled = ${enabled}`);
  if (isStale !== undefined) where.push(Prisma.sql`(${STALE_AT} < ${now}) = ${isStale}`);
  if (kind) where.push(Prisma.sql`o.kind = ${kind}::"SourceKind"`);
  if (q) where.push(Prisma.sql`strpos(lower(o.name), lower(${q})) > 0`);
  return where;
}

const SHOWN_SCOPES = 500;
const SHOWN_SNAPSHOTS = 20;

/** One source with what it covers, scope by scope and day by day, and its last snapshots. Throws `not_found`. */
export async function readSource(
  reader: Reader,
  sourceId: string,
  clock: Clock = systemClock,
): Promise<SourceDetail> {
  const rows = z.uuid().safeParse(sourceId).success
    ? await reader.$queryRaw<Row[]>`SELECT ${SELECT} FROM ${FROM} WHERE o.id = ${sourceId}::uuid`
    : [];
  const row = rows[0];
  if (!row) throw new AppError('not_found', 'there is no such source');
  const now = clock();
  const shared = await readSharedMonths(reader);
  const view = viewOf(row, shared, now);
  const { whole, partial, none } = view.coverage;
  return {
    ...view,
    shared: await nameShared(
      reader,
      shared.filter(({ sourceIds }) => sourceIds.includes(row.id)),
    ),
    scopes: await readScopes(reader, row.snapshot_id),
    scopesTotal: whole + partial + none,
    grid: await readCoverageGrid(reader, { id: row.id, kind: row.kind, snapshotId: row.snapshot_id }, now),
    snapshots: await readSnapshots(reader, row.id),
  } satisfies SourceDetail;
}

async function nameShared(reader: Reader, shared: SharedMonth[]): Promise<SourceDetail['shared']> {
  const ids = [...new Set(shared.flatMap(({ sourceIds }) => sourceIds))];
  const sources = await reader.source.findMany({
    where: { id: { in: ids } },
    select: { id: true, name: true },
  });
  const names = new Map(sources.map(({ id, name }) => [id, name]));
  return shared.map(({ provider, billingAccount, month, sourceIds }) => ({
    provider,
    billingAccount,
    month: month.toISOString().slice(0, 7),
    sources: sourceIds.map((id, at) => ({ id, name: names.get(id) ?? '', isCounted: at === 0 })),
  }));
}

async function readScopes(reader: Reader, snapshotId: bigint | null): Promise<SourceDetail['scopes']> {
  if (snapshotId === null) return [];
  const scopes = await reader.coverage.findMany({
    where: { snapshotId },
    // The enum's order is whole, partial, none: the worst come first.
    orderBy: [{ level: 'desc' }, { provider: 'asc' }, { account: 'asc' }, { region: 'asc' }, { kind: 'asc' }],
    take: SHOWN_SCOPES,
    omit: { snapshotId: true },
  });
  return scopes.map((scope) => ({
    ...scope,
    dataFrom: iso(scope.dataFrom),
    dataThrough: iso(scope.dataThrough),
  }));
}

type SnapshotRow = Counts & {
  id: bigint;
  import_id: bigint | null;
  taken_at: Date;
  data_from: Date | null;
  data_through: Date | null;
  statistics: unknown;
};

async function readSnapshots(reader: Reader, sourceId: string): Promise<SourceDetail['snapshots']> {
  const rows = await reader.$queryRaw<SnapshotRow[]>`
    SELECT s.id, s.import_id, s.taken_at, s.data_from, s.data_through, s.statistics, k.whole, k.partial, k.none
    FROM (SELECT * FROM snapshots WHERE source_id = ${sourceId}::uuid ORDER BY id DESC LIMIT ${SHOWN_SNAPSHOTS}) s
    CROSS JOIN LATERAL (${COUNTS} WHERE c.snapshot_id = s.id) k ORDER BY s.id DESC`;
  return rows.map(({ whole, partial, none, ...row }) => ({
    id: String(row.id),
    importId: row.import_id === null ? null : String(row.import_id),
    takenAt: row.taken_at.toISOString(),
    dataFrom: iso(row.data_from),
    dataThrough: iso(row.data_through),
    coverage: { whole, partial, none },
    statistics: shownStatistics(row.statistics),
  }));
}

const statisticsShape = z.record(z.string(), z.json());

/** All but the mark by which a collect knows its own snapshot again. */
function shownStatistics(statistics: unknown): z.infer<typeof statisticsShape> {
  const { basis: _, ...shown } = statisticsShape.parse(statistics);
  return shown;
}

const rowsJoined = z.object({ rows: z.number().positive(), rowsTied: z.number() });

function joinShareOf(statistics: unknown): number | null {
  const { data } = rowsJoined.safeParse(statistics);
  return data ? data.rowsTied / data.rows : null;
}

const configShape = z.object({
  path: z.string().nullable().default(null),
  slug: z.string().nullable().default(null),
  maxBadShare: z.number().nullable().default(null),
  handling: z.enum(['ask', 'overwrite', 'append']).nullable().default(null),
  effectiveCost: z.enum(['EffectiveCost', 'BilledCost']).default('EffectiveCost'),
  expectedAccounts: z.array(z.string()).optional(),
});

function viewOf(row: Row, shared: SharedMonth[], now: Date): SourceView {
  const { path, slug, maxBadShare, effectiveCost, expectedAccounts, handling } = configShape.parse(
    row.config,
  );
  return {
    id: row.id,
    name: row.name,
    kind: row.kind,
    enabled: row.enabled,
    config: {
      ...{ path, sync: slug, maxBadShare, handling, expectedAccounts: expectedAccounts?.length ?? null },
      effectiveCost: row.kind === 'focus' ? effectiveCost : null,
    },
    dataThrough: iso(row.data_through),
    isStale: isStale({ kind: row.kind, enabled: row.enabled, dataThrough: row.data_through }, now),
    coverage: { whole: row.whole, partial: row.partial, none: row.none },
    joinShare: joinShareOf(row.statistics),
    rowsRead: row.rows_read === null ? null : Number(row.rows_read),
    rowsRefused: row.rows_refused === null ? null : Number(row.rows_refused),
    waiting: row.waiting,
    sharedMonths: shared.filter(({ sourceIds }) => sourceIds.includes(row.id)).length,
    lastReadAt: iso(row.taken_at),
    lastImport: lastImportOf(row),
  } satisfies SourceView;
}

function lastImportOf(row: Row): SourceView['lastImport'] {
  const { import_id: id, state, import_at: at } = row;
  if (id === null || state === null || at === null) return null;
  return {
    id: String(id),
    state,
    at: at.toISOString(),
    fileName: row.file_name ?? '',
    bytes: Number(row.bytes ?? 0),
    expectedBytes: row.expected_bytes === null ? null : Number(row.expected_bytes),
    error: row.error,
  };
}

const iso = (at: Date | null) => at?.toISOString() ?? null;
