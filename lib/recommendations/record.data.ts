import type { Transaction } from '@/lib/core/db';

/** The set-based steps of recording a generation, in their order; each is one statement. */

/**
 * Candidates become recommendations, numbered in the order in which they were found. One whose (resource, action) has
 * a live lineage joins it; any other is the first of its own.
 */
export async function insertRecommendations(tx: Transaction, generationId: string): Promise<number> {
  const generation = BigInt(generationId);
  return tx.$executeRaw`
    INSERT INTO recommendations (id, created_at, recommendation, resource_id, first_recommendation_id, generation_id,
      rule_version_id, rule_name, monthly_savings, currency, reason, why, details)
    SELECT id, found_at, action, resource_id, COALESCE(lineage_id, id), ${generation}, rule_version_id, rule_name,
      monthly_savings, currency, reason, why, details
    FROM (
      SELECT nextval('recommendations_id_seq') AS id, ordered.* FROM (
        SELECT c.*, l.id AS lineage_id FROM candidates c
        LEFT JOIN lineages l ON l.resource_id = c.resource_id AND l.action = c.action AND l.status <> 'resolved'
        WHERE c.generation_id = ${generation} ORDER BY c.ordinal OFFSET 0) ordered) numbered`;
}

/** Opens lineages and takes the live ones further; the unique index on live pairs decides which. */
export async function upsertLineages(tx: Transaction, generationId: string): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO lineages AS l (id, resource_id, action, status, status_at, last_recommendation_id, last_found_at, owner,
      environment, monthly_savings, currency)
    SELECT r.first_recommendation_id, r.resource_id, r.recommendation, 'open', r.created_at, r.id, r.created_at, c.owner,
      c.environment, r.monthly_savings, r.currency
    FROM recommendations r
    JOIN candidates c ON c.generation_id = r.generation_id AND c.resource_id = r.resource_id AND c.action = r.recommendation
    WHERE r.generation_id = ${BigInt(generationId)} ORDER BY r.id
    ON CONFLICT (resource_id, action) WHERE status <> 'resolved' DO UPDATE SET
      last_recommendation_id = EXCLUDED.last_recommendation_id, last_found_at = EXCLUDED.last_found_at,
      owner = EXCLUDED.owner, environment = EXCLUDED.environment, monthly_savings = EXCLUDED.monthly_savings,
      currency = EXCLUDED.currency`;
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
