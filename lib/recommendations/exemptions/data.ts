import { DAY_MS } from '@/lib/core/clock';
import type { Reader, Transaction } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import type { Page } from '@/lib/core/list';
import { containing, readPage, type SortColumn } from '@/lib/core/page';
import { OWNER_TAGS } from '@/lib/tickets/routing';
import { Prisma } from '@/prisma/generated/client';
import { holdsAt } from './in-force.data';
import type { ExemptionSummary, ExemptionView, ListExemptionsInput } from './schema';
import type { Thing } from './things.data';

/** For so long before its day an exemption is said to run out. */
const EXPIRING_MS = 14 * DAY_MS;

const LAST = Prisma.sql`(SELECT max(id) FROM recommendations_generated WHERE state = 'recorded')`;

/** Whose it is: of a resource whoever its findings name, of an account its owner, of a tag of owners its value. */
const OWNER = Prisma.sql`CASE
  WHEN e.resource_id IS NOT NULL
    THEN (SELECT l.owner FROM lineages l WHERE l.resource_id = e.resource_id ORDER BY l.id DESC LIMIT 1)
  WHEN e.account IS NOT NULL
    THEN (SELECT o.owner FROM account_owners o WHERE o.provider = e.provider AND o.account = e.account)
  WHEN e.tag_key = ANY(${[...OWNER_TAGS]}::text[]) THEN e.tag_value END`;

const FROM = Prisma.sql`exemptions e
  LEFT JOIN resources s ON s.id = e.resource_id
  LEFT JOIN rule_sets rs ON rs.slug = e.rule_set
  LEFT JOIN exemption_outcomes o ON o.exemption_id = e.id AND o.generation_id = ${LAST}
  CROSS JOIN LATERAL (SELECT ${OWNER} AS owner, COALESCE(s.name, s.native_id) AS resource_name,
    COALESCE(e.account, s.account) AS account, COALESCE(e.provider, s.provider) AS provider) n`;

const KIND = Prisma.sql`CASE WHEN e.resource_id IS NOT NULL THEN 'resource' WHEN e.account IS NOT NULL THEN 'account'
  ELSE 'tag' END`;
const WHAT = Prisma.sql`COALESCE(n.resource_name, e.account, e.tag_key || COALESCE('=' || e.tag_value, ''))`;

const selectAt = (
  now: Date,
) => Prisma.sql`e.id::text AS id, ${KIND} AS kind, e.resource_id::text AS "resourceId",
  n.resource_name AS "resourceName", n.provider, n.account, e.tag_key AS "tagKey", e.tag_value AS "tagValue",
  e.rule_set AS "ruleSet", rs.title AS "ruleSetTitle", e.action, n.owner, e.until, e.reason,
  CASE WHEN e.ended_at IS NOT NULL THEN 'ended' WHEN e.until <= ${now} THEN 'expired' ELSE 'in_force' END AS state,
  e.created_at AS "createdAt", e.created_by AS "createdBy", e.ended_at AS "endedAt", e.ended_by AS "endedBy",
  e.ended_note AS "endedNote", COALESCE(o.held_back, 0) AS "heldBack"`;

const ID: SortColumn = { expression: Prisma.sql`e.id`, cast: 'bigint' };
const SORTS: Record<string, SortColumn> = {
  until: { expression: Prisma.sql`e.until`, cast: 'timestamptz' },
  created: ID, // ids are given in the order in which they are made
  what: { expression: WHAT, cast: 'text' },
  ruleSet: { expression: Prisma.sql`COALESCE(e.rule_set, '')`, cast: 'text' },
  heldBack: { expression: Prisma.sql`COALESCE(o.held_back, 0)`, cast: 'integer' },
};

type Row = Omit<ExemptionView, 'until' | 'createdAt' | 'endedAt'> & {
  until: Date;
  createdAt: Date;
  endedAt: Date | null;
};

type At = { now: Date };

export async function listExemptions(
  reader: Reader,
  { now, ...input }: ListExemptionsInput & At,
): Promise<Page<ExemptionView>> {
  const { rows, nextCursor } = await readPage<Row>(reader, {
    select: selectAt(now),
    from: FROM,
    where: conditionsOf(input, now),
    sorts: SORTS,
    defaultSort: 'until',
    id: ID,
    list: input,
  });
  return { items: rows.map(viewOf), nextCursor } satisfies Page<ExemptionView>;
}

/** Throws `not_found`. */
export async function readExemption(reader: Reader, id: string, now: Date): Promise<ExemptionView> {
  if (!/^\d{1,18}$/.test(id)) throw new AppError('not_found', `there is no exemption ${id}`);
  const rows = await reader.$queryRaw<Row[]>`SELECT ${selectAt(now)} FROM ${FROM} WHERE e.id = ${BigInt(id)}`;
  if (!rows[0]) throw new AppError('not_found', `there is no exemption ${id}`);
  return viewOf(rows[0]);
}

