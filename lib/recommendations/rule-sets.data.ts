import type { Reader } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import type { Page } from '@/lib/core/list';
import { readPage, type SortColumn } from '@/lib/core/page';
import { armingState } from '@/lib/rules/arming.data';
import { CURRENT_OF_SET, HAS_NEWER_SHIPPED, IS_CHANGED_HERE, readRuleSet } from '@/lib/rules/editing/data';
import { Prisma } from '@/prisma/generated/client';
import { readMarkedRules } from './health/health';
import type { MarkedRule } from './health/schema';
import type { ListRuleSetsInput, RuleSetPage, RuleSetView } from './rule-sets.schema';

/** What the last generation counted, by set; a rule counts only if it recommends. */
const TOLD = Prisma.sql`
  last AS (
    SELECT summary, NULLIF((summary->>'resources')::bigint, 0) AS resources FROM recommendations_generated
    WHERE state = 'recorded' ORDER BY id DESC LIMIT 1),
  told AS (
    SELECT r.set, sum(r.matched)::int AS matched, sum(r.unknown)::int AS unknown,
      LEAST(1, sum(r.unknown)::float8 / NULLIF(sum(COALESCE(r.judged, last.resources)), 0)) AS share
    FROM last, jsonb_to_recordset(COALESCE(last.summary->'rules', '[]')) AS r(set text, judged bigint, matched bigint, unknown bigint)
    GROUP BY r.set, last.resources),
  silent AS (
    SELECT split_part(n.told, '/', 1) AS set, array_agg(n.told ORDER BY n.told) AS told
    FROM last, jsonb_array_elements_text(COALESCE(last.summary->'neverFires', '[]')) AS n(told) GROUP BY 1)`;

/** What stands of what each set has found; of two currencies each has its own amount. */
const STANDING = Prisma.sql`
  amounts AS (
    SELECT v.rule_set_id, l.currency, max(l.last_found_at) AS last_match,
      count(*) FILTER (WHERE l.status <> 'resolved') AS found, count(*) FILTER (WHERE l.status = 'dismissed') AS dismissed,
      count(*) FILTER (WHERE l.status = 'open' AND l.excluded_by IS NULL AND l.monthly_savings IS NOT NULL) AS open,
      sum(l.counted_savings) FILTER (WHERE l.status = 'open' AND l.excluded_by IS NULL) AS amount
    FROM lineages l JOIN recommendations r ON r.id = l.last_recommendation_id
    JOIN rule_versions v ON v.id = r.rule_version_id GROUP BY 1, 2),
  standing AS (
    SELECT rule_set_id, max(last_match) AS last_match, sum(found)::int AS found, sum(dismissed)::int AS dismissed,
      max(amount) FILTER (WHERE currency IS NOT NULL) AS largest,
      jsonb_agg(jsonb_build_object('currency', currency, 'amount', trim_scale(amount)::text, 'count', open)
        ORDER BY currency) FILTER (WHERE currency IS NOT NULL AND amount IS NOT NULL) AS savings
    FROM amounts GROUP BY 1)`;

const [C, A] = [Prisma.sql`c`, Prisma.sql`a`];
const ARMED = Prisma.sql`LATERAL (
  SELECT COALESCE(array_agg(c.name ORDER BY c.name) FILTER (WHERE ${armingState(C, A)} = 'live'), '{}') AS live,
    COALESCE(array_agg(c.name ORDER BY c.name) FILTER (WHERE ${armingState(C, A)} = 'shadow'), '{}') AS shadow
  FROM connections c LEFT JOIN rule_set_arming a ON a.connection_id = c.id AND a.rule_set_id = s.id
  WHERE c.enabled AND c.kind = 'jira') armed`;

const FROM = Prisma.sql`(
  WITH ${TOLD}, ${STANDING}
  SELECT s.slug, s.title, s.domain, s.origin::text AS origin, s.current_version AS version, v.published_at,
    CASE WHEN s.current_version = 0 THEN 'unpublished' WHEN s.enabled THEN 'enabled' ELSE 'disabled' END AS state,
    v.published_by, COALESCE(${IS_CHANGED_HERE}, false) AS is_changed, COALESCE(${HAS_NEWER_SHIPPED}, false) AS is_newer,
    (SELECT count(*)::int FROM rule_drafts d WHERE d.rule_set_id = s.id) AS drafts, armed.live, armed.shadow,
    COALESCE(standing.savings, '[]') AS savings, standing.largest, standing.last_match,
    COALESCE(standing.found, 0) AS found, COALESCE(standing.dismissed, 0) AS dismissed,
    standing.dismissed::float8 / NULLIF(standing.found, 0) AS dismissed_share,
    told.matched, told.unknown, told.share AS unknown_share, COALESCE(silent.told, '{}') AS silent
  FROM rule_sets s LEFT JOIN rule_versions v ON ${CURRENT_OF_SET}
  CROSS JOIN ${ARMED}
  LEFT JOIN standing ON standing.rule_set_id = s.id
  LEFT JOIN told ON told.set = s.slug LEFT JOIN silent ON silent.set = s.slug) sets`;

