import type { Reader } from '@/lib/core/db';
import type { Page } from '@/lib/core/list';
import { readPage, type SortColumn } from '@/lib/core/page';
import { Prisma } from '@/prisma/generated/client';
import {
  CHARGE_COLUMNS,
  CHARGE_ID,
  CHARGE_SORTS,
  CHARGES,
  type ChargeRow,
  chargeViewOf,
  kindOfCharge,
  readNamed,
} from './charges-view.data';
import { costWithin, touches } from './cost.sql';
import type {
  CostGroup,
  CostGroups,
  CostTotals,
  CostView,
  GroupCostsInput,
  ListCostsInput,
  TotalCostsInput,
} from './costs.schema';
import { readCurrentScopes, readSettledDays, readSettledScopes, type Scope } from './totals.data';

/** The charges of every bill that counts, each once, with what of them falls into the days that are asked for. */
const COST = costWithin(Prisma.sql`s.since`, Prisma.sql`s.until`);
const MONTH = Prisma.sql`to_char(d.month, 'YYYY-MM')`;

const SORTS: Record<string, SortColumn> = {
  ...CHARGE_SORTS,
  cost: { expression: COST, cast: 'numeric' },
  account: { expression: Prisma.sql`c.account`, cast: 'text' },
  service: { expression: Prisma.sql`COALESCE(c.service, '')`, cast: 'text' },
};

type Row = ChargeRow & { cost: string; provider: string; source_id: string; resource_key: string | null };

/** Charges, the dearest first. */
export async function listCosts(reader: Reader, input: ListCostsInput): Promise<Page<CostView>> {
  const scopes = await scopesOf(reader, input);
  const { rows, nextCursor } = await readPage<Row>(reader, {
    select: Prisma.sql`${CHARGE_COLUMNS}, trim_scale(${COST})::text AS cost, c.provider, s.source_id, c.resource_key`,
    from: within(scopes),
    where: conditionsOf(input, scopes),
    sorts: SORTS,
    defaultSort: '-cost',
    id: CHARGE_ID,
    list: input,
  });
  const commitments = await readNamed(reader, rows);
  const resources = await readResources(reader, rows);
  return {
    items: rows.map((row) => viewOf(row, chargeViewOf(row, commitments, true), resources)),
    nextCursor,
  };
}

function viewOf(
  row: Row,
  { isCurrent: _, ...charge }: ReturnType<typeof chargeViewOf>,
  resources: Resources,
): CostView {
  const { id: resourceId = null, name: resourceName = null } = resources.get(row.resource_key ?? '') ?? {};
  const { cost, provider, source_id: sourceId } = row;
  return { ...charge, cost, provider, sourceId, resourceId, resourceName } satisfies CostView;
}

type Resources = Map<string, { id: string; name: string }>;

async function readResources(reader: Reader, rows: Row[]): Promise<Resources> {
  const keys = [...new Set(rows.flatMap(({ resource_key: key }) => key ?? []))];
  if (keys.length === 0) return new Map();
  const found = await reader.$queryRaw<{ key: string; id: string; name: string }[]>`
    SELECT k.key, r.id::text AS id, COALESCE(r.name, r.native_id) AS name
    FROM resource_keys k JOIN resources r ON r.id = k.resource_id WHERE k.key = ANY(${keys}::uuid[])`;
  return new Map(found.map(({ key, id, name }) => [key, { id, name }]));
}

const SUMS = Prisma.sql`c.currency, count(*)::int AS rows, trim_scale(sum(${COST}))::text AS cost,
  trim_scale(sum(c.billed_cost))::text AS "billedCost", trim_scale(sum(c.list_cost))::text AS "listCost"`;

/** What the whole filtered list comes to, a currency at a time. */
export async function totalCosts(reader: Reader, input: TotalCostsInput): Promise<CostTotals> {
  const scopes = await scopesOf(reader, input);
  const items = await reader.$queryRaw<CostTotals['items']>`
    SELECT ${SUMS} FROM ${within(scopes)} WHERE ${Prisma.join(conditionsOf(input, scopes), ' AND ')}
    GROUP BY c.currency ORDER BY c.currency`;
  return { items } satisfies CostTotals;
}

