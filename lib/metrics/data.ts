import type { Reader } from '@/lib/core/db';
import { readAttention, readWorkerLiveness } from '@/lib/runs/data';
import { Prisma } from '@/prisma/generated/client';
import type { Figure } from './schema';

/**
 * The figures of the whole installation, whichever process is asked. Each part reads an index over what is open, or a
 * small table, so that a scrape costs the same over a million rows.
 */
export async function readFigures(reader: Reader): Promise<Figure[]> {
  const [rows, attention, { alive }] = await Promise.all([
    reader.$queryRaw<Figure[]>`${Prisma.join(PARTS, ' UNION ALL ')}`,
    readAttention(reader),
    readWorkerLiveness(reader),
  ]);
  return [
    ...rows,
    { name: 'evenkeel_runs_stuck', labels: {}, value: attention.stuck },
    { name: 'evenkeel_graphs_failing', labels: {}, value: attention.failed },
    { name: 'evenkeel_workers_alive', labels: {}, value: alive },
  ];
}

const OVERDUE_MINUTES = 5;
const LIVE = Prisma.sql`('requested', 'running', 'cancelling')`;

/** Each gives (name, labels, value). States without a row are told as 0, so that a series does not come and go. */
const PARTS = [
  Prisma.sql`SELECT 'evenkeel_runs' AS name, jsonb_build_object('state', s.state) AS labels,
      (SELECT count(*) FROM runs r WHERE r.state = s.state::"RunState")::double precision AS value
    FROM unnest(ARRAY['requested', 'running', 'cancelling']) AS s(state)`,
  Prisma.sql`SELECT 'evenkeel_jobs', jsonb_build_object('state', s.state), count(j.name)::double precision
    FROM unnest(ARRAY['waiting', 'queued', 'running']) AS s(state)
    LEFT JOIN (SELECT j.name, j.state::text AS state FROM runs r JOIN run_jobs j ON j.run_id = r.id
      WHERE r.state IN ${LIVE}) j ON j.state = s.state
    GROUP BY s.state`,
  Prisma.sql`SELECT 'evenkeel_job_attempts_total', jsonb_build_object('job', job, 'outcome', outcome),
      attempts::double precision FROM job_totals`,
  Prisma.sql`SELECT 'evenkeel_job_attempt_seconds_total', jsonb_build_object('job', job, 'outcome', outcome), seconds
    FROM job_totals`,
  Prisma.sql`SELECT 'evenkeel_effects', jsonb_build_object('connection', c.name, 'state', s.state),
      (SELECT count(*) FROM effects e
        WHERE e.connection_id = c.id AND e.state = s.state::"EffectState")::double precision
    FROM connections c
    CROSS JOIN unnest(ARRAY['intended', 'sending', 'uncertain', 'parked', 'rejected']) AS s(state)
    WHERE c.kind = 'jira'`,
  Prisma.sql`SELECT 'evenkeel_schedules_overdue', '{}'::jsonb, count(*)::double precision FROM schedules
    WHERE enabled AND next_due_at < now() - ${OVERDUE_MINUTES}::double precision * interval '1 minute'`,
  Prisma.sql`SELECT 'evenkeel_last_generation_timestamp_seconds', '{}'::jsonb,
      extract(epoch FROM max(last_successful_recommendation_generated))::double precision
    FROM recommendations_generated HAVING max(last_successful_recommendation_generated) IS NOT NULL`,
  Prisma.sql`SELECT 'evenkeel_ticket_poll_timestamp_seconds', jsonb_build_object('connection', c.name),
      extract(epoch FROM p.last_success_at)::double precision
    FROM connections c JOIN sync_cursors p ON p.connection_id = c.id
    WHERE c.enabled AND p.last_success_at IS NOT NULL`,
  Prisma.sql`SELECT 'evenkeel_ticket_poll_failing', jsonb_build_object('connection', c.name),
      (p.last_error IS NOT NULL)::int::double precision
    FROM connections c JOIN sync_cursors p ON p.connection_id = c.id WHERE c.enabled`,
  Prisma.sql`SELECT 'evenkeel_imports', jsonb_build_object('state', state), count(*)::double precision
    FROM imports GROUP BY state`,
  Prisma.sql`SELECT 'evenkeel_recommendations_needing_person', '{}'::jsonb, count(*)::double precision
    FROM lineages WHERE needs_person IS NOT NULL`,
];
