import { randomUUID } from 'node:crypto';
import { type Clock, systemClock } from '@/lib/core/clock';
import { database, transaction } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import { recordAudit } from '@/lib/people/audit.data';
import type { Actor } from '@/lib/people/schema';
import { Prisma } from '@/prisma/generated/client';
import {
  changeConnection,
  deleteConnection,
  insertConnection,
  keepTest,
  listRoutedProjects,
  openConnection,
  readConnection,
  usesOf,
} from './data';
import { examineConnection } from './examine';
import { type ConnectionKind, hasSecret } from './kinds.schema';
import {
  addressOfKind,
  type ConnectionTest,
  type ConnectionUses,
  type ConnectionView,
  type CreateConnectionInput,
  createConnectionInput,
  type TryConnectionInput,
  tryConnectionInput,
  type UpdateConnectionInput,
  updateConnectionInput,
} from './schema';

/** Adds a connection with its secret sealed. Throws `conflict` when the name is taken. */
export async function createConnection({
  actor,
  ...input
}: CreateConnectionInput & { actor: Actor }): Promise<ConnectionView> {
  const values = createConnectionInput.parse(input);
  return transaction(async (tx) => {
    const connection = await insertConnection(tx, { id: randomUUID(), ...values }).catch(
      nameTaken(values.name),
    );
    const subject = { kind: 'connection', id: connection.id };
    const after = settingsOf(connection);
    await recordAudit(tx, actor, { action: 'connection.created', subject, after });
    return connection;
  });
}

/** Changes what is given. A new base address needs the secret again, so that it is never sent to another host unasked. */
export async function updateConnection({
  actor,
  connectionId,
  ...input
}: UpdateConnectionInput & { actor: Actor; connectionId: string }): Promise<ConnectionView> {
  const given = updateConnectionInput.parse(input);
  return transaction(async (tx) => {
    const before = await readConnection(tx, connectionId);
    const values = { ...given, ...addressIn(before.kind, given.baseUrl) };
    const isMoved = values.baseUrl !== undefined && values.baseUrl !== before.baseUrl;
    if (isMoved && values.secret === undefined && hasSecret(before.kind)) throw secretWanted(NEW_ADDRESS);
    const isAnother =
      isMoved || values.secret !== undefined || (values.account ?? before.account) !== before.account;
    const untested = isAnother ? { lastTest: Prisma.DbNull, lastTestedAt: null } : {};
    const change = { ...values, ...untested };
    const after = await changeConnection(tx, connectionId, change).catch(nameTaken(values.name ?? ''));
    const secret = values.secret === undefined ? {} : { secretChanged: true };
    await recordAudit(tx, actor, {
      action: 'connection.changed',
      subject: { kind: 'connection', id: connectionId },
      before: settingsOf(before),
      after: { ...settingsOf(after), ...secret },
    });
    return after;
  });
}

/**
 * Examines a connection and keeps what was found: sign-in, and for every board that is routed there what the account may
 * not do. Writes nothing outside.
 */
export async function testConnection({
  actor,
  connectionId,
  clock = systemClock,
}: {
  actor: Actor;
  connectionId: string;
  clock?: Clock;
}): Promise<ConnectionTest> {
  const connection = await openConnection(database(), connectionId);
  const result = await examineConnection({
    kind: connection.kind,
    site: connection,
    requestsPerSecond: connection.requestsPerSecond,
    routed: await listRoutedProjects(database(), connectionId),
    clock,
  });
  await transaction(async (tx) => {
    await keepTest(tx, connectionId, result, clock());
    const { ok, detail } = result;
    const subject = { kind: 'connection', id: connectionId };
    await recordAudit(tx, actor, { action: 'connection.tested', subject, after: { ok, detail } });
  });
  return result;
}

/**
 * Tries values that are not saved. Where no secret is given the one of `connectionId` is used, at its own address only:
 * a secret is never sent to another host unasked.
 */
export async function tryConnection({
  actor,
  clock = systemClock,
  ...input
}: TryConnectionInput & { actor: Actor; clock?: Clock }): Promise<ConnectionTest> {
  const { kind, baseUrl, account, secret, connectionId } = tryConnectionInput.parse(input);
  const known = connectionId === undefined ? null : await openConnection(database(), connectionId);
  const own = known?.baseUrl === baseUrl ? known.secret : undefined;
  const used = secret ?? (hasSecret(kind) ? own : '');
  if (used === undefined) throw secretWanted(known === null ? 'enter the secret' : NEW_ADDRESS);
  const result = await examineConnection({
    kind: known?.kind ?? kind,
    site: { baseUrl, account, secret: used },
    requestsPerSecond: known?.requestsPerSecond ?? 10,
    routed: known === null ? [] : await listRoutedProjects(database(), known.id),
    clock,
  });
  await transaction((tx) => {
    const subject = { kind: 'connection', id: known?.id ?? 'new' };
    const after = { baseUrl, account, ok: result.ok, detail: result.detail };
    return recordAudit(tx, actor, { action: 'connection.tried', subject, after });
  });
  return result;
}

/** Deletes a connection that nothing hangs on. Throws `conflict` naming what does: such a one can only be disabled. */
export async function removeConnection({
  actor,
  connectionId,
}: {
  actor: Actor;
  connectionId: string;
}): Promise<void> {
  await transaction(async (tx) => {
    const connection = await readConnection(tx, connectionId);
    const words = useWords(await usesOf(tx, connectionId));
    if (words !== null) {
      throw new AppError('conflict', `${words} hang on ${connection.name}; it can be switched off instead`);
    }
    await deleteConnection(tx, connectionId);
    await recordAudit(tx, actor, {
      action: 'connection.removed',
      subject: { kind: 'connection', id: connectionId },
      before: settingsOf(connection),
    });
  });
}

function useWords({ routes, tickets, effects, deliveries, syncs }: ConnectionUses): string | null {
  const counted: [number, string][] = [
    [routes, 'routes'],
    [tickets, 'tickets'],
    [effects, 'changes sent'],
    [deliveries, 'deliveries'],
    [syncs, 'sync definitions'],
  ];
  const parts = counted.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`);
  return parts.length > 0 ? parts.join(', ') : null;
}

/** What a person set: the part of a connection that its audit events compare. */
function settingsOf({ kind, name, baseUrl, account, isSandbox, enabled, ...rest }: ConnectionView) {
  const { requestsPerSecond, ticketFloor } = rest;
  return { kind, name, baseUrl, account, isSandbox, enabled, requestsPerSecond, ticketFloor };
}

const NEW_ADDRESS = 'enter the secret again for a new address';

/** The address in the form of the connection's kind; nothing where none is given. Throws `invalid_input`. */
function addressIn(kind: ConnectionKind, text: string | undefined): { baseUrl?: string } {
  if (text === undefined) return {};
  const read = addressOfKind(kind, text);
  if (read.success) return { baseUrl: read.data };
  const message = read.error.issues[0]?.message ?? 'no address';
  throw new AppError('invalid_input', message, { errors: [{ path: 'baseUrl', message }] });
}

function secretWanted(message: string): AppError {
  return new AppError('invalid_input', message, { errors: [{ path: 'secret', message }] });
}

export function nameTaken(name: string) {
  return (error: unknown): never => {
    if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002') {
      throw new AppError('conflict', `there is a connection named “${name}” already`);
    }
    throw error;
  };
}
