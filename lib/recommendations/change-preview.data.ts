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

/** How many live recommendations these resources have. */
export async function countLiveOf(reader: Reader, resourceIds: string[]): Promise<number> {
  return reader.lineage.count({
    where: { resourceId: { in: resourceIds.map(BigInt) }, status: { in: ['open', 'in_progress', 'closed'] } },
  });
}
