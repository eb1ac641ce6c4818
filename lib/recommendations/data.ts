import type { Reader } from '@/lib/core/db';
import type { Page } from '@/lib/core/list';
import { containing, readPage, type SortColumn } from '@/lib/core/page';
import { Prisma } from '@/prisma/generated/client';
import type {
  ListRecommendationsInput,
  RecommendationChoices,
  RecommendationFilter,
  RecommendationTotals,
  RecommendationView,
} from './schema';

/**
 * The list of recommendations as people see it: one row a lineage, with what its last recommendation says. All but
 * the ticket are always there; as outer joins those that a query asks nothing of are left out by the planner.
 */
const FROM = Prisma.sql`lineages l
  LEFT JOIN recommendations r ON r.id = l.last_recommendation_id
  LEFT JOIN recommendations f ON f.id = l.id
  LEFT JOIN resources s ON s.id = l.resource_id
  LEFT JOIN rule_versions v ON v.id = r.rule_version_id
  LEFT JOIN rule_sets rs ON rs.id = v.rule_set_id
  LEFT JOIN tickets t ON t.id = l.ticket_id`;

const SELECT = Prisma.sql`l.id::text AS id, l.action, l.status::text AS status, l.status_at AS "statusAt",
  l.monthly_savings::text AS savings, r.details->>'atStake' AS "atStake", l.currency,
  l.resource_id::text AS "resourceId", s.provider, s.account, s.region, s.native_id AS "nativeId",
  s.name AS "resourceName", r.details->>'kind' AS kind, r.details->>'service' AS service, l.owner, l.environment,
  CASE rs.domain WHEN 'quality' THEN 'quality' ELSE 'finops' END AS domain, rs.slug AS set, rs.title AS "setTitle", r.rule_name AS rule, r.reason, f.created_at AS "firstFoundAt",
  l.last_found_at AS "lastFoundAt", l.is_covered AS "isCovered", l.not_covered_reason AS "notCoveredReason",
  l.is_regressed AS "isRegressed", l.excluded_by::text AS "excludedBy", l.wait_reason AS "waitReason",
  l.needs_person AS "needsPerson", t.id::text AS "ticketId", t.key AS "ticketKey", t.url AS "ticketUrl",
  t.status AS "ticketStatus", l.verified_savings AS realised`;

const ID: SortColumn = { expression: Prisma.sql`l.id`, cast: 'bigint' };

const SORTS: Record<string, SortColumn> = {
  // An unknown saving stands below every known one.
  saving: { expression: Prisma.sql`COALESCE(l.monthly_savings, -1)`, cast: 'numeric' },
  found: ID, // lineages have the id of their first recommendation, and ids are given in the order of finding
  seen: { expression: Prisma.sql`l.last_found_at`, cast: 'timestamptz' },
  changed: { expression: Prisma.sql`l.status_at`, cast: 'timestamptz' },
  action: { expression: Prisma.sql`l.action`, cast: 'text' },
  resource: { expression: Prisma.sql`COALESCE(s.name, s.native_id)`, cast: 'text' },
  owner: { expression: Prisma.sql`COALESCE(l.owner, '')`, cast: 'text' },
  state: { expression: Prisma.sql`l.status`, cast: '"LineageStatus"' },
  ticket: { expression: Prisma.sql`COALESCE(t.key, '')`, cast: 'text' },
  rule: { expression: Prisma.sql`rs.slug`, cast: 'text' },
};

type Row = Omit<RecommendationView, 'statusAt' | 'firstFoundAt' | 'lastFoundAt'> & {
  statusAt: Date;
  firstFoundAt: Date;
  lastFoundAt: Date;
};

export async function listRecommendations(
  reader: Reader,
  input: ListRecommendationsInput,
): Promise<Page<RecommendationView>> {
  const page = await readPage<{ id: bigint }>(reader, {
    select: Prisma.sql`l.id`,
    from: FROM,
    where: [...conditionsOf(input), ...leadingJoin(input.sort)],
    sorts: SORTS,
    defaultSort: '-saving',
    id: ID,
    list: input,
  });
  const rows = await reader.$queryRaw<Row[]>`
    SELECT ${SELECT} FROM unnest(${page.rows.map(({ id }) => id)}::bigint[]) WITH ORDINALITY page(id, place)
    JOIN (${FROM}) ON l.id = page.id ORDER BY page.place`;
  return { items: rows.map(viewOf), nextCursor: page.nextCursor } satisfies Page<RecommendationView>;
}

