import { type Clock, systemClock } from '@/lib/core/clock';
import type { Reader } from '@/lib/core/db';
import type { Page } from '@/lib/core/list';
import { containing, readPage, type SortColumn } from '@/lib/core/page';
import { Prisma } from '@/prisma/generated/client';
import {
  AT_STAKE,
  COUNTED,
  IS_AT_STAKE,
  IS_REALISED,
  IS_SAVING,
  IS_WAITING,
  REALISED,
  waitedFor,
} from './figures.sql';
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

const select = (
  now: Date,
) => Prisma.sql`l.id::text AS id, l.action, l.status::text AS status, l.status_at AS "statusAt",
  l.monthly_savings::text AS savings, l.counted_savings::text AS "countedSavings", r.details->>'atStake' AS "atStake", l.currency,
  l.resource_id::text AS "resourceId", s.provider, s.account, s.region, s.native_id AS "nativeId",
  s.name AS "resourceName", r.details->>'kind' AS kind, r.details->>'service' AS service, l.owner, l.environment,
  CASE rs.domain WHEN 'quality' THEN 'quality' ELSE 'finops' END AS domain, rs.slug AS set, rs.title AS "setTitle", r.rule_name AS rule, r.reason, f.created_at AS "firstFoundAt",
  l.last_found_at AS "lastFoundAt", l.is_covered AS "isCovered", l.not_covered_reason AS "notCoveredReason",
  l.is_regressed AS "isRegressed", l.excluded_by::text AS "excludedBy", l.wait_reason AS "waitReason",
  l.needs_person AS "needsPerson", t.id::text AS "ticketId", t.key AS "ticketKey", t.url AS "ticketUrl",
  t.status AS "ticketStatus", l.verified_savings AS realised,
  CASE WHEN ${IS_WAITING} THEN trim_scale(${waitedFor(now)})::text END AS "costOfWaiting"`;

const ID: SortColumn = { expression: Prisma.sql`l.id`, cast: 'bigint' };

const SORTS: Record<string, SortColumn> = {
  // An unknown saving stands below every known one.
  saving: { expression: Prisma.sql`COALESCE(l.counted_savings, -1)`, cast: 'numeric' },
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
  clock: Clock = systemClock,
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
    SELECT ${select(clock())} FROM unnest(${page.rows.map(({ id }) => id)}::bigint[]) WITH ORDINALITY page(id, place)
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
  clock: Clock = systemClock,
): Promise<RecommendationView | null> {
  const rows = await reader.$queryRaw<
    Row[]
  >`SELECT ${select(clock())} FROM ${FROM} WHERE l.id = ${lineageId}::bigint`;
  return rows[0] ? viewOf(rows[0]) : null;
}

type Sums = { count: number; excluded: number } & Record<'savings' | 'realised' | 'waiting' | 'atStake', Sum>;
type Sum = { amount: string; count: number } | null; // null where no row has one

/** What the whole filtered list comes to, by currency; each figure of Overview is one of these sums. */
export async function totalRecommendations(
  reader: Reader,
  input: ListRecommendationsInput,
  clock: Clock = systemClock,
): Promise<RecommendationTotals> {
  const rows = await reader.$queryRaw<(Sums & { currency: string | null })[]>`
    SELECT COALESCE(CASE WHEN l.status = 'verified' THEN l.verified_savings->>'currency' END, l.currency) AS currency,
      count(*)::int AS count, count(l.excluded_by)::int AS excluded,
      ${sumOf(Prisma.sql`l.counted_savings`, Prisma.sql`${COUNTED} AND ${IS_SAVING}`)} AS savings,
      ${sumOf(REALISED, IS_REALISED)} AS realised,
      ${input.isWaiting ? sumOf(waitedFor(clock()), IS_WAITING) : NO_SUM} AS waiting,
      ${input.isAtStake ? sumOf(AT_STAKE, Prisma.sql`${COUNTED} AND ${IS_AT_STAKE}`) : NO_SUM} AS "atStake"
    FROM ${FROM} ${where(input)} GROUP BY 1 ORDER BY 1`;
  const figures = (of: 'savings' | 'realised' | 'waiting' | 'atStake') =>
    rows.flatMap(({ currency, ...sums }) => {
      const sum = sums[of];
      return currency === null || sum === null ? [] : [{ currency, ...sum }];
    });
  const sum = (of: 'count' | 'excluded') => rows.reduce((total, row) => total + row[of], 0);
  return {
    count: sum('count'),
    excluded: sum('excluded'),
    savings: figures('savings'),
    realised: figures('realised'),
    costOfWaiting: figures('waiting'),
    atStake: figures('atStake'),
  } satisfies RecommendationTotals;
}

/** Only where it is asked for are the recommendations read too, of which there may be a million. */
const NO_SUM = Prisma.sql`NULL::jsonb`;

/** The sum over the rows of a condition, and how many there are: those of unknown amount too, as long as one is known. */
function sumOf(amount: Prisma.Sql, condition: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`CASE WHEN count(${amount}) FILTER (WHERE ${condition}) > 0 THEN jsonb_build_object(
    'amount', trim_scale(sum(${amount}) FILTER (WHERE ${condition}))::text,
    'count', count(*) FILTER (WHERE ${condition})) END`;
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

function conditionsOf(input: RecommendationFilter): Prisma.Sql[] {
  const { status, action, owner, hasTicket, isCovered, isExcluded, isRegressed, isAtStake, isWaiting } =
    input;
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
    ...holds(IS_AT_STAKE, isAtStake),
    ...holds(IS_WAITING, isWaiting),
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
  const { ticketId, ticketKey, ticketUrl, ticketStatus, realised, countedSavings, costOfWaiting } = row;
  return {
    ...{ id, domain, action, status, savings, atStake, currency, resourceId, provider, account, region },
    ...{ nativeId, resourceName, kind, service, owner, environment, set, setTitle, rule, reason },
    ...{ isCovered, notCoveredReason, isRegressed, excludedBy, waitReason, needsPerson },
    ...{ ticketId, ticketKey, ticketUrl, ticketStatus, realised, countedSavings, costOfWaiting },
    statusAt: statusAt.toISOString(),
    firstFoundAt: firstFoundAt.toISOString(),
    lastFoundAt: lastFoundAt.toISOString(),
  } satisfies RecommendationView;
}
