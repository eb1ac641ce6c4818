import type { Reader, Transaction } from '@/lib/core/db';
import type { TicketRoute } from '@/prisma/generated/client';
import type { AccountOwnerView, RouteView } from './schema';

/** Where an owner's tickets go, and who owns an account whose resources carry no owner tag. */
export async function listRoutes(reader: Reader): Promise<RouteView[]> {
  const rows = await reader.ticketRoute.findMany({ orderBy: [{ owner: 'asc' }, { id: 'asc' }] });
  return rows.map(viewOf);
}

export async function listAccountOwners(reader: Reader): Promise<AccountOwnerView[]> {
  return reader.accountOwner.findMany({ orderBy: [{ provider: 'asc' }, { account: 'asc' }] });
}

/** Writes the route of that owner (null: the default one), whether there was one or not. */
export async function writeRoute(tx: Transaction, route: Omit<RouteView, 'id'>): Promise<RouteView> {
  const { owner } = route;
  const same = owner === null ? { owner } : { owner: { equals: owner, mode: 'insensitive' as const } };
  const existing = await tx.ticketRoute.findFirst({ where: same });
  const row = existing
    ? await tx.ticketRoute.update({ where: { id: existing.id }, data: route })
    : await tx.ticketRoute.create({ data: route });
  return viewOf(row);
}

/** Null when there is none. */
export async function deleteRoute(tx: Transaction, routeId: string): Promise<RouteView | null> {
  const row = await tx.ticketRoute.findUnique({ where: { id: BigInt(routeId) } });
  if (!row) return null;
  await tx.ticketRoute.delete({ where: { id: row.id } });
  return viewOf(row);
}

export async function writeAccountOwner(tx: Transaction, row: AccountOwnerView): Promise<void> {
  const { provider, account, owner } = row;
  await tx.accountOwner.upsert({
    where: { provider_account: { provider, account } },
    create: row,
    update: { owner },
  });
}

export async function deleteAccountOwner(
  tx: Transaction,
  provider: string,
  account: string,
): Promise<boolean> {
  const { count } = await tx.accountOwner.deleteMany({ where: { provider, account } });
  return count > 0;
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
