import type { Reader, Transaction } from '@/lib/core/db';
import { publicUrl } from '@/lib/core/env';
import { armingState } from '@/lib/rules/arming.data';
import type { ArmingPlace } from '@/lib/rules/arming.schema';
import type { WhyNode } from '@/lib/rules/schema';
import { whyTreeSchema } from '@/lib/rules/schema';
import type { TicketWish } from '@/lib/tickets/schema';
import { weekStartOf } from '@/lib/tickets/wish';
import { Prisma } from '@/prisma/generated/client';
import { readRationales } from './rationale.data';

/**
 * Which lineages want a ticket, where it would go, and why some have to wait. A lineage wants one while it is open and
 * has none, or has lost its place to none other; a board's cap goes to what has been begun, then to the largest saving. The
 * floor is in money: what data quality alerts about saves none and passes it.
 * `assumed` is taken as armed: what would be opened if it were.
 */
export function wanting(now: Date, assumed?: ArmingPlace): Prisma.Sql {
  const decided = armingState(Prisma.sql`c`, Prisma.sql`a`);
  const arming = assumed
    ? Prisma.sql`CASE WHEN v.rule_set_id = ${BigInt(assumed.ruleSetId)} AND c.id = ${assumed.connectionId}::uuid
        THEN 'live' ELSE ${decided} END`
    : decided;
  return Prisma.sql`
    placed AS (
      SELECT l.id, l.incarnation, l.excluded_by, l.is_covered, c.id AS connection_id, c.enabled, c.ticket_floor,
        t.project_key, t.weekly_cap, v.rule_set_id, rs.domain, ${arming} AS arming,
        COALESCE(l.counted_savings, (r.details->>'atStake')::numeric) AS amount,
        EXISTS (SELECT FROM effects e WHERE e.key = 'ticket.create:' || l.id || ':' || l.incarnation) AS is_begun
      FROM lineages l
      JOIN recommendations r ON r.id = l.last_recommendation_id
      JOIN rule_versions v ON v.id = r.rule_version_id
      JOIN rule_sets rs ON rs.id = v.rule_set_id
      LEFT JOIN LATERAL (
        SELECT * FROM ticket_routes route WHERE route.owner IS NULL OR lower(route.owner) = lower(l.owner)
        ORDER BY route.owner IS NULL, route.id LIMIT 1) t ON true
      LEFT JOIN connections c ON c.id = t.connection_id
      LEFT JOIN rule_set_arming a ON a.rule_set_id = v.rule_set_id AND a.connection_id = c.id
      WHERE l.ticket_id IS NULL AND l.status IN ('open', 'in_progress')),
    judged AS (
      SELECT placed.*, CASE
        WHEN excluded_by IS NOT NULL THEN 'excluded'
        WHEN NOT is_covered THEN 'not covered'
        WHEN connection_id IS NULL OR NOT enabled THEN 'no route'
        WHEN arming <> 'live' THEN 'shadow'
        WHEN domain <> 'quality' AND (amount IS NULL OR amount < ticket_floor) THEN 'floor' END AS reason
      FROM placed),
    boards AS (
      SELECT connection_id, project_key, count(*) AS opened FROM tickets
      WHERE created_at >= ${weekStartOf(now)} AND created_at <= ${now} GROUP BY connection_id, project_key),
    ranked AS (
      SELECT judged.id, judged.connection_id, judged.project_key, rule_set_id, amount,
        weekly_cap - COALESCE(b.opened, 0) AS places,
        row_number() OVER (PARTITION BY judged.connection_id, judged.project_key, reason IS NULL
          ORDER BY is_begun DESC, amount DESC NULLS LAST, judged.id) AS place, is_begun, reason
      FROM judged
      LEFT JOIN boards b ON b.connection_id = judged.connection_id AND b.project_key = judged.project_key),
    wanting AS (
      SELECT id, connection_id, project_key, rule_set_id, amount,
        COALESCE(reason, CASE WHEN place > places AND NOT is_begun THEN 'cap' END) AS wait_reason FROM ranked)`;
}

/** Keeps on every lineage whether it wants a ticket and what it waits for. */
export async function refreshWants(tx: Transaction, now: Date): Promise<void> {
  await tx.$executeRaw`
    WITH ${wanting(now)}
    UPDATE lineages l SET ticket_wanted = w.id IS NOT NULL AND w.wait_reason IS NULL, wait_reason = w.wait_reason
    FROM lineages known LEFT JOIN wanting w ON w.id = known.id
    WHERE l.id = known.id AND l.status <> 'resolved' AND (l.ticket_wanted, l.wait_reason)
      IS DISTINCT FROM (w.id IS NOT NULL AND w.wait_reason IS NULL, w.wait_reason)`;
}

