import type { Transaction } from '@/lib/core/db';

export type ExclusionRow = {
  resourceId: string;
  lineageId: string;
  monthlySavings: string | null;
  hasOpenTicket: boolean;
};

/** The live lineages with exclusive actions of those resources that have more than one, or had. */
export async function readContenders(tx: Transaction, actions: readonly string[]): Promise<ExclusionRow[]> {
  return tx.$queryRaw<ExclusionRow[]>`
    SELECT resource_id::text AS "resourceId", id::text AS "lineageId", monthly_savings::text AS "monthlySavings",
      has_open_ticket AS "hasOpenTicket"
    FROM (
      SELECT l.resource_id, l.id, l.monthly_savings, l.excluded_by, count(*) OVER (PARTITION BY l.resource_id) AS n,
        l.status <> 'closed' AND EXISTS (SELECT FROM tickets t
          WHERE t.id = l.ticket_id AND t.deleted_at IS NULL AND t.status_category <> 'done') AS has_open_ticket
      FROM lineages l
      WHERE l.status IN ('open', 'in_progress', 'closed') AND l.action = ANY(${[...actions]}::text[])) live
    WHERE n > 1 OR excluded_by IS NOT NULL ORDER BY resource_id, id`;
}

/** Writes which lineage counts in whose place, and takes it from all others. */
export async function writeExclusions(
  tx: Transaction,
  excluded: { lineageId: string; by: string }[],
): Promise<void> {
  await tx.$executeRaw`
    UPDATE lineages l SET excluded_by = n.by
    FROM lineages known LEFT JOIN unnest(
      ${excluded.map(({ lineageId }) => BigInt(lineageId))}::bigint[],
      ${excluded.map(({ by }) => BigInt(by))}::bigint[]) AS n (id, by) ON n.id = known.id
    WHERE l.id = known.id AND known.excluded_by IS DISTINCT FROM n.by`;
}
