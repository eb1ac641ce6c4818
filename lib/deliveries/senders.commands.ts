import { randomBytes, randomUUID } from 'node:crypto';
import { nameTaken } from '@/lib/connections/commands';
import { insertConnection } from '@/lib/connections/data';
import { type Clock, systemClock } from '@/lib/core/clock';
import { database, transaction } from '@/lib/core/db';
import { AppError, messageOf } from '@/lib/core/errors';
import { recordAudit } from '@/lib/people/audit.data';
import type { Actor } from '@/lib/people/schema';
import { startRun } from '@/lib/runs/commands';
import { attachListener, detachListener } from './cms';
import { endpointOf, listenerOf } from './endpoint';
import { PULL_SENDER } from './names';
import {
  type CreateSenderInput,
  createSenderInput,
  pullSettings,
  type SenderSecrets,
  type SenderView,
} from './schema';
import {
  changeSender,
  insertSender,
  type OpenSender,
  openSender,
  type PullAuthorization,
  readSender,
  replaceToken,
  setPullAuthorization,
} from './senders.data';

/** Who posts to us. A deed that calls outside first calls, then writes down what came of it. */
type Deed = { actor: Actor; senderId: string; clock?: Clock };

/** Adds a sender. Its address and what it signs with are shown this once. Throws `conflict` when the name is taken. */
export async function createSender({
  actor,
  clock = systemClock,
  ...input
}: CreateSenderInput & { actor: Actor; clock?: Clock }): Promise<SenderSecrets> {
  const { name, baseUrl, kind, keyField, pull, pullAuthorization, isSandbox } =
    createSenderInput.parse(input);
  if (pullAuthorization !== null && pull === null) throw noList('pullAuthorization');
  const token = newToken();
  const signingSecret = kind === 'standard' ? `whsec_${randomBytes(32).toString('base64')}` : null;
  return transaction(async (tx) => {
    const own = {
      id: randomUUID(),
      kind: 'cms',
      name,
      baseUrl: baseUrl.replace(/\/+$/, ''),
      isSandbox,
    } as const;
    const { id } = await insertConnection(tx, { ...own, account: '', secret: '' }).catch(nameTaken(name));
    const now = clock();
    await insertSender(tx, {
      connectionId: id,
      kind,
      keyField,
      token,
      now,
      signingSecret,
      pull: pull ?? undefined,
      pullAuthorization: authorizationFor(baseUrl, pullAuthorization),
    });
    const subject = { kind: 'sender', id };
    const hasPullAuthorization = pullAuthorization !== null;
    const after = { name, baseUrl, kind, keyField, isSandbox, pull: pull ?? null, hasPullAuthorization };
    await recordAudit(tx, actor, { action: 'sender.created', subject, after });
    return { connectionId: id, endpoint: endpointOf(id, token), signingSecret };
  });
}

/** Makes a bare CMS post to us. Throws `outbound_failed` with what it said, which is kept. */
export async function attachSender({ actor, senderId, clock = systemClock }: Deed): Promise<SenderView> {
  const sender = await openBare(senderId);
  await attach({ actor, sender, token: sender.token, clock });
  return readSender(database(), senderId, clock());
}

/** Makes a bare CMS post to nobody; what it would have posted is lost. */
export async function detachSender({ actor, senderId, clock = systemClock }: Deed): Promise<SenderView> {
  const sender = await openBare(senderId);
  await detachListener(sender.connection.baseUrl);
  await transaction(async (tx) => {
    await changeSender(tx, senderId, { attachedAt: null, attachError: null });
    const subject = { kind: 'sender', id: senderId };
    await recordAudit(tx, actor, { action: 'sender.detached', subject });
  });
  return readSender(database(), senderId, clock());
}

/**
 * Gives the endpoint a new token; the old one ends at once. An attached CMS is told the new address: where that fails,
 * what it posts from now on is lost, and the sender says so.
 */
export async function rotateSender({ actor, senderId, clock = systemClock }: Deed): Promise<SenderSecrets> {
  const sender = await openSender(database(), senderId);
  const token = newToken();
  await transaction(async (tx) => {
    await replaceToken(tx, { connectionId: senderId, token, now: clock() });
    const subject = { kind: 'sender', id: senderId };
    await recordAudit(tx, actor, { action: 'sender.token_rotated', subject });
  });
  const isTold = sender.kind === 'bare' && sender.attachedAt !== null;
  // What went wrong stands at the sender; the new address is shown all the same.
  if (isTold) await attach({ actor, sender, token, clock }).catch(() => undefined);
  return { connectionId: senderId, endpoint: endpointOf(senderId, token), signingSecret: null };
}

