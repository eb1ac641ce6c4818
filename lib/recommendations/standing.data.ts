import type { Transaction } from '@/lib/core/db';
import { Prisma } from '@/prisma/generated/client';
import type { Claim, Counted, VerifiedClaim } from './counted';

export type ClaimRow = Omit<Claim, 'goesWith'> & { resourceId: string; attachedTo: string | null };

/**
 * The lineages whose saving may count for less than it is: of resources with more than one, of what hangs on another
 * resource and of that other one, and where something else was written before. `about`: only these resources and what
 * hangs on them; null for all.
 */
export async function readClaims(tx: Transaction, about: string[] | null): Promise<ClaimRow[]> {
  const ids = about?.map(BigInt) ?? [];
  const within =
    about === null
      ? Prisma.sql`true`
      : Prisma.sql`(l.resource_id = ANY(${ids}::bigint[]) OR l.attached_to = ANY(${ids}::bigint[])
          OR l.resource_id IN (SELECT h.attached_to FROM lineages h WHERE h.resource_id = ANY(${ids}::bigint[])
            OR h.attached_to = ANY(${ids}::bigint[])))`;
  return tx.$queryRaw<ClaimRow[]>`
    WITH standing AS (
      SELECT l.*, count(*) OVER resource > 1 OR bool_or(l.excluded_by IS NOT NULL OR l.attached_to IS NOT NULL
        OR l.counted_savings IS DISTINCT FROM l.monthly_savings) OVER resource AS is_asked
      FROM lineages l WHERE l.status NOT IN ('resolved', 'verified') AND ${within}
      WINDOW resource AS (PARTITION BY l.resource_id))
    SELECT s.resource_id::text AS "resourceId", s.attached_to::text AS "attachedTo", s.id::text AS "lineageId", s.action,
      s.status IN ('open', 'in_progress', 'closed') AS "isLive", s.monthly_savings::text AS "monthlySavings", s.currency,
      s.cash_cost::text AS "cashCost", s.last_recommendation_id::text AS "lastRecommendationId",
      s.status IN ('open', 'in_progress') AND EXISTS (SELECT FROM tickets t
        WHERE t.id = s.ticket_id AND t.deleted_at IS NULL AND t.status_category <> 'done') AS "hasOpenTicket"
    FROM standing s
    WHERE s.is_asked OR s.resource_id IN (SELECT attached_to FROM lineages WHERE attached_to IS NOT NULL)
    ORDER BY s.resource_id, s.id`;
}

/** Writes what counts and in whose place. */
export async function writeCounted(tx: Transaction, counted: Counted[]): Promise<void> {
  if (counted.length === 0) return;
  await tx.$executeRaw`
    UPDATE lineages l SET excluded_by = n.by, counted_savings = n.counted
    FROM unnest(
      ${counted.map(({ lineageId }) => BigInt(lineageId))}::bigint[],
      ${counted.map(({ excludedBy }) => (excludedBy === null ? null : BigInt(excludedBy)))}::bigint[],
      ${counted.map((each) => each.counted)}::numeric[]) AS n (id, by, counted)
    WHERE l.id = n.id AND (l.excluded_by, l.counted_savings) IS DISTINCT FROM (n.by, n.counted)`;
}

/** What went away without a ticket stands behind nothing. */
export async function freeResolved(tx: Transaction): Promise<void> {
  await tx.$executeRaw`
    UPDATE lineages SET excluded_by = NULL WHERE status = 'resolved' AND excluded_by IS NOT NULL`;
}

export type VerifiedRow = VerifiedClaim & { resourceId: string };

/** The verified lineages of resources that have more than one, or had. */
export async function readVerified(tx: Transaction): Promise<VerifiedRow[]> {
  return tx.$queryRaw<VerifiedRow[]>`
    SELECT resource_id::text AS "resourceId", v.id::text AS "lineageId", v.verified_savings->>'cash' AS cash,
      COALESCE(t.first_moved_at, v.closed_at, v.verified_at) AS "from",
      COALESCE((v.verified_savings->>'measuredThrough')::date::timestamptz, v.verified_at) AS "through"
    FROM (
      SELECT l.*, count(*) OVER (PARTITION BY l.resource_id) AS n FROM lineages l WHERE l.status = 'verified') v
    LEFT JOIN tickets t ON t.id = v.ticket_id
    WHERE (v.n > 1 OR v.excluded_by IS NOT NULL) AND v.verified_at IS NOT NULL ORDER BY resource_id, v.id`;
}

export async function writeVerifiedExclusions(
  tx: Transaction,
  excluded: { lineageId: string; by: string | null }[],
): Promise<void> {
  if (excluded.length === 0) return;
  await tx.$executeRaw`
    UPDATE lineages l SET excluded_by = n.by
    FROM unnest(
      ${excluded.map(({ lineageId }) => BigInt(lineageId))}::bigint[],
      ${excluded.map(({ by }) => (by === null ? null : BigInt(by)))}::bigint[]) AS n (id, by)
    WHERE l.id = n.id AND l.excluded_by IS DISTINCT FROM n.by`;
}
