import type { Reader, Transaction } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import type { Page } from '@/lib/core/list';
import { readPage } from '@/lib/core/page';
import { Prisma } from '@/prisma/generated/client';
import { COLUMNS, DOUBLES, sidesOf } from './doubles.data';
import { type MovedRecord, movedRecord } from './record';
import type { JoinPair, JoinReason, JoinView, ListJoinsInput } from './schema';

/** The rows of joins. */
export async function findJoin(reader: Reader, { keptId, joinedId }: JoinPair): Promise<string | null> {
  const rows = await reader.$queryRaw<{ id: string }[]>`
    SELECT id::text AS id FROM resource_joins
    WHERE joined_id = ${joinedId}::bigint AND kept_id = ${keptId}::bigint AND undone_at IS NULL`;
  return rows[0]?.id ?? null;
}

type NewJoin = JoinPair & { reason: JoinReason; at: Date; by: string };

export async function insertJoin(
  tx: Transaction,
  { keptId, joinedId, reason, at, by }: NewJoin,
): Promise<string> {
  const { id } = await tx.resourceJoin.create({
    data: {
      keptId: BigInt(keptId),
      joinedId: BigInt(joinedId),
      reason,
      moved: {},
      joinedAt: at,
      joinedBy: by,
    },
    select: { id: true },
  });
  return String(id);
}

export async function writeMoved(tx: Transaction, id: string, moved: MovedRecord): Promise<void> {
  await tx.$executeRaw`
    UPDATE resource_joins SET moved = ${JSON.stringify(moved)}::jsonb WHERE id = ${id}::bigint`;
}

type LockedJoin = JoinPair & { undoneAt: Date | null; moved: MovedRecord };

/** Throws `not_found`. */
export async function lockJoin(tx: Transaction, id: string): Promise<LockedJoin> {
  const rows = /^\d{1,18}$/.test(id)
    ? await tx.$queryRaw<{ keptId: string; joinedId: string; undoneAt: Date | null; moved: unknown }[]>`
        SELECT kept_id::text AS "keptId", joined_id::text AS "joinedId", undone_at AS "undoneAt", moved
        FROM resource_joins WHERE id = ${id}::bigint FOR UPDATE`
    : [];
  const row = rows[0];
  if (!row) throw new AppError('not_found', `there is no join ${id}`);
  return { ...row, moved: movedRecord.parse(row.moved) };
}

export async function markUndone(
  tx: Transaction,
  id: string,
  { at, by }: { at: Date; by: string },
): Promise<void> {
  await tx.$executeRaw`UPDATE resource_joins SET undone_at = ${at}, undone_by = ${by} WHERE id = ${id}::bigint`;
}

/** False where it was confirmed before. */
export async function markClosing(
  tx: Transaction,
  id: string,
  { at, by }: { at: Date; by: string },
): Promise<boolean> {
  const written = await tx.$executeRaw`
    UPDATE resource_joins SET closing_at = ${at}, closing_by = ${by} WHERE id = ${id}::bigint AND closing_at IS NULL`;
  return written === 1;
}

/** Asks for the closing of the other issues; those asked for before, or done, are not asked for again. */
export async function insertClosing(
  tx: Transaction,
  { moved, keptId }: LockedJoin,
  at: Date,
): Promise<number> {
  return tx.$executeRaw`
    INSERT INTO lineage_deeds (lineage_id, deed, text, created_at)
    SELECT l.id, 'close', 'Closed as a duplicate: it is about the same resource as ' || COALESCE(stays.key, 'recommendation '
      || kept.id) || '.', ${at}
    FROM jsonb_to_recordset(${JSON.stringify(moved.duplicates)}::jsonb) AS d("lineageId" bigint, "ticketId" bigint)
    JOIN lineages l ON l.id = d."lineageId" AND l.ticket_id = d."ticketId"
    JOIN tickets t ON t.id = l.ticket_id AND t.deleted_at IS NULL AND t.status_category <> 'done'
    JOIN lineages kept ON kept.resource_id = ${keptId}::bigint AND kept.action = l.action AND kept.status <> 'resolved'
    LEFT JOIN tickets stays ON stays.id = kept.ticket_id
    WHERE NOT EXISTS (SELECT FROM lineage_deeds asked WHERE asked.lineage_id = l.id AND asked.deed = 'close')
    ORDER BY l.id`;
}

/** What was asked for and not begun is not done. */
export async function dropClosing(tx: Transaction, duplicates: MovedRecord['duplicates']): Promise<void> {
  const ids = duplicates.map(({ lineageId }) => BigInt(lineageId));
  await tx.$executeRaw`
    DELETE FROM effects e USING lineage_deeds d WHERE d.lineage_id = ANY(${ids}::bigint[]) AND d.deed = 'close'
      AND e.key = 'ticket.close:' || d.lineage_id || ':' || d.id AND e.state = 'intended' AND NOT e.frozen`;
  await tx.$executeRaw`DELETE FROM lineage_deeds WHERE lineage_id = ANY(${ids}::bigint[]) AND deed = 'close'`;
}

