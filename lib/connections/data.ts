import type { Reader, Transaction } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import { seal, unseal } from '@/lib/core/seal';
import type { Connection, Prisma, SyncCursor } from '@/prisma/generated/client';
import type { ConnectionKind } from './kinds.schema';
import {
  type ConnectionDetail,
  type ConnectionTest,
  type ConnectionUses,
  type ConnectionView,
  connectionTest,
} from './schema';
import { standingOf } from './standing';

/** A connection as its client needs it: the only form that holds the secret in the clear. Never leaves lib. */
export type OpenConnection = Omit<ConnectionView, keyof Standing> & { secret: string };
type Standing = Pick<
  ConnectionView,
  'standing' | 'lastTestedAt' | 'lastTest' | 'lastReadAt' | 'lastReadError'
>;

type Row = Connection & { cursor: SyncCursor | null };
const include = { cursor: true } as const;

/** All of them, or those of one kind, by name. */
export async function listConnections(reader: Reader, kind?: ConnectionKind): Promise<ConnectionView[]> {
  const connections = await reader.connection.findMany({
    include,
    where: { kind },
    orderBy: { name: 'asc' },
  });
  return connections.map(viewOf);
}

/** The connections of these ids, in their order. */
export async function connectionsById(reader: Reader, ids: string[]): Promise<ConnectionView[]> {
  const rows = await reader.connection.findMany({ include, where: { id: { in: ids } } });
  const known = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => known.get(id) ?? []).map(viewOf);
}

/** Throws `not_found`. */
export async function readConnection(reader: Reader, connectionId: string): Promise<ConnectionView> {
  return viewOf(await findRow(reader, connectionId));
}

/** Throws `not_found`. */
export async function readConnectionDetail(reader: Reader, connectionId: string): Promise<ConnectionDetail> {
  const connection = await readConnection(reader, connectionId);
  return { ...connection, uses: await usesOf(reader, connection.id) };
}

/** That one hangs on it is what counts: of deliveries there may be millions. */
const MOST_COUNTED = 1000;

export async function usesOf(reader: Reader, connectionId: string): Promise<ConnectionUses> {
  const where = { connectionId };
  const [routes, tickets, effects, deliveries, syncs] = await Promise.all([
    reader.ticketRoute.count({ where }),
    reader.ticket.count({ where }),
    reader.effect.count({ where }),
    reader.delivery.count({ where: { senderId: connectionId }, take: MOST_COUNTED }),
    reader.syncDefinition.count({ where: { OR: [{ senderId: connectionId }, { libraryId: connectionId }] } }),
  ]);
  return { routes, tickets, effects, deliveries, syncs };
}

/** Unseals the secret. Throws `not_found`, and `misconfigured` when the sealing key is another one. */
export async function openConnection(reader: Reader, connectionId: string): Promise<OpenConnection> {
  const row = await findRow(reader, connectionId);
  return { ...viewOf(row), secret: unseal(row.sealedSecret, placeOf(row.id)) };
}

/** The boards that tickets of this connection go to, with the issue types and whether somebody is assigned. */
export type RoutedProject = { projectKey: string; issueTypes: string[]; assigns: boolean };

export async function listRoutedProjects(reader: Reader, connectionId: string): Promise<RoutedProject[]> {
  const routes = await reader.ticketRoute.findMany({
    where: { connectionId },
    orderBy: [{ projectKey: 'asc' }, { issueType: 'asc' }],
  });
  const keys = [...new Set(routes.map(({ projectKey }) => projectKey))];
  return keys.map((projectKey) => {
    const own = routes.filter((route) => route.projectKey === projectKey);
    return {
      projectKey,
      issueTypes: [...new Set(own.map(({ issueType }) => issueType))],
      assigns: own.some(({ assignee }) => assignee !== null),
    };
  });
}

export async function insertConnection(
  tx: Transaction,
  {
    secret,
    ...data
  }: Omit<Prisma.ConnectionUncheckedCreateInput, 'sealedSecret'> & { id: string; secret: string },
): Promise<ConnectionView> {
  const sealedSecret = seal(secret, placeOf(data.id));
  return viewOf(await tx.connection.create({ include, data: { ...data, sealedSecret } }));
}

export async function changeConnection(
  tx: Transaction,
  connectionId: string,
  { secret, ...data }: Prisma.ConnectionUncheckedUpdateInput & { secret?: string },
): Promise<ConnectionView> {
  const sealed = secret === undefined ? {} : { sealedSecret: seal(secret, placeOf(connectionId)) };
  const where = { id: connectionId };
  return viewOf(await tx.connection.update({ include, where, data: { ...data, ...sealed } }));
}

/** Keeps what a test found; the connection itself counts as unchanged. */
export async function keepTest(
  tx: Transaction,
  connectionId: string,
  test: ConnectionTest,
  at: Date,
): Promise<void> {
  await tx.$executeRaw`
    UPDATE connections SET last_test = ${JSON.stringify(test)}::jsonb, last_tested_at = ${at}
    WHERE id = ${connectionId}::uuid`;
}

/** Deletes it with what is only about it: how far it was read, and which sets are armed there. */
export async function deleteConnection(tx: Transaction, connectionId: string): Promise<void> {
  const where = { connectionId };
  await tx.ruleSetArming.deleteMany({ where });
  await tx.syncCursor.deleteMany({ where });
  await tx.unreadableIssue.deleteMany({ where });
  await tx.connection.delete({ where: { id: connectionId } });
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

async function findRow(reader: Reader, connectionId: string): Promise<Row> {
  const row = UUID.test(connectionId)
    ? await reader.connection.findUnique({ include, where: { id: connectionId } })
    : null;
  if (!row) throw new AppError('not_found', `there is no connection ${connectionId}`);
  return row;
}

function placeOf(connectionId: string): `${string}:${string}:${string}` {
  return `connections:${connectionId}:sealed_secret`;
}

function viewOf(row: Row): ConnectionView {
  const { enabled } = row;
  const lastTest = connectionTest.safeParse(row.lastTest).data ?? null;
  const lastReadError = row.cursor?.lastError ?? null;
  return {
    id: row.id,
    kind: row.kind,
    name: row.name,
    baseUrl: row.baseUrl,
    account: row.account,
    isSandbox: row.isSandbox,
    enabled,
    requestsPerSecond: row.requestsPerSecond,
    ticketFloor: row.ticketFloor.toFixed(),
    standing: standingOf({ enabled, lastTest, lastReadError }),
    lastTestedAt: row.lastTestedAt?.toISOString() ?? null,
    lastTest,
    lastReadAt: row.cursor?.lastSuccessAt?.toISOString() ?? null,
    lastReadError,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  } satisfies ConnectionView;
}
