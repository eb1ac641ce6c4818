import { randomBytes } from 'node:crypto';
import { type Clock, systemClock } from '@/lib/core/clock';
import { database, transaction } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import { recordAudit } from './audit.data';
import * as data from './data';
import { claim, refuseWait } from './limits';
import { clearAttempts } from './limits.data';
import { retireLinks } from './links.data';
import { hashPassword, passwordMatches } from './password';
import type { Role } from './roles.schema';
import { type Actor, systemActor } from './schema';
import { endSessions } from './sessions.data';

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

type PasswordChange = { actor: Actor; current: string; next: string; clock?: Clock };

/**
 * Ends every other session of the user: whoever else knew the old password is out. Throws `invalid_input` when the
 * current one is wrong, and `rate_limited` after too many of those: an open session is no place to guess it either.
 */
export async function changePassword({
  actor,
  current,
  next,
  clock = systemClock,
}: PasswordChange): Promise<{ changed: true }> {
  if (actor.kind !== 'user' || actor.id === null)
    throw new AppError('forbidden', 'only a signed-in user has a password');
  const userId = actor.id;
  refuseWait(await claim(clock(), { scope: 'password.account', subject: userId }));
  const known = await data.readPasswordHash(database(), userId);
  if (!(await passwordMatches(known, current))) {
    const message = 'this is not your current password';
    throw new AppError('invalid_input', message, { errors: [{ path: 'current', message }] });
  }
  const passwordHash = await hashPassword(next);
  await transaction(async (tx) => {
    const at = clock();
    await clearAttempts(tx, { scope: 'password.account', subject: userId });
    await data.replacePassword(tx, userId, passwordHash);
    await retireLinks(tx, userId, at);
    await endSessions(tx, { userId, reason: 'password_changed', at, but: actor.sessionId });
    await recordAudit(tx, actor, { action: 'user.password_changed', subject: { kind: 'user', id: userId } });
  });
  return { changed: true };
}