const GROUPS: Record<CostGroup, Prisma.Sql> = {
  provider: Prisma.sql`c.provider`,
  account: Prisma.sql`c.account`,
  service: Prisma.sql`c.service`,
  category: Prisma.sql`c.category`,
  billingPeriod: MONTH,
  source: Prisma.sql`s.source_id::text`,
};
const MOST_GROUPS = 200;

/** The same by one of its columns, the dearest first. */
export async function groupCosts(reader: Reader, { by, ...input }: GroupCostsInput): Promise<CostGroups> {
  const scopes = await scopesOf(reader, input);
  const rows = await reader.$queryRaw<Omit<CostGroups['items'][number], 'label'>[]>`
    SELECT ${GROUPS[by]} AS value, ${SUMS} FROM ${within(scopes)}
    WHERE ${Prisma.join(conditionsOf(input, scopes), ' AND ')}
    GROUP BY 1, c.currency ORDER BY sum(${COST}) DESC, 1, c.currency LIMIT ${MOST_GROUPS}`;
  const names = by === 'source' ? await readSourceNames(reader) : new Map<string, string>();
  return {
    items: rows.map((row) => ({ ...row, label: names.get(row.value ?? '') ?? row.value ?? 'none' })),
  } satisfies CostGroups;
}

async function readSourceNames(reader: Reader): Promise<Map<string, string>> {
  const rows = await reader.source.findMany({ select: { id: true, name: true } });
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** The deliveries, each with the days of it that are asked for. */
async function scopesOf(reader: Reader, { isSettled, source, from, to }: TotalCostsInput): Promise<Scope[]> {
  const scopes = isSettled
    ? await readSettledScopes(reader, await readSettledDays(reader))
    : await readCurrentScopes(reader);
  const [start, end] = [from ? new Date(from) : null, to ? new Date(to) : null];
  return scopes
    .filter(({ sourceId }) => source === undefined || sourceId === source)
    .map((scope) => ({
      ...scope,
      from: later(scope.from, start),
      through: earlier(scope.through, end),
    }));
}

const later = (one: Date | null, other: Date | null) =>
  one && other ? (one > other ? one : other) : (one ?? other);
const earlier = (one: Date | null, other: Date | null) =>
  one && other ? (one < other ? one : other) : (one ?? other);

function within(scopes: Scope[]): Prisma.Sql {
  return Prisma.sql`${CHARGES} JOIN unnest(
    ${scopes.map(({ deliveryId }) => deliveryId)}::bigint[],
    ${scopes.map(({ provider }) => provider)}::text[],
    ${scopes.map(({ sourceId }) => sourceId)}::uuid[],
    ${scopes.map(({ from }) => from?.toISOString() ?? '-infinity')}::text[]::timestamptz[],
    ${scopes.map(({ through }) => through?.toISOString() ?? 'infinity')}::text[]::timestamptz[])
    AS s(delivery_id, provider, source_id, since, until) ON s.delivery_id = c.delivery_id AND s.provider = c.provider`;
}

function conditionsOf(input: TotalCostsInput, scopes: Scope[]): Prisma.Sql[] {
  const equal = (column: Prisma.Sql, value: string | undefined) =>
    value === undefined ? [] : [Prisma.sql`${column} = ${value}`];
  const ids = [...new Set(scopes.map(({ deliveryId }) => deliveryId))];
  return [
    Prisma.sql`c.delivery_id = ANY(${ids}::bigint[])`, // only the parts of the table that hold them are read
    touches(Prisma.sql`s.since`, Prisma.sql`s.until`),
    ...equal(Prisma.sql`c.provider`, input.provider),
    ...equal(Prisma.sql`c.account`, input.account),
    ...equal(Prisma.sql`c.service`, input.service),
    ...equal(Prisma.sql`c.currency`, input.currency),
    ...equal(MONTH, input.billingPeriod),
    ...kindOfCharge(input),
  ];
}
