import type { Transaction } from '@/lib/core/db';
import { Prisma } from '@/prisma/generated/client';
import type { Joined } from './data';
import type { ActionPlan } from './plan';
import { changedColumns, type MovedRecord } from './record';

/** The rows of recommendations that a join moves, ends and gives back. */
type LineageRow = MovedRecord['lineages'][number]['before'];

export async function lockRows(tx: Transaction, ids: string[]): Promise<Map<string, LineageRow>> {
  const rows = await tx.$queryRaw<{ id: string; row: LineageRow }[]>`
    SELECT id::text AS id, to_jsonb(l) AS row FROM lineages l WHERE id = ANY(${ids.map(BigInt)}::bigint[])
    ORDER BY l.id FOR UPDATE`;
  return new Map(rows.map(({ id, row }) => [id, row]));
}

type Writing = { keptId: string; at: Date; actor: string; before: Map<string, LineageRow> };

/** The one that is over first: two cannot have one ticket, nor one resource and action. */
export async function writePlan(
  tx: Transaction,
  { stays, ends, standsAs, ticketId, duplicateOf }: ActionPlan<Joined>,
  { keptId, at, actor, before }: Writing,
): Promise<void> {
  if (ends) {
    await tx.$executeRaw`
      UPDATE lineages SET status = 'resolved', status_at = ${at}, ticket_id = ${duplicateOf}::bigint, ticket_wanted = false,
        wait_reason = NULL, excluded_by = NULL, needs_person = NULL, is_regressed = false
      WHERE id = ${ends.lineageId}::bigint`;
    await writeEvent(tx, ends, {
      at,
      actor,
      to: 'resolved',
      detail: `One resource with recommendation ${stays.lineageId}.`,
    });
  }
  const source = JSON.stringify(before.get(standsAs.lineageId) ?? {});
  await tx.$executeRaw`
    UPDATE lineages l SET resource_id = ${keptId}::bigint, ticket_id = ${ticketId}::bigint, status = s.status,
      status_at = s.status_at, closed_at = s.closed_at, verified_at = s.verified_at, verified_savings = s.verified_savings,
      is_regressed = s.is_regressed, dismissed_by = s.dismissed_by, dismissed_reason = s.dismissed_reason,
      dismissed_until = s.dismissed_until, needs_person = s.needs_person
    FROM jsonb_populate_record(NULL::lineages, ${source}::jsonb) s WHERE l.id = ${stays.lineageId}::bigint`;
  const detail = ends
    ? `One resource with recommendation ${ends.lineageId}, which ended.`
    : 'Its resource was joined with another.';
  if (ends || stays.resourceId !== keptId) {
    await writeEvent(tx, stays, { at, actor, to: standsAs.status, detail });
  }
}

type Event = { at: Date; actor: string; to: string; detail: string; event?: string };

async function writeEvent(
  tx: Transaction,
  { lineageId, status }: Pick<Joined, 'lineageId' | 'status'>,
  { at, actor, to, detail, event = 'joined' }: Event,
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO lineage_events (lineage_id, at, event, from_status, to_status, detail, actor)
    VALUES (${lineageId}::bigint, ${at}, ${event}, ${status}::"LineageStatus", ${to}::"LineageStatus", ${detail}, ${actor})`;
}

/** Recommendations of the lineage that stays belong to its ticket from now on; which ones did not before. */
export async function mapToTicket(tx: Transaction, lineageId: string, ticketId: string): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    INSERT INTO recommendation_ticket_map (recommendation_id, first_recommendation_id, ticket_id)
    SELECT id, first_recommendation_id, ${ticketId}::bigint FROM recommendations
    WHERE first_recommendation_id = ${lineageId}::bigint ORDER BY id
    ON CONFLICT (recommendation_id) DO NOTHING RETURNING recommendation_id::text AS id`;
  return rows.map(({ id }) => id);
}

export async function unmap(tx: Transaction, recommendationIds: string[]): Promise<void> {
  await tx.$executeRaw`
    DELETE FROM recommendation_ticket_map WHERE recommendation_id = ANY(${recommendationIds.map(BigInt)}::bigint[])`;
}

/** Exemptions in force follow the resource; which ones. */
export async function moveExemptions(tx: Transaction, from: string, to: string): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    UPDATE exemptions SET resource_id = ${to}::bigint
    WHERE resource_id = ${from}::bigint AND ended_at IS NULL AND until > now() RETURNING id::text AS id`;
  return rows.map(({ id }) => id).sort();
}

export async function returnExemptions(tx: Transaction, ids: string[], to: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE exemptions SET resource_id = ${to}::bigint WHERE id = ANY(${ids.map(BigInt)}::bigint[])`;
}

/**
 * Sets back what the join changed: first the ones that went on, as they let go of resource and ticket, and among them
 * none may meet what the others have.
 */
export async function restoreLineages(
  tx: Transaction,
  lineages: MovedRecord['lineages'],
  { at, actor }: { at: Date; actor: string },
): Promise<void> {
  const changed = lineages
    .map((one) => ({ ...one, columns: changedColumns(one) }))
    .filter(({ columns }) => columns.length > 0);
  const wentOn = changed.filter(({ after }) => after.status !== 'resolved');
  const ended = changed.filter(({ after }) => after.status === 'resolved');
  for (const { id, before, after, columns } of [...wentOn, ...ended]) {
    const set = Prisma.join(columns.map((name) => Prisma.raw(`"${name}" = b."${name}"`)));
    await tx.$executeRaw`
      UPDATE lineages l SET ${set} FROM jsonb_populate_record(NULL::lineages, ${JSON.stringify(before)}::jsonb) b
      WHERE l.id = ${id}::bigint`;
    const detail = 'The join of its resource was undone.';
    await tx.$executeRaw`
      INSERT INTO lineage_events (lineage_id, at, event, from_status, to_status, detail, actor)
      VALUES (${id}::bigint, ${at}, 'join_undone', ${String(after.status)}::"LineageStatus",
        ${String(before.status)}::"LineageStatus", ${detail}, ${actor})`;
  }
}
