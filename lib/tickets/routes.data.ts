import type { Reader, Transaction } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import type { ListInput, Page } from '@/lib/core/list';
import { readPage, type SortColumn } from '@/lib/core/page';
import { Prisma, type TicketRoute } from '@/prisma/generated/client';
import type {
  AccountOwnerRow,
  AccountOwnerView,
  ListAccountOwnersInput,
  RouteRow,
  RouteView,
} from './schema';

/** Where an owner's tickets go, and who owns an account whose resources carry no owner tag. */
export async function listRoutes(reader: Reader): Promise<RouteView[]> {
  const rows = await reader.ticketRoute.findMany({ orderBy: [{ owner: 'asc' }, { id: 'asc' }] });
  return rows.map(viewOf);
}

const ROUTE = Prisma.sql`r.id::text AS id, r.owner, r.connection_id::text AS "connectionId",
  r.project_key AS "projectKey", r.issue_type AS "issueType", r.assignee, r.weekly_cap AS "weeklyCap",
  c.name AS "connectionName", c.enabled AS "connectionEnabled"`;
const ROUTES = Prisma.sql`ticket_routes r JOIN connections c ON c.id = r.connection_id`;
const text = (expression: Prisma.Sql): SortColumn => ({ expression, cast: 'text' });

/** Routes a page at a time; by owner, the default one stands first. */
export async function pageRoutes(reader: Reader, list: ListInput): Promise<Page<RouteRow>> {
  const like = likeOf(list.q);
  const { rows, nextCursor } = await readPage<RouteRow>(reader, {
    select: ROUTE,
    from: ROUTES,
    where: like
      ? [Prisma.sql`(r.owner ILIKE ${like} OR r.project_key ILIKE ${like} OR c.name ILIKE ${like})`]
      : [],
    sorts: {
      owner: text(Prisma.sql`COALESCE(lower(r.owner), '')`),
      connection: text(Prisma.sql`c.name`),
      project: text(Prisma.sql`r.project_key`),
      cap: { expression: Prisma.sql`r.weekly_cap`, cast: 'integer' },
    },
    defaultSort: 'owner',
    id: { expression: Prisma.sql`r.id`, cast: 'bigint' },
    list,
  });
  return { items: rows.map(rowOf), nextCursor };
}

/** Every route with the connection it goes to. */
export async function listRouteRows(reader: Reader): Promise<RouteRow[]> {
  return reader.$queryRaw<RouteRow[]>`SELECT ${ROUTE} FROM ${ROUTES} ORDER BY r.owner, r.id`;
}

/** Throws `not_found`. */
export async function readRoute(reader: Reader, routeId: string): Promise<RouteRow> {
  const rows = /^\d{1,18}$/.test(routeId)
    ? await reader.$queryRaw<RouteRow[]>`SELECT ${ROUTE} FROM ${ROUTES} WHERE r.id = ${routeId}::bigint`
    : [];
  if (!rows[0]) throw new AppError('not_found', `there is no route ${routeId}`);
  return rows[0];
}

export async function pageAccountOwners(
  reader: Reader,
  { provider, account, ...list }: ListAccountOwnersInput,
): Promise<Page<AccountOwnerRow>> {
  const like = likeOf(list.q);
  const { rows, nextCursor } = await readPage<AccountOwnerRow>(reader, {
    select: Prisma.sql`o.provider || ':' || o.account AS id, o.provider, o.account, o.owner`,
    from: Prisma.sql`account_owners o`,
    where: [
      ...(like
        ? [Prisma.sql`(o.provider ILIKE ${like} OR o.account ILIKE ${like} OR o.owner ILIKE ${like})`]
        : []),
      ...(provider === undefined ? [] : [Prisma.sql`o.provider = ${provider}`]),
      ...(account === undefined ? [] : [Prisma.sql`o.account = ${account}`]),
    ],
    sorts: {
      account: text(Prisma.sql`o.provider || ' ' || o.account`),
      owner: text(Prisma.sql`o.owner`),
    },
    defaultSort: 'account',
    id: text(Prisma.sql`o.provider || ':' || o.account`),
    list,
  });
  return {
    items: rows.map(({ id, provider: by, account: of, owner }) => ({ id, provider: by, account: of, owner })),
    nextCursor,
  };
}

function likeOf(q: string | undefined): string | null {
  return q ? `%${q.replaceAll(/[\\%_]/g, '\\$&')}%` : null;
}

/** A row of a page without the keys that carried it there. */
function rowOf({ id, owner, connectionId, projectKey, issueType, assignee, ...rest }: RouteRow): RouteRow {
  const { weeklyCap, connectionName, connectionEnabled } = rest;
  const goes = { connectionId, projectKey, issueType, assignee, weeklyCap };
  return { id, owner, ...goes, connectionName, connectionEnabled } satisfies RouteRow;
}

export async function listAccountOwners(reader: Reader): Promise<AccountOwnerView[]> {
  return reader.accountOwner.findMany({ orderBy: [{ provider: 'asc' }, { account: 'asc' }] });
}

/** Writes the route of that owner (null: the default one); `before` is what it was, null where there was none. */
export async function writeRoute(
  tx: Transaction,
  route: Omit<RouteView, 'id'>,
): Promise<{ before: RouteView | null; after: RouteView }> {
  const { owner } = route;
  const same = owner === null ? { owner } : { owner: { equals: owner, mode: 'insensitive' as const } };
  const existing = await tx.ticketRoute.findFirst({ where: same });
  const row = existing
    ? await tx.ticketRoute.update({ where: { id: existing.id }, data: route })
    : await tx.ticketRoute.create({ data: route });
  return { before: existing && viewOf(existing), after: viewOf(row) };
}

/** Null when there is none. */
export async function deleteRoute(tx: Transaction, routeId: string): Promise<RouteView | null> {
  const row = await tx.ticketRoute.findUnique({ where: { id: BigInt(routeId) } });
  if (!row) return null;
  await tx.ticketRoute.delete({ where: { id: row.id } });
  return viewOf(row);
}

/** Returns who it was before, null where nobody was. */
export async function writeAccountOwner(tx: Transaction, row: AccountOwnerView): Promise<string | null> {
  const { provider, account, owner } = row;
  const where = { provider_account: { provider, account } };
  const before = await tx.accountOwner.findUnique({ where });
  await tx.accountOwner.upsert({ where, create: row, update: { owner } });
  return before?.owner ?? null;
}

/** Returns what it was, null where there was none. */
export async function deleteAccountOwner(
  tx: Transaction,
  provider: string,
  account: string,
): Promise<AccountOwnerView | null> {
  const before = await tx.accountOwner.findUnique({ where: { provider_account: { provider, account } } });
  if (before) await tx.accountOwner.deleteMany({ where: { provider, account } });
  return before;
}

function viewOf(row: TicketRoute): RouteView {
  return {
    id: String(row.id),
    owner: row.owner,
    connectionId: row.connectionId,
    projectKey: row.projectKey,
    issueType: row.issueType,
    assignee: row.assignee,
    weeklyCap: row.weeklyCap,
  } satisfies RouteView;
}
