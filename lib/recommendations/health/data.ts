import type { Reader } from '@/lib/core/db';
import { Prisma } from '@/prisma/generated/client';

/** What the health of rules is made of. `slugs` are the rule sets asked about. */

/** The recorded generations of the 30 days up to the last one. */
const WINDOW = Prisma.sql`(
  SELECT g.id, g.last_successful_recommendation_generated AS at FROM recommendations_generated g
  WHERE g.state = 'recorded' AND g.last_successful_recommendation_generated > (
    SELECT max(last_successful_recommendation_generated) - interval '30 days' FROM recommendations_generated))`;

export async function readWindow(reader: Reader): Promise<{ since: Date | null; generations: number }> {
  const rows = await reader.$queryRaw<{ since: Date | null; generations: number }[]>`
    SELECT max(w.at) - interval '30 days' AS since, count(*)::int AS generations FROM ${WINDOW} w`;
  return rows[0] ?? { since: null, generations: 0 };
}

/** One rule in one version of its set. */
type OfRule = { set: string; version: number; rule: string };

export type OutcomeRow = OfRule & {
  recommends: boolean;
  generations: number;
  judged: number;
  matched: number;
  unknown: number;
  errors: number;
  heldBack: number;
  lastMatchAt: Date | null;
};

/** What generations counted. */
export async function readOutcomes(reader: Reader, slugs: string[]): Promise<OutcomeRow[]> {
  return reader.$queryRaw<OutcomeRow[]>`
    SELECT s.slug AS set, v.version, o.rule_name AS rule, bool_or(o.recommends) AS recommends,
      count(*)::int AS generations, sum(o.judged)::int AS judged, sum(o.matched)::int AS matched,
      sum(o.unknown)::int AS unknown, sum(o.errors)::int AS errors, sum(o.held_back)::int AS "heldBack",
      max(w.at) FILTER (WHERE o.matched > 0) AS "lastMatchAt"
    FROM rule_outcomes o JOIN ${WINDOW} w ON w.id = o.generation_id
    JOIN rule_versions v ON v.id = o.rule_version_id JOIN rule_sets s ON s.id = v.rule_set_id
    WHERE s.slug = ANY(${slugs}::text[]) GROUP BY 1, 2, 3`;
}

export type FindingRow = OfRule & {
  open: number;
  decided: number;
  dismissed: number;
  lastFoundAt: Date | null;
};

/** The lineages of a set, each at the rule and the version that found it last. */
const FINDINGS = Prisma.sql`lineages l
  JOIN recommendations r ON r.id = l.last_recommendation_id
  JOIN rule_versions v ON v.id = r.rule_version_id JOIN rule_sets s ON s.id = v.rule_set_id`;

/** What became of what they found. */
export async function readFindings(reader: Reader, slugs: string[]): Promise<FindingRow[]> {
  return reader.$queryRaw<FindingRow[]>`
    SELECT s.slug AS set, v.version, r.rule_name AS rule, (count(*) FILTER (WHERE l.status = 'open'))::int AS open,
      (count(*) FILTER (WHERE l.status IN ('in_progress', 'closed', 'verified', 'dismissed')))::int AS decided,
      (count(*) FILTER (WHERE l.status = 'dismissed'))::int AS dismissed, max(l.last_found_at) AS "lastFoundAt"
    FROM ${FINDINGS} WHERE s.slug = ANY(${slugs}::text[]) GROUP BY 1, 2, 3`;
}

export type ReasonRow = { rule: string; reason: string; count: number };

/** Why its findings were dismissed; the same words in another case are the same reason. */
export async function readReasons(reader: Reader, slug: string): Promise<ReasonRow[]> {
  return reader.$queryRaw<ReasonRow[]>`
    SELECT rule, reason, count FROM (
      SELECT r.rule_name AS rule, min(l.dismissed_reason) AS reason, count(*)::int AS count,
        row_number() OVER (PARTITION BY r.rule_name ORDER BY count(*) DESC, min(l.dismissed_reason)) AS place
      FROM ${FINDINGS} WHERE s.slug = ${slug} AND l.status = 'dismissed'
      GROUP BY r.rule_name, lower(trim(l.dismissed_reason))) told
    WHERE place <= 3 ORDER BY rule, place`;
}

export type VerifiedRow = { rule: string; currency: string; amount: string; count: number };

/** What its findings really saved a month, as far as it is measured; what another action stands for is not counted. */
export async function readVerified(reader: Reader, slug: string): Promise<VerifiedRow[]> {
  return reader.$queryRaw<VerifiedRow[]>`
    SELECT r.rule_name AS rule, l.verified_savings->>'currency' AS currency, count(*)::int AS count,
      trim_scale(sum((l.verified_savings->>'cash')::numeric))::text AS amount
    FROM ${FINDINGS}
    WHERE s.slug = ${slug} AND l.status = 'verified' AND l.verified_savings IS NOT NULL AND l.excluded_by IS NULL
    GROUP BY 1, 2 ORDER BY 1, 2`;
}

export type SeriesRow = { rule: string; at: Date; version: number; matched: number };

/** More points than that are not told apart in a sparkline. */
const MOST_POINTS = 60;

/** How often each rule matched in each of the last generations, the oldest first. */
export async function readSeries(reader: Reader, slug: string): Promise<SeriesRow[]> {
  return reader.$queryRaw<SeriesRow[]>`
    WITH points AS (SELECT * FROM ${WINDOW} w ORDER BY id DESC LIMIT ${MOST_POINTS}::int)
    SELECT o.rule_name AS rule, p.at, v.version, o.matched
    FROM points p JOIN rule_outcomes o ON o.generation_id = p.id
    JOIN rule_versions v ON v.id = o.rule_version_id JOIN rule_sets s ON s.id = v.rule_set_id
    WHERE s.slug = ${slug} ORDER BY o.rule_name, p.id`;
}