type Resting = JoinPair & { id: string; duplicates: MovedRecord['duplicates'] };

/** Why a join cannot be undone for what came after it; null where nothing did. */
export async function findWhatRestsOn(
  tx: Transaction,
  { id, keptId, joinedId, duplicates }: Resting,
): Promise<string | null> {
  const ids = duplicates.map(({ lineageId }) => BigInt(lineageId));
  const [row] = await tx.$queryRaw<
    { running: boolean; later: string | null; closing: string | null; found: string | null }[]
  >`
    SELECT EXISTS (SELECT FROM recommendations_generated WHERE state = 'collecting') AS running,
      (SELECT min(j.id)::text FROM resource_joins j WHERE j.id > ${id}::bigint AND j.undone_at IS NULL
        AND (j.joined_id = ${keptId}::bigint OR j.kept_id IN (${keptId}::bigint, ${joinedId}::bigint))) AS later,
      (SELECT min(t.key) FROM lineage_deeds d JOIN effects e ON e.key = 'ticket.close:' || d.lineage_id || ':' || d.id
        JOIN lineages l ON l.id = d.lineage_id JOIN tickets t ON t.id = l.ticket_id
        WHERE d.lineage_id = ANY(${ids}::bigint[]) AND d.deed = 'close' AND e.state <> 'rejected'
          AND (e.frozen OR e.state <> 'intended')) AS closing,
      (SELECT min(l.id)::text FROM lineages l WHERE l.resource_id = ${joinedId}::bigint AND l.status <> 'resolved') AS found`;
  if (row?.running) return 'an analysis run is under way; try again when it has ended';
  if (row?.later) return `join ${row.later} was made later and includes it; undo that one first`;
  if (row?.closing) return `${row.closing} was closed as a duplicate; reopen it in Jira and keep the join`;
  return row?.found ? `recommendation ${row.found} was opened on it since` : null;
}

/** The pairs of a reason in the order of the resources that would be joined. */
export function pairsAfter(
  reader: Reader,
  { reason, after, limit }: { reason: JoinReason; after: string; limit: number },
): Promise<JoinPair[]> {
  return reader.$queryRaw<JoinPair[]>`
    SELECT d.kept_id::text AS "keptId", d.joined_id::text AS "joinedId" FROM ${DOUBLES} d
    WHERE d.reason = ${reason} AND d.joined_id > ${after}::bigint ORDER BY d.joined_id LIMIT ${limit}::int`;
}

type Row = Parameters<typeof sidesOf>[0] & {
  id: bigint;
  reason: JoinReason;
  joined_at: Date;
  joined_by: string;
  undone_at: Date | null;
  undone_by: string | null;
  duplicates: JoinView['duplicates'];
};

export async function listJoins(reader: Reader, input: ListJoinsInput): Promise<Page<JoinView>> {
  const { rows, nextCursor } = await readPage<Row>(reader, {
    select: Prisma.sql`j.id, ${COLUMNS('kept')}, ${COLUMNS('joined')}, j.reason, j.joined_at, j.joined_by, j.undone_at,
      j.undone_by, COALESCE(d.duplicates, '[]') AS duplicates`,
    from: Prisma.sql`resource_joins j JOIN resources kept ON kept.id = j.kept_id
      JOIN resources joined ON joined.id = j.joined_id
      LEFT JOIN LATERAL (
        SELECT jsonb_agg(jsonb_build_object('lineageId', m."lineageId"::text, 'key', t.key, 'url', t.url,
          'state', CASE WHEN t.status_category = 'done' THEN 'closed' WHEN j.closing_at IS NOT NULL THEN 'closing'
            ELSE 'waiting' END) ORDER BY m."lineageId") AS duplicates
        FROM jsonb_to_recordset(j.moved->'duplicates') AS m("lineageId" bigint, "ticketId" bigint)
        JOIN tickets t ON t.id = m."ticketId" AND t.deleted_at IS NULL) d ON true`,
    where: [
      input.state === undefined
        ? Prisma.sql`true`
        : Prisma.sql`(j.undone_at IS NULL) = ${input.state === 'joined'}`,
    ],
    sorts: { id: { expression: Prisma.sql`j.id`, cast: 'bigint' } },
    defaultSort: '-id',
    id: { expression: Prisma.sql`j.id`, cast: 'bigint' },
    list: input,
  });
  const items = rows.map((row) => ({
    id: String(row.id),
    ...sidesOf(row),
    reason: row.reason,
    joinedAt: row.joined_at.toISOString(),
    joinedBy: row.joined_by,
    undoneAt: row.undone_at?.toISOString() ?? null,
    undoneBy: row.undone_by,
    duplicates: row.duplicates,
  }));
  return { items, nextCursor } satisfies Page<JoinView>;
}
