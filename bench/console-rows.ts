import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { database } from '@/lib/core/db';
import { seal } from '@/lib/core/seal';
import { seedShippedRuleSets } from '@/lib/rules/commands';

/** Enough sources for a large company; no number of rows makes more of them. */
const SOURCES = 20;
const CHARGES_A_RESOURCE = 100;

/**
 * Fills an empty database with `rows` of everything that the console lists: recommendations with their resources and
 * tickets, effects, runs, uploads with refused rows, charges, audit events, users and tokens. By one statement a
 * table, with values that differ as real ones do: seven states, forty accounts, savings with a long tail.
 */
export async function fillConsole(client: pg.Client, rows: number): Promise<void> {
  await seedShippedRuleSets();
  const connectionId = randomUUID();
  await database().connection.create({
    data: {
      id: connectionId,
      kind: 'jira',
      name: 'Jira',
      baseUrl: 'https://bench.example',
      account: 'bench@example.com',
      sealedSecret: seal('bench', `connections:${connectionId}:sealed_secret`),
    },
  });
  await fillSources(client);
  // References are made so that they hold; asking after each of millions would only take time.
  await client.query(`SET session_replication_role = replica`);
  for (const statement of [...savings(connectionId), ...work(connectionId), ...bills(), ...people()]) {
    await client.query(statement.replaceAll(':rows', String(rows)));
  }
  await client.query(`SET session_replication_role = DEFAULT`);
  for (const { table, column } of SEQUENCES) {
    await client.query(
      `SELECT setval(pg_get_serial_sequence('${table}', '${column}'), (SELECT max(${column}) + 1 FROM ${table}))`,
    );
  }
  await client.query('VACUUM ANALYZE');
}

const SEQUENCES = ['resources', 'recommendations', 'tickets', 'effects', 'imports', 'lineage_events'].map(
  (table) => ({ table, column: 'id' }),
);

async function fillSources(client: pg.Client): Promise<void> {
  await client.query(`
    INSERT INTO sources (name, kind, config)
    SELECT 'Source ' || i, (CASE WHEN i % 2 = 0 THEN 'focus' ELSE 'inventory' END)::"SourceKind", '{}'
    FROM generate_series(1, ${SOURCES}) i`);
  await client.query(`
    INSERT INTO snapshots (source_id, taken_at, data_from, data_through)
    SELECT id, now(), now() - interval '30 days', now() - interval '1 day' FROM sources`);
  await client.query(`
    INSERT INTO coverage (snapshot_id, provider, account, level)
    SELECT s.id, 'aws', a::text, 'whole' FROM snapshots s, generate_series(1000, 1039) a`);
}

