import type { Reader, Transaction } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import { Prisma } from '@/prisma/generated/client';
import { WHOLE } from './compare';
import type { IgnoreInput, IgnoreView } from './schema';

/** What is not looked at, and what that hides. */
type Row = {
  id: bigint;
  definition_id: string;
  key: string | null;
  field: string;
  until: Date;
  note: string;
  created_at: Date;
  created_by: string;
  hides: bigint;
};

export async function listIgnores(
  reader: Reader,
  { definitionId, now }: { definitionId?: string; now: Date },
): Promise<IgnoreView[]> {
  const rows = await reader.$queryRaw<Row[]>`
    SELECT i.id, i.definition_id, i.key, i.field, i.until, i.note, i.created_at, i.created_by,
           (SELECT count(*) FROM drift_records d WHERE d.definition_id = i.definition_id
               AND (i.key IS NULL OR d.key = i.key) AND ${hiddenBy(Prisma.sql`i.field`)}) AS hides
      FROM drift_ignores i
     WHERE i.ended_at IS NULL AND i.until > ${now}
       AND ${definitionId ? Prisma.sql`i.definition_id = ${definitionId}::uuid` : Prisma.sql`true`}
     ORDER BY i.until, i.id`;
  return rows.map(viewOf);
}

function viewOf(row: Row): IgnoreView {
  return {
    id: String(row.id),
    definitionId: row.definition_id,
    key: row.key,
    field: row.field,
    until: row.until.toISOString(),
    note: row.note,
    createdAt: row.created_at.toISOString(),
    createdBy: row.created_by,
    hides: Number(row.hides),
  };
}

/** That a record drifts in that field; of the whole, that it is on one side only. */
function hiddenBy(field: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`CASE WHEN ${field} = ${WHOLE} THEN d.state IN ('missing_here', 'unknown_there')
    ELSE d.field_names @> ARRAY[${field}] END`;
}

/** How many records drift in a field now: what an exception would hide. */
export async function countHidden(
  reader: Reader,
  { definitionId, key, field }: Pick<IgnoreInput, 'definitionId' | 'key' | 'field'>,
): Promise<number> {
  const [counted] = await reader.$queryRaw<{ hides: bigint }[]>`
    SELECT count(*) AS hides FROM drift_records d
     WHERE d.definition_id = ${definitionId}::uuid AND (${key}::text IS NULL OR d.key = ${key})
       AND ${hiddenBy(Prisma.sql`${field}::text`)}`;
  return Number(counted?.hides ?? 0);
}

export async function insertIgnore(
  tx: Transaction,
  { definitionId, key, field, until, note }: IgnoreInput,
  createdBy: string,
): Promise<string> {
  const row = await tx.driftIgnore.create({
    data: { definitionId, key, field, until: new Date(until), note, createdBy },
  });
  return String(row.id);
}

/** Locks one that still holds, and ends it. Throws `not_found`. */
export async function endIgnore(tx: Transaction, id: string, now: Date): Promise<IgnoreInput> {
  const unknown = new AppError('not_found', `there is no exception ${id}, or it has ended`);
  if (!/^\d{1,18}$/.test(id)) throw unknown;
  const { count } = await tx.driftIgnore.updateMany({
    where: { id: BigInt(id), endedAt: null },
    data: { endedAt: now },
  });
  if (count === 0) throw unknown;
  const { definitionId, key, field, until, note } = await tx.driftIgnore.findUniqueOrThrow({
    where: { id: BigInt(id) },
  });
  return { definitionId, key, field, until: until.toISOString(), note };
}

/** Shows or hides what stands in the drift already, so that nobody has to wait for the next scan. */
export async function markIgnored(
  tx: Transaction,
  { definitionId, now }: { definitionId: string; now: Date },
): Promise<void> {
  await tx.$executeRaw`
    WITH live AS (SELECT key, field FROM drift_ignores
                   WHERE definition_id = ${definitionId}::uuid AND ended_at IS NULL AND until > ${now})
    UPDATE drift_records d SET is_ignored = wanted.is_ignored
      FROM (
        SELECT r.id, CASE WHEN r.state IN ('missing_here', 'unknown_there')
            THEN EXISTS (SELECT FROM live i WHERE i.field = ${WHOLE} AND (i.key IS NULL OR i.key = r.key))
            ELSE r.field_names <> '{}' AND r.state IN ('conflict', 'library_changed', 'cms_changed') AND NOT EXISTS (
              SELECT FROM unnest(r.field_names) name WHERE NOT EXISTS (
                SELECT FROM live i WHERE i.field = name AND (i.key IS NULL OR i.key = r.key))) END AS is_ignored
          FROM drift_records r
         WHERE r.definition_id = ${definitionId}::uuid
      ) wanted
     WHERE d.id = wanted.id AND d.is_ignored <> wanted.is_ignored`;
}