type WishRow = {
  lineageId: string;
  deed: 'create' | 'reopen' | 'comment' | 'close';
  sequence: string;
  ticketId: string | null;
  text: string | null; // of a reopen, comment or close: what to say
  owner: string | null;
  action: string;
  provider: string;
  account: string;
  region: string;
  nativeId: string;
  name: string | null;
  savings: string | null;
  currency: string | null;
  reason: string;
  why: unknown;
  ruleVersionId: string;
  ruleTitle: string;
};

/**
 * What lineages want of this connection, in the order of their ids, after one of them: tickets to open, and what was
 * not yet told to those that stand. `limit` counts lineages; all wishes of one come together.
 */
export async function nextWishes(
  reader: Reader,
  connectionId: string,
  afterLineageId: string | null,
  limit: number,
  now = new Date(),
): Promise<TicketWish[]> {
  const rows = await reader.$queryRaw<WishRow[]>`
    WITH ${wanting(now)},
    wishes AS (
      SELECT w.id AS lineage_id, 'create' AS deed, l.incarnation::text AS sequence, NULL::bigint AS ticket_id,
        NULL AS text, 0::bigint AS deed_id
      FROM wanting w JOIN lineages l ON l.id = w.id
      WHERE w.connection_id = ${connectionId}::uuid AND w.wait_reason IS NULL
      UNION ALL
      SELECT l.id, d.deed, d.id::text, l.ticket_id, d.text, d.id
      FROM lineage_deeds d JOIN lineages l ON l.id = d.lineage_id
      JOIN tickets t ON t.id = l.ticket_id AND t.connection_id = ${connectionId}::uuid AND t.deleted_at IS NULL
      WHERE NOT EXISTS (SELECT FROM effects e WHERE e.key = 'ticket.' || d.deed || ':' || l.id || ':' || d.id
        AND e.state IN ('confirmed', 'rejected', 'parked'))),
    chosen AS (
      SELECT DISTINCT lineage_id FROM wishes WHERE lineage_id > ${BigInt(afterLineageId ?? 0)}
      ORDER BY lineage_id LIMIT ${limit}::int)
    SELECT w.lineage_id::text AS "lineageId", w.deed, w.sequence, w.ticket_id::text AS "ticketId", w.text, l.owner,
      l.action, s.provider, s.account, s.region, s.native_id AS "nativeId", s.name, l.counted_savings::text AS savings,
      l.currency, r.reason, r.why, r.rule_version_id::text AS "ruleVersionId", rs.title AS "ruleTitle"
    FROM wishes w JOIN chosen USING (lineage_id)
    JOIN lineages l ON l.id = w.lineage_id
    JOIN resources s ON s.id = l.resource_id
    JOIN recommendations r ON r.id = l.last_recommendation_id
    JOIN rule_versions v ON v.id = r.rule_version_id
    JOIN rule_sets rs ON rs.id = v.rule_set_id
    ORDER BY w.lineage_id, w.deed_id`;
  const rationales = await readRationales(reader, [...new Set(rows.map((row) => row.ruleVersionId))]);
  return rows.map((row) => wishOf(row, rationales.get(row.ruleVersionId) ?? ''));
}

function wishOf(row: WishRow, rationale: string): TicketWish {
  const { lineageId, deed, sequence, ticketId, owner, savings, currency } = row;
  const { provider, account, region, nativeId, name, action } = row;
  const why = whyTreeSchema.safeParse(row.why);
  return {
    lineageId,
    deed,
    sequence,
    ...(ticketId === null ? {} : { ticketId }),
    owner,
    content: {
      summary: summaryOf(row),
      action,
      resource: { provider, account, region, nativeId, name },
      savings,
      currency,
      reason: row.text ?? row.reason,
      facts: why.success && why.data.node ? factsIn(why.data.node) : [],
      ruleTitle: row.ruleTitle,
      rationale,
      links: [{ label: 'Open in Evenkeel', url: `${publicUrl()}/recommendations/${lineageId}` }],
    },
  };
}

function summaryOf({ action, name, nativeId, account }: WishRow): string {
  const deed = `${action.charAt(0).toUpperCase()}${action.slice(1).replaceAll(/[-_]/g, ' ')}`;
  return `${deed} ${name ?? nativeId} (${account})`;
}

/** The facts that the match rests on, each once, as its why tree has them. */
function factsIn(node: WhyNode): TicketWish['content']['facts'] {
  const found = new Map<string, string>();
  const visit = ({ operands, children }: WhyNode): void => {
    for (const { text, value } of operands ?? []) {
      if (value !== undefined && value !== null)
        found.set(text, typeof value === 'string' ? value : JSON.stringify(value));
    }
    children?.forEach(visit);
  };
  visit(node);
  return [...found].map(([label, value]) => ({ label, value }));
}