/** Resources, recommendations, lineages with their story, tickets and the map between. */
function savings(connectionId: string): string[] {
  return [
    `INSERT INTO recommendations_generated (id, started_at, last_successful_recommendation_generated, state)
     VALUES (1, now() - interval '1 hour', now(), 'recorded')`,
    `INSERT INTO resources (id, provider, account, region, native_id, key, name, first_seen_at, last_seen_at)
     SELECT i, 'aws', (1000 + i % 40)::text, 'eu-west-' || 1 + i % 3, 'i-' || md5(i::text), md5('key' || i)::uuid,
       'machine-' || i, now() - interval '90 days', now() FROM generate_series(1, :rows) i`,
    `INSERT INTO recommendations (id, created_at, recommendation, resource_id, first_recommendation_id, generation_id,
       rule_version_id, rule_name, monthly_savings, currency, reason, why, details)
     SELECT i, now() - i % 1000 * interval '1 hour', (ARRAY['delete','resize','migrate'])[1 + i % 3], i, i, 1,
       (SELECT min(id) + i % 10 FROM rule_versions), 'a-rule', round((5000 / (1 + i % 997))::numeric, 2), 'USD',
       'No requests in 30 days', '{"sentence": "No requests"}', '{"kind": "instance", "service": "Compute"}'
     FROM generate_series(1, :rows) i`,
    `INSERT INTO lineages (id, resource_id, action, status, status_at, last_recommendation_id, last_found_at, owner,
       monthly_savings, counted_savings, currency, ticket_id, dismissed_reason, dismissed_by, verified_at, verified_savings)
     SELECT i, i, r.recommendation, state::"LineageStatus", now() - i % 500 * interval '1 hour', i, now(),
       'team-' || i % 60, r.monthly_savings, r.monthly_savings, 'USD', i,
       CASE WHEN state = 'dismissed' THEN 'kept' END, CASE WHEN state = 'dismissed' THEN 'person' END,
       CASE WHEN state = 'verified' THEN now() - i % 300 * interval '1 day' END,
       CASE WHEN state = 'verified' THEN jsonb_build_object('cash', r.monthly_savings::text,
         'priceEffect', null, 'usageEffect', null, 'freedCommitment', '0', 'currency', 'USD', 'possiblyMoved', false,
         'measuredThrough', '2026-11-01T00:00:00Z') END
     FROM recommendations r, generate_series(1, :rows) i,
       LATERAL (SELECT (ARRAY['open','open','open','in_progress','closed','verified','dismissed','resolved'])[1 + i % 8] AS state) s
     WHERE r.id = i`,
    `INSERT INTO lineage_events (lineage_id, at, event, to_status, actor)
     SELECT i, now(), 'first found', 'open', 'generation' FROM generate_series(1, :rows) i`,
    `INSERT INTO tickets (id, connection_id, external_id, key, url, summary, subject, owner, project_key, status,
       status_category, sync_state, created_at, updated_at)
     SELECT i, '${connectionId}', i::text, 'FIN-' || i, 'https://bench.example/browse/FIN-' || i,
       'Delete machine-' || i, 'lineage:' || i, 'team-' || i % 60, 'FIN', 'To Do', 'new',
       (CASE WHEN i % 1000 = 0 THEN 'conflict' WHEN i % 500 = 1 THEN 'ours_ahead' ELSE 'in_sync' END)::"SyncState",
       now() - interval '10 days', now() - i % 10000 * interval '1 minute' FROM generate_series(1, :rows) i`,
    `INSERT INTO ticket_moves (ticket_id, at, to_status, to_category)
     SELECT i, now(), 'To Do', 'new' FROM generate_series(1, :rows) i`,
    `INSERT INTO recommendation_ticket_map (recommendation_id, first_recommendation_id, ticket_id)
     SELECT i, i, i FROM generate_series(1, :rows) i`,
  ];
}

/** The ledger and the runs. */
function work(connectionId: string): string[] {
  return [
    `INSERT INTO effects (id, key, kind, subject, connection_id, state, payload, frozen, attempts, result, settled_at)
     SELECT i, 'ticket.create:' || i || ':1', 'ticket.create', 'lineage:' || i, '${connectionId}',
       (CASE WHEN i % 2000 = 0 THEN 'parked' ELSE 'confirmed' END)::"EffectState", '{}', true, 1, '{}', now()
     FROM generate_series(1, :rows) i`,
    `INSERT INTO effect_attempts (effect_id, token, deed, started_at, ended_at, outcome, status)
     SELECT i, md5('token' || i)::uuid, 'send', now(), now(), 'confirmed', 201 FROM generate_series(1, :rows) i`,
    `INSERT INTO runs (id, graph, mode, key, input, plan, state, requested_by, trigger, requested_at, started_at, ended_at,
       handed_epoch)
     SELECT overlay(overlay(md5('run' || i) PLACING '4' FROM 13) PLACING '8' FROM 17)::uuid, (ARRAY['recommend','sync-tickets','distribute'])[1 + i % 3], 'simple', 'key:' || i, '{}',
       '[{"name":"monitor","job":"monitor","input":{},"needs":[]}]',
       (CASE WHEN i % 5000 = 0 THEN 'failed' ELSE 'succeeded' END)::"RunState", 'schedule', 'schedule',
       now() - i * interval '1 minute', now() - i * interval '1 minute', now() - i * interval '1 minute' + interval '5 seconds', 1
     FROM generate_series(1, :rows) i`,
    `INSERT INTO run_jobs (run_id, name, position, job, state, attempt, started_at, ended_at)
     SELECT overlay(overlay(md5('run' || i) PLACING '4' FROM 13) PLACING '8' FROM 17)::uuid, 'monitor', 0, 'monitor', 'succeeded', 1, now(), now() FROM generate_series(1, :rows) i`,
    `INSERT INTO run_attempts (run_id, name, attempt, epoch, workflow_id, step, state, started_at, ended_at)
     SELECT overlay(overlay(md5('run' || i) PLACING '4' FROM 13) PLACING '8' FROM 17)::uuid, 'monitor', 1, 1, 'w' || i, 0, 'succeeded', now(), now() FROM generate_series(1, :rows) i`,
    `INSERT INTO run_logs (run_id, at, level, message)
     SELECT overlay(overlay(md5('run1') PLACING '4' FROM 13) PLACING '8' FROM 17)::uuid, now(), 'info', 'line ' || i FROM generate_series(1, :rows) i`,
  ];
}

