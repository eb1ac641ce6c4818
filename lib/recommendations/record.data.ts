import type { Transaction } from '@/lib/core/db';

/** The set-based steps of recording a generation, in their order; each is one statement. */

/**
 * Candidates become recommendations, numbered in the order in which they were found. One whose (resource, action) has
 * a live lineage joins it and takes it further; any other opens one of its own. The unique index on live pairs has the
 * last word. One statement, as a join of rows just written would be planned blind.
 */
export async function insertRecommendations(tx: Transaction, generationId: string): Promise<number> {
  const generation = BigInt(generationId);
  return tx.$executeRaw`
    WITH numbered AS MATERIALIZED (
      SELECT nextval('recommendations_id_seq') AS id, ordered.* FROM (
        SELECT c.*, l.id AS lineage_id FROM candidates c
        LEFT JOIN lineages l ON l.resource_id = c.resource_id AND l.action = c.action AND l.status <> 'resolved'
        WHERE c.generation_id = ${generation} ORDER BY c.ordinal OFFSET 0) ordered),
    written AS (
      INSERT INTO recommendations (id, created_at, recommendation, resource_id, first_recommendation_id, generation_id,
        rule_version_id, rule_name, monthly_savings, currency, reason, why, details)
      SELECT id, found_at, action, resource_id, COALESCE(lineage_id, id), ${generation}, rule_version_id, rule_name,
        monthly_savings, currency, reason, why, details FROM numbered)
    INSERT INTO lineages AS l (id, resource_id, action, status, status_at, last_recommendation_id, last_found_at, owner,
      environment, monthly_savings, counted_savings, cash_cost, currency)
    SELECT COALESCE(lineage_id, id), resource_id, action, 'open', found_at, id, found_at, owner, environment,
      monthly_savings, monthly_savings, (details->>'cashCost')::numeric, currency FROM numbered ORDER BY id
    ON CONFLICT (resource_id, action) WHERE status <> 'resolved' DO UPDATE SET
      last_recommendation_id = EXCLUDED.last_recommendation_id, last_found_at = EXCLUDED.last_found_at,
      owner = EXCLUDED.owner, environment = EXCLUDED.environment, monthly_savings = EXCLUDED.monthly_savings,
      counted_savings = EXCLUDED.counted_savings, cash_cost = EXCLUDED.cash_cost, currency = EXCLUDED.currency`;
}

/** Ties what was found to the resource that it hangs on, by any spelling of that one in the same account. */
export async function attachLineages(tx: Transaction, generationId: string): Promise<void> {
  await tx.$executeRaw`
    WITH found AS (
      SELECT r.first_recommendation_id AS lineage_id, r.details->'attachedTo' AS names, own.provider, own.account, own.region,
        own.id AS own_id
      FROM recommendations r JOIN lineages l ON l.id = r.first_recommendation_id JOIN resources own ON own.id = r.resource_id
      WHERE r.generation_id = ${BigInt(generationId)} AND (r.details ? 'attachedTo' OR l.attached_to IS NOT NULL)),
    named AS (SELECT f.*, name FROM found f CROSS JOIN LATERAL jsonb_array_elements_text(f.names) AS n(name)),
    hosts AS (
      SELECT DISTINCT ON (named.lineage_id) named.lineage_id, known.id
      FROM named JOIN (
        SELECT id, provider, account, region, native_id AS name FROM resources
        UNION ALL SELECT resource_id, provider, account, region, alias FROM resource_aliases) known
        ON known.provider = named.provider AND known.account = named.account AND known.name = named.name
      WHERE known.id <> named.own_id
      ORDER BY named.lineage_id, known.region = named.region DESC, known.id)
    UPDATE lineages l SET attached_to = hosts.id
    FROM found LEFT JOIN hosts ON hosts.lineage_id = found.lineage_id
    WHERE l.id = found.lineage_id AND l.attached_to IS DISTINCT FROM hosts.id`;
}

export async function insertFirstEvents(
  tx: Transaction,
  generationId: string,
  actor: string,
): Promise<number> {
  return tx.$executeRaw`
    INSERT INTO lineage_events (lineage_id, at, event, from_status, to_status, detail, actor)
    SELECT id, created_at, 'found', NULL, 'open', reason, ${actor} FROM recommendations
    WHERE generation_id = ${BigInt(generationId)} AND id = first_recommendation_id ORDER BY id`;
}

/** Repeats belong to the ticket that their lineage has. */
export async function mapRepeats(tx: Transaction, generationId: string): Promise<number> {
  return tx.$executeRaw`
    INSERT INTO recommendation_ticket_map (recommendation_id, first_recommendation_id, ticket_id)
    SELECT r.id, r.first_recommendation_id, l.ticket_id FROM recommendations r
    JOIN lineages l ON l.id = r.first_recommendation_id
    WHERE r.generation_id = ${BigInt(generationId)} AND l.ticket_id IS NOT NULL
    ORDER BY r.id ON CONFLICT (recommendation_id) DO NOTHING`;
}
