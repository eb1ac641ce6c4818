import type { Reader, Transaction } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import { seal, unseal } from '@/lib/core/seal';
import type { Connection, Prisma, Sender } from '@/prisma/generated/client';
import { endpointShown } from './endpoint';
import { sha256 } from './intake';
import { pullSettings, type SenderKind, type SenderView } from './schema';

/** Senders: connections of kind cms with what lets them in. The token stands sealed, and hashed to be compared. */
type Row = Sender & { connection: Connection };
const include = { connection: true } as const;
const WRONG_DAYS = 7;

/** What intake needs to know of a sender: the only form that holds the signing secret in the clear. Never leaves lib. */
export type DoorKeeper = {
  senderId: string;
  kind: SenderKind;
  keyField: string;
  tokenHash: string;
  signingSecret: string | null;
  enabled: boolean;
};

/** Null for whom nobody added. */
export async function readDoorKeeper(reader: Reader, senderId: string): Promise<DoorKeeper | null> {
  const row = await reader.sender.findUnique({ where: { connectionId: senderId }, include });
  if (!row) return null;
  const { connectionId, kind, keyField, tokenHash, sealedSigning, connection } = row;
  return {
    senderId: connectionId,
    kind,
    keyField,
    tokenHash,
    signingSecret: sealedSigning === null ? null : unseal(sealedSigning, placeOf(senderId, 'sealed_signing')),
    enabled: connection.enabled,
  };
}

/** A sender with its token and all that its calls need. Never leaves lib. */
export type OpenSender = Row & { token: string; pullAuthorization: PullAuthorization | null };

/** What a list is asked for with, and the origin that it was entered for: it is for no other. */
export type PullAuthorization = { origin: string; header: string };

/** Throws `not_found`. */
export async function openSender(reader: Reader, senderId: string): Promise<OpenSender> {
  return opened(await findRow(reader, senderId));
}

function opened(row: Row): OpenSender {
  const { connectionId, sealedToken, sealedPullAuth } = row;
  const place = placeOf(connectionId, 'sealed_pull_auth');
  return {
    ...row,
    token: unseal(sealedToken, placeOf(connectionId, 'sealed_token')),
    pullAuthorization: sealedPullAuth === null ? null : authorizationIn(unseal(sealedPullAuth, place)),
  };
}

function authorizationIn(text: string): PullAuthorization {
  const at = text.indexOf('\n');
  return { origin: text.slice(0, at), header: text.slice(at + 1) };
}

export async function listSenders(reader: Reader, now: Date): Promise<SenderView[]> {
  const [rows, wrong] = await Promise.all([
    reader.sender.findMany({ include, orderBy: { connection: { name: 'asc' } } }),
    countWrongTokens(reader, now),
  ]);
  return rows.map((row) => viewOf(row, wrong));
}

/** Throws `not_found`. */
export async function readSender(reader: Reader, senderId: string, now: Date): Promise<SenderView> {
  return viewOf(await findRow(reader, senderId), await countWrongTokens(reader, now));
}

/** Those that post of themselves and forget whom to: enabled, bare, and attached. */
export async function listAttached(reader: Reader): Promise<OpenSender[]> {
  const where = { kind: 'bare', attachedAt: { not: null }, connection: { enabled: true } } as const;
  const rows = await reader.sender.findMany({ include, where });
  return rows.map(opened);
}

type Values = { connectionId: string; kind: SenderKind; keyField: string; token: string; now: Date };

export async function insertSender(
  tx: Transaction,
  {
    connectionId,
    kind,
    keyField,
    token,
    now,
    ...rest
  }: Values & {
    signingSecret: string | null;
    pull: Prisma.InputJsonValue | undefined;
    pullAuthorization: PullAuthorization | null;
  },
): Promise<void> {
  const { signingSecret, pull, pullAuthorization } = rest;
  const sealedSigning =
    signingSecret === null ? null : seal(signingSecret, placeOf(connectionId, 'sealed_signing'));
  const sealed = { sealedSigning, sealedPullAuth: pullAuthOf(connectionId, pullAuthorization) };
  const data = { connectionId, kind, keyField, pull, ...sealed, ...tokenOf(connectionId, token, now) };
  await tx.sender.create({ data });
}

export async function replaceToken(
  tx: Transaction,
  { connectionId, token, now }: { connectionId: string; token: string; now: Date },
): Promise<void> {
  await tx.sender.update({ where: { connectionId }, data: tokenOf(connectionId, token, now) });
}

/** Null takes it away. */
export async function setPullAuthorization(
  tx: Transaction,
  connectionId: string,
  authorization: PullAuthorization | null,
): Promise<void> {
  const sealedPullAuth = pullAuthOf(connectionId, authorization);
  await tx.sender.update({ where: { connectionId }, data: { sealedPullAuth } });
}

function pullAuthOf(connectionId: string, authorization: PullAuthorization | null): string | null {
  if (authorization === null) return null;
  return seal(`${authorization.origin}\n${authorization.header}`, placeOf(connectionId, 'sealed_pull_auth'));
}

type Standing = Pick<
  Prisma.SenderUncheckedUpdateInput,
  'attachedAt' | 'attachError' | 'staleSince' | 'pullCursor' | 'pulledAt'
>;

export async function changeSender(tx: Transaction, connectionId: string, data: Standing): Promise<void> {
  await tx.sender.update({ where: { connectionId }, data });
}

function tokenOf(connectionId: string, token: string, now: Date) {
  const sealedToken = seal(token, placeOf(connectionId, 'sealed_token'));
  return { tokenHash: sha256(token), sealedToken, tokenRotatedAt: now };
}

async function findRow(reader: Reader, senderId: string): Promise<Row> {
  const isId = /^[0-9a-f-]{36}$/i.test(senderId);
  const row = isId ? await reader.sender.findUnique({ where: { connectionId: senderId }, include }) : null;
  if (!row) throw new AppError('not_found', `there is no sender ${senderId}`);
  return row;
}

function placeOf(
  senderId: string,
  column: 'sealed_token' | 'sealed_signing' | 'sealed_pull_auth',
): `${string}:${string}:${string}` {
  return `senders:${senderId}:${column}`;
}

async function countWrongTokens(reader: Reader, now: Date): Promise<Map<string, number>> {
  const since = new Date(now.getTime() - WRONG_DAYS * 86_400_000);
  const counted = await reader.wrongToken.groupBy({
    by: ['senderId'],
    where: { lastAt: { gte: since } },
    _sum: { arrivals: true },
  });
  return new Map(counted.map(({ senderId, _sum }) => [senderId, Number(_sum.arrivals ?? 0)]));
}

function viewOf({ connection, ...row }: Row, wrong: Map<string, number>): SenderView {
  return {
    connectionId: row.connectionId,
    connectionName: connection.name,
    baseUrl: connection.baseUrl,
    isSandbox: connection.isSandbox,
    enabled: connection.enabled,
    kind: row.kind,
    keyField: row.keyField,
    endpoint: endpointShown(row.connectionId),
    attachedAt: iso(row.attachedAt),
    attachError: row.attachError,
    lastArrivalAt: iso(row.lastArrivalAt),
    paceMs: row.paceMs,
    staleSince: iso(row.staleSince),
    tokenRotatedAt: row.tokenRotatedAt.toISOString(),
    canPull: pullSettings.safeParse(row.pull).success,
    pulledAt: iso(row.pulledAt),
    hasPullAuthorization: row.sealedPullAuth !== null,
    wrongTokens: wrong.get(row.connectionId) ?? 0,
  } satisfies SenderView;
}

const iso = (at: Date | null) => at?.toISOString() ?? null;
