import type { Reader, Transaction } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import { seal, unseal } from '@/lib/core/seal';
import type { Connection, Prisma } from '@/prisma/generated/client';
import type { ConnectionView } from './schema';

/** A connection as its client needs it: the only form that holds the secret in the clear. Never leaves lib. */
export type OpenConnection = ConnectionView & { secret: string };

export async function listConnections(reader: Reader): Promise<ConnectionView[]> {
  const connections = await reader.connection.findMany({ orderBy: { name: 'asc' } });
  return connections.map(viewOf);
}

/** Throws `not_found`. */
export async function readConnection(reader: Reader, connectionId: string): Promise<ConnectionView> {
  return viewOf(await findRow(reader, connectionId));
}

/** Unseals the secret. Throws `not_found`, and `misconfigured` when the sealing key is another one. */
export async function openConnection(reader: Reader, connectionId: string): Promise<OpenConnection> {
  const row = await findRow(reader, connectionId);
  return { ...viewOf(row), secret: unseal(row.sealedSecret, placeOf(row.id)) };
}

export async function insertConnection(
  tx: Transaction,
  {
    secret,
    ...data
  }: Omit<Prisma.ConnectionUncheckedCreateInput, 'sealedSecret'> & { id: string; secret: string },
): Promise<ConnectionView> {
  return viewOf(
    await tx.connection.create({ data: { ...data, sealedSecret: seal(secret, placeOf(data.id)) } }),
  );
}

export async function changeConnection(
  tx: Transaction,
  connectionId: string,
  { secret, ...data }: Prisma.ConnectionUncheckedUpdateInput & { secret?: string },
): Promise<ConnectionView> {
  const sealed = secret === undefined ? {} : { sealedSecret: seal(secret, placeOf(connectionId)) };
  return viewOf(await tx.connection.update({ where: { id: connectionId }, data: { ...data, ...sealed } }));
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

async function findRow(reader: Reader, connectionId: string): Promise<Connection> {
  const row = UUID.test(connectionId)
    ? await reader.connection.findUnique({ where: { id: connectionId } })
    : null;
  if (!row) throw new AppError('not_found', `there is no connection ${connectionId}`);
  return row;
}

function placeOf(connectionId: string): `${string}:${string}:${string}` {
  return `connections:${connectionId}:sealed_secret`;
}

function viewOf(row: Connection): ConnectionView {
  return {
    id: row.id,
    kind: row.kind,
    name: row.name,
    baseUrl: row.baseUrl,
    account: row.account,
    isSandbox: row.isSandbox,
    enabled: row.enabled,
    requestsPerSecond: row.requestsPerSecond,
    ticketFloor: row.ticketFloor.toFixed(),
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  } satisfies ConnectionView;
}
