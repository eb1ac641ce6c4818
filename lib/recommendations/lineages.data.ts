import type { Reader, Transaction } from '@/lib/core/db';
import { Prisma } from '@/prisma/generated/client';
import type { Deed, LineageState, LineageStatus, Move } from './lifecycle';

/** The lifecycle columns of a lineage `l`. A ticket that was deleted is none. */
export const STATE = Prisma.sql`
  l.id::text AS "lineageId", l.resource_id::text AS "resourceId", l.status::text AS status, l.closed_at AS "closedAt", l.verified_at AS "verifiedAt",
  l.is_regressed AS "isRegressed", l.is_covered AS "isCovered", l.not_covered_reason AS "notCoveredReason",
  l.dismissed_by AS "dismissedBy", l.dismissed_reason AS "dismissedReason", l.dismissed_until AS "dismissedUntil",
  l.needs_person AS "needsPerson",
  EXISTS (SELECT FROM tickets t WHERE t.id = l.ticket_id AND t.deleted_at IS NULL) AS "hasTicket"`;

export type LockedLineage = LineageState & { lineageId: string; resourceId: string };

/** A live lineage that a generation has something to say about. */
export type TouchedLineage = LockedLineage & {
  isFound: boolean;
  dataFrom: Date | null; // of the candidate
  absence: 'gone' | 'withdrawn' | 'not_covered' | null;
  absenceReason: string | null;
};

export async function lockLineage(tx: Transaction, lineageId: string): Promise<LockedLineage | null> {
  if (!/^\d{1,18}$/.test(lineageId)) return null;
  const rows = await tx.$queryRaw<LockedLineage[]>`
    SELECT ${STATE} FROM lineages l WHERE l.id = ${lineageId}::bigint FOR UPDATE`;
  return rows[0] ?? null;
}

export async function lockLineageOfTicket(tx: Transaction, ticketId: string): Promise<LockedLineage | null> {
  const rows = await tx.$queryRaw<LockedLineage[]>`
    SELECT ${STATE} FROM lineages l WHERE l.ticket_id = ${ticketId}::bigint FOR UPDATE`;
  return rows[0] ?? null;
}

/** Those that a batch has still to decide about, the first by id. */
export async function lockUndecided(
  tx: Transaction,
  batchId: string,
  limit: number,
): Promise<LockedLineage[]> {
  return tx.$queryRaw<LockedLineage[]>`
    SELECT ${STATE} FROM lineage_batch_items i JOIN lineages l ON l.id = i.lineage_id
    WHERE i.batch_id = ${batchId}::uuid AND i.outcome IS NULL
    ORDER BY l.id LIMIT ${limit} FOR UPDATE OF l`;
}

/**
 * The live lineages whose life a generation may move: those judged absent, and the found ones that are not simply open
 * and covered. Locked in the order of their ids.
 */
export async function lockTouchedLineages(tx: Transaction, generationId: string): Promise<TouchedLineage[]> {
  const generation = BigInt(generationId);
  return tx.$queryRaw<TouchedLineage[]>`
    SELECT ${STATE}, c.resource_id IS NOT NULL AS "isFound", c.data_from AS "dataFrom",
      a.kind AS absence, a.reason AS "absenceReason"
    FROM lineages l
    LEFT JOIN candidates c ON c.generation_id = ${generation} AND c.resource_id = l.resource_id AND c.action = l.action
    LEFT JOIN absences a ON a.generation_id = ${generation} AND a.lineage_id = l.id
    WHERE l.status <> 'resolved' AND CASE WHEN c.resource_id IS NULL THEN a.lineage_id IS NOT NULL
      ELSE l.status NOT IN ('open', 'in_progress') OR NOT l.is_covered END
    ORDER BY l.id FOR UPDATE OF l`;
}

export type MadeMove = { lineageId: string; from: LineageStatus; at: Date; move: Move };