/** Sorted by what the resource says, its index leads: the planner may turn the join round once it is an inner one. */
function leadingJoin(sort: string | undefined): Prisma.Sql[] {
  return sort?.replace('-', '') === 'resource' ? [Prisma.sql`s.id IS NOT NULL`] : [];
}

/** One row, or null. */
export async function readRecommendation(
  reader: Reader,
  lineageId: string,
): Promise<RecommendationView | null> {
  const rows = await reader.$queryRaw<Row[]>`SELECT ${SELECT} FROM ${FROM} WHERE l.id = ${lineageId}::bigint`;
  return rows[0] ? viewOf(rows[0]) : null;
}

const REALISED = Prisma.sql`l.status = 'verified' AND l.verified_savings IS NOT NULL AND l.excluded_by IS NULL`;

/** What the whole filtered list comes to, by currency. */
export async function totalRecommendations(
  reader: Reader,
  input: ListRecommendationsInput,
): Promise<RecommendationTotals> {
  const rows = await reader.$queryRaw<
    { currency: string | null; amount: string | null; n: number; excluded: number }[]
  >`
    SELECT l.currency, sum(l.monthly_savings) FILTER (WHERE l.excluded_by IS NULL)::text AS amount, count(*)::int AS n,
      count(l.excluded_by)::int AS excluded
    FROM ${FROM} ${where(input)} GROUP BY l.currency ORDER BY l.currency`;
  const savings = rows.flatMap(({ currency, amount, n, excluded }) =>
    currency === null || amount === null ? [] : [{ currency, amount, count: n - excluded }],
  );
  const realised = await reader.$queryRaw<RecommendationTotals['realised']>`
    SELECT l.verified_savings->>'currency' AS currency, count(*)::int AS count,
      sum((l.verified_savings->>'cash')::numeric)::text AS amount
    FROM ${FROM} ${where(input, REALISED)} GROUP BY 1 ORDER BY 1`;
  const sum = (of: 'n' | 'excluded') => rows.reduce((total, row) => total + row[of], 0);
  return { count: sum('n'), excluded: sum('excluded'), savings, realised } satisfies RecommendationTotals;
}

/** What the filters offer, over every recommendation whose life is not over. */
export async function readChoices(reader: Reader): Promise<RecommendationChoices> {
  const by = (value: Prisma.Sql, label = value) => reader.$queryRaw<RecommendationChoices['action']>`
    SELECT ${value} AS value, min(${label}) AS label, count(*)::int AS count FROM ${FROM}
    WHERE l.status <> 'resolved' AND ${value} IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 200`;
  const [action, owner, account, kind, set] = await Promise.all([
    by(Prisma.sql`l.action`),
    by(Prisma.sql`l.owner`),
    by(Prisma.sql`s.account`),
    by(Prisma.sql`r.details->>'kind'`),
    by(Prisma.sql`rs.slug`, Prisma.sql`rs.title`),
  ]);
  return { action, owner, account, kind, set } satisfies RecommendationChoices;
}

/** The lineages `l` that a filter lets through, as what stands behind SELECT. */
export function fitting(filter: RecommendationFilter): Prisma.Sql {
  return Prisma.sql`FROM ${FROM} ${where(filter)}`;
}

function where(input: RecommendationFilter, ...more: Prisma.Sql[]): Prisma.Sql {
  const conditions = [...conditionsOf(input), ...more];
  return conditions.length > 0 ? Prisma.sql`WHERE ${Prisma.join(conditions, ' AND ')}` : Prisma.empty;
}

const AT_STAKE = Prisma.sql`l.status IN ('open', 'in_progress') AND l.monthly_savings IS NULL
  AND r.details->>'atStake' IS NOT NULL`;

