import { z } from 'zod';
import type { Reader } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import type { Page } from '@/lib/core/list';
import { readPage, type SortColumn } from '@/lib/core/page';
import { type Import, Prisma } from '@/prisma/generated/client';
import { readWaitingOfImports } from './deliveries.data';
import { refusedMoney, type WaitingDelivery } from './schema';
import type {
  FaultPage,
  ImportDetail,
  ImportView,
  ListFaultsInput,
  ListImportsInput,
  SourceView,
} from './views.schema';

/** Uploads as people see them: how far they are, what they brought, and the rows that were refused. */
export type ImportState = ImportView['state'];

const SORTS: Record<string, SortColumn> = {
  id: { expression: Prisma.sql`i.id`, cast: 'bigint' },
  started: { expression: Prisma.sql`i.started_at`, cast: 'timestamptz' },
  rowsRefused: { expression: Prisma.sql`i.rows_refused`, cast: 'bigint' },
  bytes: { expression: Prisma.sql`i.bytes`, cast: 'bigint' },
};

const refusedMoneyShape = z.array(refusedMoney);

const include = {
  source: { select: { name: true, kind: true } },
  _count: { select: { faults: true } },
} as const;
type Row = Import & {
  source: { name: string; kind: SourceView['kind'] };
  _count: { faults: number };
};

/** Imports, the newest first. */
export async function listImports(reader: Reader, input: ListImportsInput): Promise<Page<ImportView>> {
  const { rows, nextCursor } = await readPage<{ id: bigint }>(reader, {
    select: Prisma.sql`i.id`,
    from: Prisma.sql`imports i`,
    where: conditionsOf(input),
    sorts: SORTS,
    defaultSort: '-id',
    id: { expression: Prisma.sql`i.id`, cast: 'bigint' },
    list: input,
  });
  const ids = rows.map(({ id }) => id);
  const imports = await reader.import.findMany({ where: { id: { in: ids } }, include });
  const byId = new Map(imports.map((each) => [each.id, each]));
  const waiting = await readWaitingOfImports(reader, ids);
  const standings = await readStandings(reader, ids);
  const items = ids.flatMap((id) => {
    const found = byId.get(id);
    return found ? [viewOf(found, standings.get(id) ?? [], waiting.get(id) ?? [])] : [];
  });
  return { items, nextCursor };
}

function conditionsOf({ sourceId, state, waiting, q }: ListImportsInput): Prisma.Sql[] {
  const where = [Prisma.sql`true`];
  if (sourceId) where.push(Prisma.sql`i.source_id = ${sourceId}::uuid`);
  if (waiting !== undefined) {
    where.push(Prisma.sql`EXISTS (SELECT FROM bill_deliveries d
      WHERE d.import_id = i.id AND d.standing = 'waiting') = ${waiting}`);
  }
  if (state) where.push(Prisma.sql`i.state = ${state}::"ImportState"`);
  if (q) {
    where.push(
      Prisma.sql`strpos(lower(concat_ws(' ', i.file_name, i.delivery, i.imported_by)), lower(${q})) > 0`,
    );
  }
  return where;
}

/** One import with the billing periods it brought. Throws `not_found`. */
export async function readImport(reader: Reader, importId: string): Promise<ImportDetail> {
  const row = await findImport(reader, importId);
  const deliveries = await reader.billDelivery.findMany({
    where: { importId: row.id },
    orderBy: [{ periodStart: 'desc' }, { billingAccount: 'asc' }],
  });
  const here = await readParts(reader, row);
  return {
    ...viewOf(
      row,
      (await readStandings(reader, [row.id])).get(row.id) ?? [],
      (await readWaitingOfImports(reader, [row.id])).get(row.id) ?? [],
    ),
    checksum: row.checksum,
    sameAs: await findOriginal(reader, row),
    partsHere: here.length,
    partsMissing: missingParts(row, here),
    deliveries: deliveries.map((delivery) => ({
      id: String(delivery.id),
      billingAccount: delivery.billingAccount,
      month: delivery.month.toISOString().slice(0, 7),
      periodStart: delivery.periodStart.toISOString(),
      periodEnd: delivery.periodEnd.toISOString(),
      rows: Number(delivery.rows),
      chargedFrom: delivery.chargedFrom.toISOString(),
      chargedThrough: delivery.chargedThrough.toISOString(),
      isCurrent: delivery.standing === 'base' || delivery.standing === 'appended',
      standing: delivery.standing,
      answeredBy: delivery.answeredBy,
      answeredAt: delivery.answeredAt?.toISOString() ?? null,
      note: delivery.note,
    })),
  } satisfies ImportDetail;
}

type Standings = ImportView['standings'];

