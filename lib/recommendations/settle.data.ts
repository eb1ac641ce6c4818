import type { Reader, Transaction } from '@/lib/core/db';
import type { Realised } from './realised';

/** A verified lineage whose saving nobody has measured yet, or whose bills were replaced since. */
export type Unmeasured = {
  lineageId: string;
  resourceId: string;
  currency: string | null;
  firstMovedAt: Date;
  closedAt: Date;
  possiblyMoved: boolean;
};

/**
 * Data that was mended saves nothing that could be measured. A ticket that nobody moved was overtaken by the fix: it counts from its verification. Possibly moved: the same owner
 * has a resource of the same kind that was first seen since the ticket first moved.
 */
export async function readUnmeasured(reader: Reader): Promise<Unmeasured[]> {
  return reader.$queryRaw<Unmeasured[]>`
    SELECT l.id::text AS "lineageId", l.resource_id::text AS "resourceId", l.currency,
      COALESCE(t.first_moved_at, l.closed_at, l.verified_at) AS "firstMovedAt",
      COALESCE(l.closed_at, l.verified_at) AS "closedAt",
      EXISTS (
        SELECT FROM resources s JOIN resource_facts f ON f.resource_id = s.id
        WHERE s.first_seen_at > COALESCE(t.first_moved_at, l.closed_at, l.verified_at) AND s.id <> l.resource_id
          AND s.provider = own.provider AND f.facts->>'kind' = r.details->>'kind'
          AND lower(COALESCE(f.facts->'tags'->>'owner', f.facts->'tags'->>'team')) = lower(l.owner)) AS "possiblyMoved"
    FROM lineages l
    JOIN resources own ON own.id = l.resource_id
    JOIN recommendations r ON r.id = l.last_recommendation_id
    JOIN rule_versions v ON v.id = r.rule_version_id
    JOIN rule_sets rs ON rs.id = v.rule_set_id
    LEFT JOIN tickets t ON t.id = l.ticket_id
    WHERE l.status = 'verified' AND rs.domain <> 'quality' AND (l.verified_savings IS NULL OR EXISTS (
      SELECT FROM resource_keys k JOIN delivery_resources dr ON dr.key = k.key
      JOIN bill_deliveries d ON d.id = dr.delivery_id
      WHERE k.resource_id = l.resource_id AND d.standing_at > (l.verified_savings->>'measuredAt')::timestamptz
        AND d.period_start <= COALESCE(l.closed_at, l.verified_at) + interval '10 days'))
    ORDER BY l.id`;
}

/** Writes what was measured and when, unless the claim was taken back meanwhile. */
export async function writeRealised(
  tx: Transaction,
  measured: { lineageId: string; realised: Realised }[],
  now: Date,
): Promise<void> {
  if (measured.length === 0) return;
  await tx.$executeRaw`
    UPDATE lineages l SET verified_savings = n.realised::jsonb
    FROM unnest(${measured.map(({ lineageId }) => BigInt(lineageId))}::bigint[],
      ${measured.map(({ realised }) => JSON.stringify({ ...realised, measuredAt: now }))}::text[]) AS n (id, realised)
    WHERE l.id = n.id AND l.status = 'verified'`;
}
