import { z } from 'zod';
import type { Reader, Transaction } from '@/lib/core/db';
import type { Page } from '@/lib/core/list';
import { readPage, type SortColumn } from '@/lib/core/page';
import { Prisma } from '@/prisma/generated/client';
import { conditionsOf } from './drift.data';
import { changesOf, type RepairState } from './repair';
import type { listRepairsInput, RepairInput, RepairPreview, RepairView } from './schema';

/** Repairs asked for and done: the history that undoing reads. */
const columns = z.record(z.string(), z.string().nullable());
const kept = z.object({ library: columns.nullable(), expected: columns.nullable(), agreed: columns });

/** What was kept of a record before or after a repair. */
export function keptOf(value: unknown): RepairState {
  return kept.parse(value);
}

/** As a condition on `drift_records d`: the keys, or all of the filter. */
function chosenBy({ definitionId, keys, filter = {} }: RepairInput): Prisma.Sql {
  const conditions = keys
    ? [Prisma.sql`d.definition_id = ${definitionId}::uuid`, Prisma.sql`d.key = ANY(${keys})`]
    : [...conditionsOf({ ...filter, definitionId }), Prisma.sql`d.state NOT IN ('quarantined', 'pending')`];
  return Prisma.join(conditions, ' AND ');
}

/** What a repair would change, by what the last scan found. */
export async function previewRepair(reader: Reader, input: RepairInput): Promise<RepairPreview> {
  const fields = input.fields ?? [];
  const [counted] = await reader.$queryRaw<{ records: bigint; missing: bigint; unknown: bigint }[]>`
    SELECT count(*) AS records, count(*) FILTER (WHERE d.state = 'missing_here') AS missing,
           count(*) FILTER (WHERE d.state = 'unknown_there') AS unknown
      FROM drift_records d WHERE ${chosenBy(input)}`;
  const byField = await reader.$queryRaw<{ field: string; changes: bigint }[]>`
    SELECT field, count(*) AS changes FROM drift_records d, unnest(d.field_names) field
     WHERE ${chosenBy(input)} AND (${fields.length === 0} OR field = ANY(${fields})) GROUP BY 1 ORDER BY 1`;
  const sample = await reader.$queryRaw<{ key: string; fields: unknown }[]>`
    SELECT d.key, d.fields FROM drift_records d WHERE ${chosenBy(input)} ORDER BY d.state, d.id LIMIT 20`;
  const isToLibrary = input.direction === 'to_library';
  return {
    records: Number(counted?.records ?? 0),
    fields: byField.map(({ field, changes }) => ({ field, changes: Number(changes) })),
    inserts: isToLibrary ? Number(counted?.missing ?? 0) : 0,
    deletes: isToLibrary ? Number(counted?.unknown ?? 0) : 0,
    sample: sample.map((row) => ({ key: row.key, changes: sampleChanges(row.fields, isToLibrary, fields) })),
  };
}

const sides = z.array(
  z.object({
    field: z.string(),
    library: z.string().nullable().optional(),
    expected: z.string().nullable().optional(),
    state: z.string(),
  }),
);

function sampleChanges(
  value: unknown,
  isToLibrary: boolean,
  fields: string[],
): RepairPreview['sample'][number]['changes'] {
  return sides
    .parse(value)
    .filter(({ field, state }) => state !== 'agree' && (fields.length === 0 || fields.includes(field)))
    .map(({ field, library = null, expected = null }) =>
      isToLibrary ? { field, from: library, to: expected } : { field, from: expected, to: library },
    );
}

type Asked = { input: RepairInput; batchId: string; askedBy: string; now: Date };

/** Writes down what is to be repaired, a row a record. Returns how many. */
export async function insertRepairs(
  tx: Transaction,
  { input, batchId, askedBy, now }: Asked,
): Promise<number> {
  const { definitionId, direction, fields = [], note = null, keys } = input;
  const what = Prisma.sql`${batchId}::uuid, ${direction}::"RepairDirection", ${fields}::text[], ${note}, ${now}, ${askedBy}`;
  if (keys) {
    return tx.$executeRaw`
      INSERT INTO repairs (definition_id, key, batch_id, direction, fields, note, asked_at, asked_by)
      SELECT ${definitionId}::uuid, key, ${what} FROM unnest(${[...new Set(keys)]}::text[]) key`;
  }
  return tx.$executeRaw`
    INSERT INTO repairs (definition_id, key, batch_id, direction, fields, note, asked_at, asked_by)
    SELECT d.definition_id, d.key, ${what} FROM drift_records d WHERE ${chosenBy(input)}`;
}