/** How many billing accounts and months of each import stand how. */
async function readStandings(reader: Reader, importIds: bigint[]): Promise<Map<bigint, Standings>> {
  const groups = await reader.billDelivery.groupBy({
    by: ['importId', 'standing'],
    where: { importId: { in: importIds } },
    _count: true,
    orderBy: { standing: 'asc' },
  });
  const byImport = new Map<bigint, Standings>();
  for (const { importId, standing, _count: count } of groups) {
    byImport.set(importId, [...(byImport.get(importId) ?? []), { standing, count }]);
  }
  return byImport;
}

async function findImport(reader: Reader, importId: string): Promise<Row> {
  const row = /^\d{1,18}$/.test(importId)
    ? await reader.import.findUnique({ where: { id: BigInt(importId) }, include })
    : null;
  if (!row) throw new AppError('not_found', `there is no import ${importId}`);
  return row;
}

async function findOriginal(reader: Reader, row: Row): Promise<string | null> {
  if (row.state !== 'unchanged' || row.checksum === null) return null;
  const original = await reader.import.findFirst({
    where: { sourceId: row.sourceId, checksum: row.checksum, state: 'done' },
    select: { id: true },
  });
  return original ? String(original.id) : null;
}

/** Which parts of its delivery are here; what was undone is a delivery of its own. */
async function readParts(
  reader: Reader,
  { sourceId, state, delivery, part, withdrawnAt }: Row,
): Promise<number[]> {
  if (delivery === null) return state === 'done' ? [part] : [];
  const rows = await reader.import.findMany({
    where: { sourceId, delivery, withdrawnAt, state: 'done' },
    select: { part: true },
    distinct: ['part'],
    orderBy: { part: 'asc' },
  });
  return rows.map((each) => each.part);
}

const MOST_MISSING = 100;

function missingParts({ state, parts }: Row, here: number[]): number[] {
  if (state !== 'done') return [];
  const all = Array.from({ length: parts }, (_, index) => index + 1);
  return all.filter((part) => !here.includes(part)).slice(0, MOST_MISSING);
}

/** The faults of an import, rows before cells, each in the order of the file; a thousand are kept. Throws `not_found`. */
export async function listFaults(reader: Reader, input: ListFaultsInput): Promise<FaultPage> {
  const { id } = await findImport(reader, input.id);
  const where = [Prisma.sql`f.import_id = ${id}`];
  if (input.q) {
    where.push(Prisma.sql`strpos(lower(concat_ws(' ', f."column", f.message)), lower(${input.q})) > 0`);
  }
  if (input.kind) where.push(Prisma.sql`f.kind = ${input.kind}`);
  const faultId = { expression: Prisma.sql`f.id`, cast: 'bigint' } as const;
  const { rows, nextCursor } = await readPage<{
    id: bigint;
    line: bigint;
    column: string | null;
    message: string;
    kind: FaultPage['items'][number]['kind'];
  }>(reader, {
    select: Prisma.sql`f.id, f.line, f."column", f.message, f.kind`,
    from: Prisma.sql`import_faults f`,
    where,
    sorts: { id: faultId },
    defaultSort: 'id',
    id: faultId,
    list: input,
  });
  const items = rows.map((row) => ({
    id: String(row.id),
    line: Number(row.line),
    column: row.column,
    message: row.message,
    kind: row.kind,
  }));
  return { items, nextCursor } satisfies FaultPage;
}

function viewOf(row: Row, standings: ImportView['standings'], waiting: WaitingDelivery[]): ImportView {
  const bytes = Number(row.bytes);
  const expectedBytes = row.expectedBytes === null ? null : Number(row.expectedBytes);
  return {
    id: String(row.id),
    sourceId: row.sourceId,
    sourceName: row.source.name,
    kind: row.source.kind,
    fileName: row.fileName,
    state: row.state,
    bytes,
    expectedBytes,
    share: shareOf(row.state, bytes, expectedBytes),
    rowsRead: Number(row.rowsRead),
    rowsAccepted: Number(row.rowsAccepted),
    rowsRefused: Number(row.rowsRefused),
    cellsUnknown: Number(row.cellsUnknown),
    focusVersion: row.focusVersion,
    refusedMoney: refusedMoneyShape.parse(row.refusedMoney),
    refusedUnread: Number(row.refusedUnread),
    notes: row.notes,
    offer: row.offer === 'use_billed_cost' ? row.offer : null,
    faultsKept: row._count.faults,
    delivery: row.delivery,
    part: row.part,
    parts: row.parts,
    deliveredAt: row.deliveredAt.toISOString(),
    startedAt: row.startedAt.toISOString(),
    endedAt: row.endedAt?.toISOString() ?? null,
    error: row.error,
    importedBy: row.importedBy,
    standings,
    waiting,
    withdrawnAt: row.withdrawnAt?.toISOString() ?? null,
    withdrawnBy: row.withdrawnBy,
  } satisfies ImportView;
}

function shareOf(state: ImportState, bytes: number, expectedBytes: number | null): number | null {
  if (state === 'done' || state === 'unchanged') return 1;
  return expectedBytes ? Math.min(1, bytes / expectedBytes) : null;
}