/** Uploads, their refused rows, and charges. */
function bills(): string[] {
  return [
    // Most deliveries of a bill are the same files again; one in a thousand brought something.
    `INSERT INTO imports (id, source_id, file_name, state, delivered_at, started_at, ended_at, imported_by, checksum)
     SELECT i, s.id, 'bill-' || i || '.csv', (CASE WHEN i % 1000 = 1 THEN 'done' ELSE 'unchanged' END)::"ImportState",
       now(), now(), now(), 'bench', md5(i::text)
     FROM generate_series(1, :rows) i
     JOIN (SELECT id, row_number() OVER (ORDER BY kind::text, name) - 1 AS place FROM sources) s ON s.place = i % ${SOURCES}`,
    `INSERT INTO import_faults (import_id, line, message) SELECT 1, i, 'no such column' FROM generate_series(1, :rows) i`,
    `INSERT INTO bill_deliveries (id, import_id, billing_account, period_start, period_end, delivered_at, rows,
       charged_from, charged_through)
     VALUES (10000, 1, 'bench', date_trunc('month', now()), date_trunc('month', now()) + interval '1 month', now(), :rows,
       now() - interval '20 days', now() - interval '1 day')`,
    `CREATE TABLE charges_bench PARTITION OF charges FOR VALUES FROM (10000) TO (20000)`,
    `INSERT INTO charges (delivery_id, line, charge_start, charge_end, resource_key, provider, account, category,
       currency, billed_cost, effective_cost)
     SELECT 10000, i, now() - i % ${CHARGES_A_RESOURCE} * interval '1 hour', now(),
       md5('key' || 1 + i / ${CHARGES_A_RESOURCE})::uuid, 'aws', '1000', 'Usage', 'USD', 1.5, 1.5
     FROM generate_series(1, :rows) i`,
  ];
}

function people(): string[] {
  return [
    `INSERT INTO users (email, name, role) SELECT 'person-' || i || '@example.com', 'Person ' || i, 'viewer'
     FROM generate_series(1, :rows) i`,
    `INSERT INTO api_tokens (name, token_hash, role, expires_at)
     SELECT 'token ' || i, md5(i::text) || md5('x' || i), 'viewer', now() + interval '1 year' FROM generate_series(1, :rows) i`,
    `INSERT INTO audit_events (at, actor_kind, actor_name, action, subject_kind, subject_id, after)
     SELECT now() - i * interval '1 second', 'user', 'person-' || i % 100 || '@example.com',
       (ARRAY['recommendation.dismissed','run.started','session.started'])[1 + i % 3], 'recommendation', i::text,
       '{"state": "open"}' FROM generate_series(1, :rows) i`,
  ];
}