export async function setRepairRun(tx: Transaction, batchId: string, runId: string): Promise<void> {
  await tx.repair.updateMany({ where: { batchId }, data: { runId } });
}

/** A repair that may be undone, or null: it is done, and not an undoing itself. */
export async function readDone(reader: Reader, id: string) {
  if (!/^\d{1,18}$/.test(id)) return null;
  return reader.repair.findFirst({ where: { id: BigInt(id) } });
}

/** Asks for the undoing of a repair. Null when that has been asked already. */
export async function insertUndo(
  tx: Transaction,
  done: { id: bigint; definitionId: string; key: string; direction: RepairView['direction'] },
  { batchId, askedBy, now }: Omit<Asked, 'input'>,
): Promise<string | null> {
  const rows = await tx.$queryRaw<{ id: bigint }[]>`
    INSERT INTO repairs (definition_id, key, batch_id, direction, asked_at, asked_by, undo_of_id)
    VALUES (${done.definitionId}::uuid, ${done.key}, ${batchId}::uuid, ${done.direction}::"RepairDirection", ${now},
            ${askedBy}, ${done.id})
    ON CONFLICT DO NOTHING RETURNING id`;
  return rows[0] ? String(rows[0].id) : null;
}

const SORTS: Record<string, SortColumn> = {
  asked: { expression: Prisma.sql`r.asked_at`, cast: 'timestamptz' },
};

export async function listRepairs(
  reader: Reader,
  input: z.infer<typeof listRepairsInput>,
): Promise<Page<RepairView>> {
  const { rows, nextCursor } = await readPage<{ id: bigint }>(reader, {
    select: Prisma.sql`r.id`,
    from: Prisma.sql`repairs r`,
    where: [
      Prisma.sql`true`,
      ...(input.definitionId ? [Prisma.sql`r.definition_id = ${input.definitionId}::uuid`] : []),
      ...(input.key ? [Prisma.sql`r.key = ${input.key}`] : []),
      ...(input.batchId ? [Prisma.sql`r.batch_id = ${input.batchId}::uuid`] : []),
      ...(input.state ? [Prisma.sql`r.state = ${input.state}::"RepairState"`] : []),
    ],
    sorts: SORTS,
    defaultSort: '-asked',
    id: { expression: Prisma.sql`r.id`, cast: 'bigint' },
    list: input,
  });
  const ids = rows.map(({ id }) => id);
  const repairs = await reader.repair.findMany({ where: { id: { in: ids } } });
  const byId = new Map(repairs.map((repair) => [repair.id, repair]));
  const items = ids.flatMap((id) => {
    const repair = byId.get(id);
    return repair ? [viewOf(repair)] : [];
  });
  return { items, nextCursor };
}

type Repair = NonNullable<Awaited<ReturnType<typeof readDone>>>;

function viewOf(repair: Repair): RepairView {
  return {
    id: String(repair.id),
    batchId: repair.batchId,
    definitionId: repair.definitionId,
    key: repair.key,
    direction: repair.direction,
    changes: changesIn(repair),
    state: repair.state,
    error: repair.error,
    note: repair.note,
    askedAt: repair.askedAt.toISOString(),
    askedBy: repair.askedBy,
    settledAt: repair.settledAt?.toISOString() ?? null,
    undoOfId: repair.undoOfId === null ? null : String(repair.undoOfId),
    runId: repair.runId,
  };
}

/** What a repair changed: in the library, or in what it should hold. */
export function changesIn({ before, after, direction }: Pick<Repair, 'before' | 'after' | 'direction'>) {
  if (before === null || after === null) return [];
  const [from, to] = [keptOf(before), keptOf(after)];
  return direction === 'to_library'
    ? changesOf(from.library, to.library)
    : changesOf(from.expected, to.expected);
}
