import { randomBytes } from 'node:crypto';
import { type Clock, systemClock } from '@/lib/core/clock';
import { database, transaction } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import { recordAudit } from './audit.data';
import * as data from './data';
import { hashPassword, hashToken, passwordMatches } from './password';
import { type Actor, type Role, systemActor } from './schema';

const PRESET_TOKEN = 'API_TOKEN of the environment';

/**
 * Makes the first administrator where there is no user yet. A password that was made here is returned once, to be
 * shown, and must be changed at the first sign-in; a given one is the caller's own and stays.
 */
export async function ensureFirstAdministrator(given: { email?: string; password?: string }): Promise<{
  email: string;
  password: string | null;
  created: boolean;
}> {
  const email = (given.email ?? 'admin@localhost.local').toLowerCase();
  if ((await data.countUsers(database())) > 0) return { email, password: null, created: false };
  const made = given.password ? null : randomBytes(12).toString('base64url');
  const passwordHash = await hashPassword(given.password ?? made ?? '');
  await transaction(async (tx) => {
    const id = await data.insertUser(tx, {
      email,
      name: 'Administrator',
      role: 'admin',
      passwordHash,
      mustChangePassword: made !== null,
    });
    const subject = { kind: 'user', id };
    await recordAudit(tx, systemActor('first start'), {
      action: 'user.created',
      subject,
      after: { email, role: 'admin' },
    });
  });
  return { email, password: made, created: true };
}

/** Makes the environment's `API_TOKEN` valid, and one that an earlier start was given invalid. */
export async function ensurePresetToken(token: string): Promise<void> {
  await transaction(async (tx) => {
    const changed = await data.replacePresetToken(tx, PRESET_TOKEN, hashToken(token));
    if (!changed) return;
    const subject = { kind: 'token', id: PRESET_TOKEN };
    await recordAudit(tx, systemActor('start'), {
      action: 'token.preset',
      subject,
      after: { role: 'admin' },
    });
  });
}

type NewUser = {
  actor: Actor;
  email: string;
  name: string;
  role: Role;
  password: string;
  mustChangePassword?: boolean;
};

/** Throws `conflict` when the address has an account already. */
export async function createUser({
  actor,
  password,
  mustChangePassword = true,
  ...user
}: NewUser): Promise<{ id: string }> {
  const passwordHash = await hashPassword(password);
  return transaction(async (tx) => {
    if (await data.findUserByEmail(tx, user.email))
      throw new AppError('conflict', `${user.email} has an account already`);
    const id = await data.insertUser(tx, { ...user, passwordHash, mustChangePassword });
    const after = { email: user.email, role: user.role };
    await recordAudit(tx, actor, { action: 'user.created', subject: { kind: 'user', id }, after });
    return { id };
  });
}

type Credentials = { email: string; password: string; address?: string; clock?: Clock };

/** The user whom these credentials name, or null; both are in the audit log. */
export async function signInWithPassword({ email, password, address, clock = systemClock }: Credentials) {
  const user = await data.findUserByEmail(database(), email);
  const isRight = await passwordMatches(user?.passwordHash, password);
  const accepted = user && isRight && !user.disabledAt ? user : null;
  const who: Actor = {
    kind: 'user',
    id: user?.id ?? null,
    name: user?.email ?? 'unknown',
    role: user?.role ?? 'viewer',
    address,
  };
  await transaction(async (tx) => {
    if (accepted) await data.stampSignIn(tx, accepted.id, clock());
    const action = accepted ? 'session.started' : 'session.refused';
    await recordAudit(tx, who, { action, subject: { kind: 'user', id: user?.id ?? 'unknown' } });
  });
  return accepted
    ? { id: accepted.id, email: accepted.email, name: accepted.name, version: accepted.sessionVersion }
    : null;
}

type PasswordChange = { actor: Actor; current: string; next: string };

/** Ends every session of the user, this one too: the next sign-in uses the new password. */
export async function changePassword({ actor, current, next }: PasswordChange): Promise<{ changed: true }> {
  if (actor.kind !== 'user' || actor.id === null)
    throw new AppError('forbidden', 'only a signed-in user has a password');
  const userId = actor.id;
  const known = await data.readPasswordHash(database(), userId);
  if (!(await passwordMatches(known, current))) {
    const message = 'this is not your current password';
    throw new AppError('invalid_input', message, { errors: [{ path: 'current', message }] });
  }
  const passwordHash = await hashPassword(next);
  await transaction(async (tx) => {
    await data.replacePassword(tx, userId, passwordHash);
    await recordAudit(tx, actor, { action: 'user.password_changed', subject: { kind: 'user', id: userId } });
  });
  return { changed: true };
}

/** Who holds this API token, or null. The time of its last use is kept to the minute. */
export async function identifyToken(token: string, now: Date): Promise<Actor | null> {
  const found = await data.findLiveToken(database(), hashToken(token), now);
  if (!found) return null;
  const isStale = !found.lastUsedAt || now.getTime() - found.lastUsedAt.getTime() > 60_000;
  if (isStale) await data.stampTokenUse(database(), found.id, now);
  return { kind: 'token', id: found.id, name: found.name, role: found.role };
}

type TokenWish = { actor: Actor; name: string; role: Role; expiresAt?: string };

/** The token is told here, once; only its digest is kept. */
export async function createToken({
  actor,
  name,
  role,
  expiresAt,
}: TokenWish): Promise<{ id: string; token: string }> {
  const token = `ek_${randomBytes(32).toString('base64url')}`;
  const values = { name, role, expiresAt: expiresAt === undefined ? null : new Date(expiresAt) };
  return transaction(async (tx) => {
    const id = await data.insertToken(tx, { ...values, tokenHash: hashToken(token) });
    const after = { name, role, expiresAt: expiresAt ?? null };
    await recordAudit(tx, actor, { action: 'token.created', subject: { kind: 'token', id }, after });
    return { id, token };
  });
}