/** Writes moves, what they ask of tickets, and their history. */
export async function writeMoves(tx: Transaction, moves: MadeMove[], actor: string): Promise<void> {
  if (moves.length === 0) return;
  const column = <Value>(value: (made: MadeMove) => Value) => moves.map(value);
  await tx.$executeRaw`
    UPDATE lineages l SET status = n.status::"LineageStatus",
      status_at = CASE WHEN l.status::text = n.status THEN l.status_at ELSE n.at END,
      closed_at = n.closed_at, verified_at = n.verified_at, is_regressed = n.is_regressed, is_covered = n.is_covered,
      not_covered_reason = n.not_covered_reason, dismissed_by = n.dismissed_by, dismissed_reason = n.dismissed_reason,
      dismissed_until = n.dismissed_until, needs_person = n.needs_person,
      verified_savings = CASE WHEN n.status = 'verified' THEN l.verified_savings END
    FROM unnest(
      ${column(({ lineageId }) => BigInt(lineageId))}::bigint[],
      ${column(({ at }) => at)}::timestamptz[],
      ${column(({ move }) => move.next.status)}::text[],
      ${column(({ move }) => move.next.closedAt)}::timestamptz[],
      ${column(({ move }) => move.next.verifiedAt)}::timestamptz[],
      ${column(({ move }) => move.next.isRegressed)}::boolean[],
      ${column(({ move }) => move.next.isCovered)}::boolean[],
      ${column(({ move }) => move.next.notCoveredReason)}::text[],
      ${column(({ move }) => move.next.dismissedBy)}::text[],
      ${column(({ move }) => move.next.dismissedReason)}::text[],
      ${column(({ move }) => move.next.dismissedUntil)}::timestamptz[],
      ${column(({ move }) => move.next.needsPerson)}::text[]
    ) AS n (id, at, status, closed_at, verified_at, is_regressed, is_covered, not_covered_reason, dismissed_by,
      dismissed_reason, dismissed_until, needs_person)
    WHERE l.id = n.id`;
  await writeEvents(tx, moves, actor);
  await writeDeeds(
    tx,
    moves.flatMap(({ lineageId, at, move }) => move.deeds.map((deed) => ({ ...deed, lineageId, at }))),
  );
}

async function writeEvents(tx: Transaction, moves: MadeMove[], actor: string): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO lineage_events (lineage_id, at, event, from_status, to_status, detail, actor)
    SELECT lineage_id, at, event, from_status::"LineageStatus", to_status::"LineageStatus", detail, ${actor}
    FROM unnest(
      ${moves.map(({ lineageId }) => BigInt(lineageId))}::bigint[],
      ${moves.map(({ at }) => at)}::timestamptz[],
      ${moves.map(({ move }) => move.event)}::text[],
      ${moves.map(({ from }) => from)}::text[],
      ${moves.map(({ move }) => move.next.status)}::text[],
      ${moves.map(({ move }) => move.detail)}::text[]
    ) WITH ORDINALITY AS given (lineage_id, at, event, from_status, to_status, detail, n) ORDER BY n`;
}

async function writeDeeds(tx: Transaction, deeds: (Deed & { lineageId: string; at: Date })[]): Promise<void> {
  if (deeds.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO lineage_deeds (lineage_id, deed, text, created_at)
    SELECT lineage_id, deed, text, at FROM unnest(
      ${deeds.map(({ lineageId }) => BigInt(lineageId))}::bigint[],
      ${deeds.map(({ deed }) => deed)}::text[],
      ${deeds.map(({ text }) => text)}::text[],
      ${deeds.map(({ at }) => at)}::timestamptz[]
    ) WITH ORDINALITY AS given (lineage_id, deed, text, at, n) ORDER BY n`;
}

/** A live lineage as evaluate needs it, to judge it where it is not found. */
export type LiveLineage = {
  lineageId: string;
  resourceId: string;
  action: string;
  closedAt: Date | null;
  ruleVersionId: string;
  ruleName: string;
  generationId: string; // of its last recommendation
  sources: string[]; // ids of those that its last match rested on
  provider: string;
  account: string;
  region: string;
  kind: string | null;
};

/** Those whose absence means something: a withdrawn or verified one is moved only by being found. */
export async function readLiveLineages(reader: Reader): Promise<LiveLineage[]> {
  return reader.$queryRaw<LiveLineage[]>`
    SELECT l.id::text AS "lineageId", l.resource_id::text AS "resourceId", l.action, l.closed_at AS "closedAt",
      r.rule_version_id::text AS "ruleVersionId", r.rule_name AS "ruleName", r.generation_id::text AS "generationId",
      ARRAY(SELECT jsonb_array_elements_text(COALESCE(r.details->'sources', '[]'))) AS sources,
      s.provider, s.account, s.region, r.details->>'kind' AS kind
    FROM lineages l
    JOIN recommendations r ON r.id = l.last_recommendation_id
    JOIN resources s ON s.id = l.resource_id
    WHERE l.status IN ('open', 'in_progress', 'closed', 'dismissed')`;
}