const SELECT = Prisma.sql`slug AS id, slug, title, domain, origin, state, version, published_at AS "publishedAt",
  published_by AS "publishedBy", is_changed AS "isChangedHere", is_newer AS "hasNewerShipped", drafts, live, shadow,
  savings AS "openSavings", found, dismissed, dismissed_share AS "dismissedShare", matched, unknown,
  unknown_share AS "unknownShare", last_match AS "lastMatchAt", silent AS "neverFires"`;

/** What is not known stands below all that is. */
const SORTS: Record<string, SortColumn> = {
  slug: { expression: Prisma.sql`slug`, cast: 'text' },
  title: { expression: Prisma.sql`title`, cast: 'text' },
  openSaving: { expression: Prisma.sql`COALESCE(largest, -1)`, cast: 'numeric' },
  dismissedShare: { expression: Prisma.sql`COALESCE(dismissed_share, -1)::numeric`, cast: 'numeric' },
  unknownShare: { expression: Prisma.sql`COALESCE(unknown_share, -1)::numeric`, cast: 'numeric' },
  lastMatch: { expression: Prisma.sql`COALESCE(last_match, '-infinity')`, cast: 'timestamptz' },
};

type Row = Omit<RuleSetView, 'publishedAt' | 'lastMatchAt' | 'marked'> & {
  publishedAt: Date | null;
  lastMatchAt: Date | null;
};

/** Rule sets with what they come to; those of which the most is unknown first. */
export async function listRuleSets(reader: Reader, input: ListRuleSetsInput): Promise<Page<RuleSetView>> {
  const { rows, nextCursor } = await readPage<Row>(reader, {
    select: SELECT,
    from: FROM,
    where: conditionsOf(input),
    sorts: SORTS,
    defaultSort: '-unknownShare',
    id: { expression: Prisma.sql`slug`, cast: 'text' },
    list: input,
  });
  const marked = await readMarkedRules(reader, rows);
  return { items: rows.map((row) => viewOf(row, marked.get(row.slug))), nextCursor };
}

/** One set with its texts and what it comes to. Throws `not_found`. */
export async function readRuleSetWithFigures(reader: Reader, slug: string): Promise<RuleSetPage> {
  const detail = await readRuleSet(reader, slug);
  const rows = await reader.$queryRaw<Row[]>`SELECT ${SELECT} FROM ${FROM} WHERE slug = ${slug}`;
  const figures = rows[0];
  if (!figures) throw new AppError('not_found', `there is no rule set ${slug}`);
  const marked = await readMarkedRules(reader, rows);
  return { ...detail, figures: viewOf(figures, marked.get(slug)) };
}

function conditionsOf({ domain, origin, state, q }: ListRuleSetsInput): Prisma.Sql[] {
  const pattern = q ? `%${q.replaceAll(/[\\%_]/g, '\\$&')}%` : null;
  return [
    ...(domain === undefined ? [] : [Prisma.sql`domain = ${domain}`]),
    ...(origin === undefined ? [] : [Prisma.sql`origin = ${origin}`]),
    ...(state === undefined ? [] : [Prisma.sql`state = ${state}`]),
    ...(pattern === null ? [] : [Prisma.sql`(slug ILIKE ${pattern} OR title ILIKE ${pattern})`]),
  ];
}

function viewOf({ publishedAt, lastMatchAt, ...row }: Row, marked: MarkedRule[] = []): RuleSetView {
  const { id, slug, title, domain, origin, state, version, publishedBy, isChangedHere, hasNewerShipped } =
    row;
  const { drafts, live, shadow, openSavings, found, dismissed, dismissedShare } = row;
  const { matched, unknown, unknownShare, neverFires } = row;
  return {
    ...{ id, slug, title, domain, origin, state, version, publishedBy, isChangedHere, hasNewerShipped },
    ...{ drafts, live, shadow, openSavings, found, dismissed, dismissedShare },
    ...{ matched, unknown, unknownShare, neverFires, marked },
    publishedAt: publishedAt?.toISOString() ?? null,
    lastMatchAt: lastMatchAt?.toISOString() ?? null,
  } satisfies RuleSetView;
}