/** Asks for a reading of a sender's list: what changed since the last one, or all of it. */
export async function pullSender({
  actor,
  senderId,
  whole = false,
}: Deed & { whole?: boolean }): Promise<{ runId: string }> {
  const { pull, connection } = await openSender(database(), senderId);
  if (!pullSettings.safeParse(pull).success) {
    throw new AppError('conflict', `${connection.name} was added without a list to read it by`);
  }
  const input = { senderId, whole };
  return transaction((tx) => startRun(tx, { graph: PULL_SENDER, input, actor, trigger: 'hand' }));
}

type Authorize = Deed & { authorization: string | null };

/** What a sender's list is asked for with from now on; null: with nothing. Throws `invalid_input` where it has no list. */
export async function authorizePull({
  actor,
  senderId,
  authorization,
  clock = systemClock,
}: Authorize): Promise<SenderView> {
  const { pull, sealedPullAuth, connection } = await openSender(database(), senderId);
  if (authorization !== null && !pullSettings.safeParse(pull).success) throw noList('authorization');
  await transaction(async (tx) => {
    await setPullAuthorization(tx, senderId, authorizationFor(connection.baseUrl, authorization));
    await recordAudit(tx, actor, {
      action: authorization === null ? 'sender.pull_key_removed' : 'sender.pull_key_set',
      subject: { kind: 'sender', id: senderId },
      before: { hasPullAuthorization: sealedPullAuth !== null },
      after: { hasPullAuthorization: authorization !== null },
    });
  });
  return readSender(database(), senderId, clock());
}

const authorizationFor = (baseUrl: string, header: string | null): PullAuthorization | null =>
  header === null ? null : { origin: new URL(baseUrl).origin, header };

function noList(path: string): AppError {
  const message = 'this sender has no list that could be asked for with it';
  return new AppError('invalid_input', message, { errors: [{ path, message }] });
}

/** Says that what may have been lost was looked after: a person repaired it, or it does not matter. */
export async function settleStale({ actor, senderId, clock = systemClock }: Deed): Promise<SenderView> {
  await transaction(async (tx) => {
    const { staleSince } = await openSender(tx, senderId);
    await changeSender(tx, senderId, { staleSince: null });
    const subject = { kind: 'sender', id: senderId };
    const before = { staleSince: staleSince?.toISOString() ?? null };
    await recordAudit(tx, actor, { action: 'sender.stale_settled', subject, before });
  });
  return readSender(database(), senderId, clock());
}

type Attaching = { actor: Actor; sender: OpenSender; token: string; clock: Clock; signal?: AbortSignal };

/** Calls the CMS and keeps what came of it. What could not be attached is stale from the last arrival on. */
export async function attach({ actor, sender, token, clock, signal }: Attaching): Promise<void> {
  const { connectionId, connection, attachedAt, lastArrivalAt } = sender;
  const failure = await attachListener(connection.baseUrl, listenerOf(connectionId, token), signal).then(
    () => null,
    (error: unknown) => ({ error }),
  );
  const now = clock();
  const staleSince = sender.staleSince ?? lastArrivalAt ?? attachedAt;
  await transaction(async (tx) => {
    const subject = { kind: 'sender', id: connectionId };
    if (failure === null) {
      await changeSender(tx, connectionId, { attachedAt: now, attachError: null });
      await recordAudit(tx, actor, { action: 'sender.attached', subject });
      return;
    }
    const attachError = messageOf(failure.error);
    await changeSender(tx, connectionId, { attachError, ...(attachedAt === null ? {} : { staleSince }) });
    await recordAudit(tx, actor, { action: 'sender.attach_failed', subject, after: { attachError } });
  });
  if (failure !== null) throw failure.error;
}

async function openBare(senderId: string): Promise<OpenSender> {
  const sender = await openSender(database(), senderId);
  if (sender.kind === 'bare') return sender;
  const { name } = sender.connection;
  throw new AppError('conflict', `${name} signs what it posts; its address is set on its own side`);
}

function newToken(): string {
  return randomBytes(24).toString('base64url');
}
