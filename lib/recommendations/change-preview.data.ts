import type { Reader } from '@/lib/core/db';
import type { Unmeasured } from './settle.data';

/** A verified saving that was measured, with what it is measured by. */
export type MeasuredClaim = Unmeasured & { what: string; cash: string };

/** The verified savings of these resources. */
export async function readClaimsOf(reader: Reader, resourceIds: string[]): Promise<MeasuredClaim[]> {
  if (resourceIds.length === 0) return [];
  return reader.$queryRaw<MeasuredClaim[]>`
    SELECT l.id::text AS "lineageId", l.resource_id::text AS "resourceId",
      l.verified_savings->>'currency' AS currency, l.verified_savings->>'cash' AS cash,
      COALESCE(t.first_moved_at, l.closed_at, l.verified_at) AS "firstMovedAt",
      COALESCE(l.closed_at, l.verified_at) AS "closedAt", false AS "possiblyMoved",
      l.action || ' ' || COALESCE(r.name, r.native_id) AS what
    FROM lineages l JOIN resources r ON r.id = l.resource_id LEFT JOIN tickets t ON t.id = l.ticket_id
    WHERE l.resource_id = ANY(${resourceIds.map(BigInt)}::bigint[]) AND l.status = 'verified'
      AND l.verified_savings IS NOT NULL ORDER BY l.id`;
}

const MOST_SHOWN = 20;

/** The live recommendations of these resources: how many there are, and the first of them. */
export async function readLiveOf(
  reader: Reader,
  resourceIds: string[],
): Promise<{ findings: number; recommendations: { id: string; what: string }[] }> {
  const rows = await reader.$queryRaw<{ id: string; what: string; total: number }[]>`
    SELECT l.id::text AS id, l.action || ' ' || COALESCE(r.name, r.native_id) AS what, (count(*) OVER ())::int AS total
    FROM lineages l JOIN resources r ON r.id = l.resource_id
    WHERE l.resource_id = ANY(${resourceIds.map(BigInt)}::bigint[]) AND l.status IN ('open', 'in_progress', 'closed')
    ORDER BY l.id LIMIT ${MOST_SHOWN}::int`;
  return {
    findings: rows[0]?.total ?? 0,
    recommendations: rows.map(({ total: _, ...row }) => row),
  };
}
