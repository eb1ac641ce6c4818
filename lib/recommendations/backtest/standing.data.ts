import type { Reader } from '@/lib/core/db';
import { armingState } from '@/lib/rules/arming.data';
import { Prisma } from '@/prisma/generated/client';
import type { LineageState } from '../lifecycle';
import { STATE } from '../lineages.data';
import type { BoardRoute } from './boards';

/** A live lineage as it stands now, of any rule set: where the last readings are judged from. */
export type StandingLineage = LineageState & {
  lineageId: string;
  resourceId: string;
  action: string;
  savings: string | null;
  cashCost: string | null;
  atStake: string | null;
  currency: string | null;
  owner: string | null;
  reason: string;
  kind: string | null;
  ruleSetId: string;
  ruleVersionId: string;
  ruleName: string;
  generationId: string;
  sources: string[];
  connectionId: string | null; // of its ticket
  projectKey: string | null;
  isTicketDone: boolean | null;
};

/** Those of these resources. */
export async function readStanding(reader: Reader, resourceIds: string[]): Promise<StandingLineage[]> {
  return reader.$queryRaw<StandingLineage[]>`
    SELECT ${STATE}, l.action, l.monthly_savings::text AS savings,
      l.cash_cost::text AS "cashCost",
      r.details->>'atStake' AS "atStake", l.currency, l.owner, r.reason, r.details->>'kind' AS kind,
      v.rule_set_id::text AS "ruleSetId", r.rule_version_id::text AS "ruleVersionId", r.rule_name AS "ruleName",
      r.generation_id::text AS "generationId",
      ARRAY(SELECT jsonb_array_elements_text(COALESCE(r.details->'sources', '[]'))) AS sources,
      ticket.connection_id::text AS "connectionId", ticket.project_key AS "projectKey",
      ticket.status_category = 'done' AS "isTicketDone"
    FROM lineages l
    JOIN recommendations r ON r.id = l.last_recommendation_id
    JOIN rule_versions v ON v.id = r.rule_version_id
    LEFT JOIN tickets ticket ON ticket.id = l.ticket_id AND ticket.deleted_at IS NULL
    WHERE l.status <> 'resolved' AND l.resource_id = ANY(${resourceIds.map(BigInt)}::bigint[]) ORDER BY l.id`;
}

/** Where tickets of a rule set go by routing as it is now, in the order in which routes are asked. */
export async function readBoardRoutes(reader: Reader, ruleSetId: string): Promise<BoardRoute[]> {
  return reader.$queryRaw<BoardRoute[]>`
    SELECT t.owner, c.id::text AS "connectionId", c.name AS "connectionName", c.enabled AS "isEnabled",
      c.ticket_floor::text AS floor, t.project_key AS "projectKey", t.weekly_cap AS "weeklyCap",
      ${armingState(Prisma.sql`c`, Prisma.sql`a`)} = 'shadow' AS "isShadow"
    FROM ticket_routes t JOIN connections c ON c.id = t.connection_id
    LEFT JOIN rule_set_arming a ON a.rule_set_id = ${BigInt(ruleSetId)} AND a.connection_id = c.id
    ORDER BY t.owner IS NULL, t.id`;
}

/** How many resources the largest of these readings tells of: about as many as there are to judge. */
export async function countReadings(reader: Reader, snapshotIds: string[]): Promise<number> {
  const rows = await reader.$queryRaw<{ count: number }[]>`
    SELECT COALESCE(max(count), 0)::int AS count FROM (
      SELECT count(*) AS count FROM resource_facts WHERE snapshot_id = ANY(${snapshotIds.map(BigInt)}::bigint[])
      GROUP BY snapshot_id) readings`;
  return rows[0]?.count ?? 0;
}