function conditionsOf(input: RecommendationFilter): Prisma.Sql[] {
  const { status, action, owner, hasTicket, isCovered, isExcluded, isRegressed, isAtStake } = input;
  const { needsPerson, resourceId, ids, q } = input;
  const equal = (column: Prisma.Sql, value: string | undefined) =>
    value === undefined ? [] : [Prisma.sql`${column} = ${value}`];
  const holds = (condition: Prisma.Sql, wanted: boolean | undefined) =>
    wanted === undefined ? [] : [wanted ? Prisma.sql`(${condition})` : Prisma.sql`NOT (${condition})`];
  return [
    ...(status?.length ? [Prisma.sql`l.status = ANY(${status}::"LineageStatus"[])`] : []),
    ...(action?.length ? [Prisma.sql`l.action = ANY(${action}::text[])`] : []),
    ...(owner === '' ? [Prisma.sql`l.owner IS NULL`] : equal(Prisma.sql`l.owner`, owner)),
    ...equal(Prisma.sql`l.environment`, input.environment),
    ...equal(Prisma.sql`s.provider`, input.provider),
    ...equal(Prisma.sql`s.account`, input.account),
    ...equal(Prisma.sql`r.details->>'kind'`, input.kind),
    ...equal(Prisma.sql`r.details->>'service'`, input.service),
    ...equal(Prisma.sql`rs.slug`, input.set),
    ...(input.domain === undefined
      ? []
      : [Prisma.sql`(rs.domain = 'quality') = ${input.domain === 'quality'}`]),
    ...equal(Prisma.sql`l.currency`, input.currency),
    ...holds(Prisma.sql`l.ticket_id IS NOT NULL`, hasTicket),
    ...holds(Prisma.sql`l.is_covered`, isCovered),
    ...holds(Prisma.sql`l.excluded_by IS NOT NULL`, isExcluded),
    ...holds(Prisma.sql`l.is_regressed`, isRegressed),
    ...holds(AT_STAKE, isAtStake),
    ...holds(Prisma.sql`l.needs_person IS NOT NULL`, needsPerson),
    ...(resourceId === undefined ? [] : [Prisma.sql`l.resource_id = ${resourceId}::bigint`]),
    ...(ids?.length ? [Prisma.sql`l.id = ANY(${ids}::text[]::bigint[])`] : []),
    ...(q ? [search(q)] : []),
  ];
}

/** Part by part, so that each is looked up in the index of its own table. */
function search(text: string): Prisma.Sql {
  const pattern = containing(text);
  return Prisma.sql`l.id IN (
    SELECT found.id FROM lineages found JOIN resources s ON s.id = found.resource_id
    WHERE s.native_id ILIKE ${pattern} OR s.name ILIKE ${pattern}
    UNION ALL
    SELECT found.id FROM lineages found JOIN tickets t ON t.id = found.ticket_id
    WHERE t.key || ' ' || t.summary ILIKE ${pattern}
    UNION ALL
    SELECT found.id FROM lineages found WHERE found.owner ILIKE ${pattern} OR found.action = ${text})`;
}

function viewOf({ statusAt, firstFoundAt, lastFoundAt, ...row }: Row): RecommendationView {
  const { id, domain, action, status, savings, atStake, currency, resourceId, provider, account, region } =
    row;
  const { nativeId, resourceName, kind, service, owner, environment, set, setTitle, rule, reason } = row;
  const { isCovered, notCoveredReason, isRegressed, excludedBy, waitReason, needsPerson } = row;
  const { ticketId, ticketKey, ticketUrl, ticketStatus, realised } = row;
  return {
    ...{ id, domain, action, status, savings, atStake, currency, resourceId, provider, account, region },
    ...{ nativeId, resourceName, kind, service, owner, environment, set, setTitle, rule, reason },
    ...{ isCovered, notCoveredReason, isRegressed, excludedBy, waitReason, needsPerson },
    ...{ ticketId, ticketKey, ticketUrl, ticketStatus, realised },
    statusAt: statusAt.toISOString(),
    firstFoundAt: firstFoundAt.toISOString(),
    lastFoundAt: lastFoundAt.toISOString(),
  } satisfies RecommendationView;
}