function conditionsOf(input: ListExemptionsInput, now: Date): Prisma.Sql[] {
  const { state, kind, set, account, owner, q } = input;
  return [
    ...(state === undefined ? [] : [inState(state, now)]),
    ...(kind === undefined ? [] : [Prisma.sql`${KIND} = ${kind}`]),
    ...(set === undefined ? [] : [Prisma.sql`(e.rule_set IS NULL OR e.rule_set = ${set})`]),
    ...(account === undefined ? [] : [Prisma.sql`n.account = ${account}`]),
    ...(owner === undefined ? [] : [Prisma.sql`n.owner = ${owner}`]),
    ...(q ? [Prisma.sql`(${WHAT} || ' ' || e.reason || ' ' || e.created_by) ILIKE ${containing(q)}`] : []),
  ];
}

function inState(state: NonNullable<ListExemptionsInput['state']>, now: Date): Prisma.Sql {
  if (state === 'over') return Prisma.sql`NOT ${holdsAt(now)}`;
  if (state === 'in_force') return holdsAt(now);
  return Prisma.sql`(${holdsAt(now)} AND e.until <= ${new Date(now.getTime() + EXPIRING_MS)})`;
}

/** How many there are, what the last generation held back, and what it does not know of yet. */
export async function summariseExemptions(reader: Reader, now: Date): Promise<ExemptionSummary> {
  type Counted = Omit<ExemptionSummary, 'lastGenerationAt' | 'owners' | 'accounts'> & { lastAt: Date | null };
  const [counted] = await reader.$queryRaw<Counted[]>`
    WITH last AS (SELECT id, started_at, last_successful_recommendation_generated AS at
      FROM recommendations_generated WHERE id = ${LAST})
    SELECT (count(*) FILTER (WHERE ${holdsAt(now)}))::int AS "inForce",
      (count(*) FILTER (WHERE ${inState('expiring', now)}))::int AS expiring,
      (count(*) FILTER (WHERE NOT ${holdsAt(now)}))::int AS over,
      (count(*) FILTER (WHERE e.created_at > last.started_at AND ${holdsAt(now)}
        OR e.ended_at > last.started_at AND e.created_at <= last.started_at))::int AS newest,
      COALESCE((SELECT sum(o.held_back) FROM exemption_outcomes o WHERE o.generation_id = ${LAST}), 0)::int AS "heldBack",
      (SELECT at FROM last) AS "lastAt"
    FROM exemptions e LEFT JOIN last ON true`;
  const named = await reader.$queryRaw<{ owners: string[] | null; accounts: string[] | null }[]>`
    SELECT array_agg(DISTINCT n.owner) FILTER (WHERE n.owner IS NOT NULL) AS owners,
      array_agg(DISTINCT n.account) FILTER (WHERE n.account IS NOT NULL) AS accounts FROM ${FROM}`;
  const { lastAt = null, inForce = 0, expiring = 0, over = 0, newest = 0, heldBack = 0 } = counted ?? {};
  return {
    ...{ inForce, expiring, over, newest, heldBack },
    lastGenerationAt: lastAt?.toISOString() ?? null,
    owners: named[0]?.owners ?? [],
    accounts: named[0]?.accounts ?? [],
  } satisfies ExemptionSummary;
}

type NewExemption = Thing & {
  ruleSet: string | null;
  action: string | null;
  until: Date;
  reason: string;
  createdAt: Date;
  createdBy: string;
};

export async function insertExemption(tx: Transaction, exemption: NewExemption): Promise<string> {
  const { id } = await tx.exemption.create({ data: exemption, select: { id: true } });
  return String(id);
}

type Locked = { until: Date; endedAt: Date | null; endedBy: string | null };

export async function lockExemption(tx: Transaction, id: string): Promise<Locked | undefined> {
  const rows = await tx.$queryRaw<Locked[]>`
    SELECT until, ended_at AS "endedAt", ended_by AS "endedBy" FROM exemptions WHERE id = ${BigInt(id)} FOR UPDATE`;
  return rows[0];
}

export async function moveUntil(tx: Transaction, id: string, until: Date): Promise<void> {
  await tx.exemption.update({ where: { id: BigInt(id) }, data: { until } });
}

type Ending = { at: Date; by: string; note: string | null };

export async function endExemption(tx: Transaction, id: string, { at, by, note }: Ending): Promise<void> {
  await tx.exemption.update({
    where: { id: BigInt(id) },
    data: { endedAt: at, endedBy: by, endedNote: note },
  });
}

function viewOf({ until, createdAt, endedAt, ...row }: Row): ExemptionView {
  const { id, kind, resourceId, resourceName, provider, account, tagKey, tagValue } = row;
  const { ruleSet, ruleSetTitle, action, owner, reason, state, createdBy, endedBy, endedNote, heldBack } =
    row;
  return {
    ...{ id, kind, resourceId, resourceName, provider, account, tagKey, tagValue },
    ...{ ruleSet, ruleSetTitle, action, owner, reason, state, createdBy, endedBy, endedNote, heldBack },
    until: until.toISOString(),
    createdAt: createdAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
  } satisfies ExemptionView;
}
