import type { Reader, Transaction } from '@/lib/core/db';
import type { Role, Viewer } from './schema';

type NewUser = { email: string; name: string; role: Role; passwordHash: string; mustChangePassword: boolean };

export async function findUserByEmail(reader: Reader, email: string) {
  return reader.user.findUnique({ where: { email: email.trim().toLowerCase() } });
}

export async function insertUser(tx: Transaction, user: NewUser): Promise<string> {
  const { id } = await tx.user.create({
    data: { ...user, email: user.email.trim().toLowerCase() },
    select: { id: true },
  });
  return id;
}

export async function countUsers(reader: Reader): Promise<number> {
  return reader.user.count();
}

/** The user of a session, or null when the account is disabled or the session older than its last revocation. */
export async function findViewer(
  reader: Reader,
  session: { userId: string; version: number },
): Promise<Viewer | null> {
  const user = await reader.user.findFirst({
    where: { id: session.userId, sessionVersion: session.version, disabledAt: null },
    select: { id: true, email: true, name: true, role: true, mustChangePassword: true },
  });
  return user satisfies Viewer | null;
}

export async function readPasswordHash(reader: Reader, userId: string): Promise<string | null> {
  const user = await reader.user.findUnique({ where: { id: userId }, select: { passwordHash: true } });
  return user?.passwordHash ?? null;
}

/** Sets the password and ends every session that the user has. */
export async function replacePassword(tx: Transaction, userId: string, passwordHash: string): Promise<void> {
  await tx.user.update({
    where: { id: userId },
    data: { passwordHash, mustChangePassword: false, sessionVersion: { increment: 1 } },
  });
}

export async function stampSignIn(tx: Transaction, userId: string, at: Date): Promise<void> {
  await tx.user.update({ where: { id: userId }, data: { lastSignInAt: at } });
}

/** The token that hashes to this, unless it was revoked or has run out. */
export async function findLiveToken(reader: Reader, tokenHash: string, now: Date) {
  return reader.apiToken.findFirst({
    where: { tokenHash, revokedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] },
    select: { id: true, name: true, role: true, lastUsedAt: true },
  });
}

export async function stampTokenUse(reader: Reader, id: string, at: Date): Promise<void> {
  await reader.apiToken.update({ where: { id }, data: { lastUsedAt: at } });
}

/** Puts the token of the environment in place of whatever an earlier start left under that name. */
export async function replacePresetToken(tx: Transaction, name: string, tokenHash: string): Promise<boolean> {
  const known = await tx.apiToken.findFirst({ where: { name, tokenHash, revokedAt: null } });
  if (known) return false;
  await tx.apiToken.updateMany({ where: { name, revokedAt: null }, data: { revokedAt: new Date() } });
  await tx.apiToken.upsert({
    where: { tokenHash },
    create: { name, tokenHash, role: 'admin' },
    update: { name, revokedAt: null, role: 'admin' },
  });
  return true;
}

type NewToken = { name: string; role: Role; tokenHash: string; expiresAt: Date | null };

export async function insertToken(tx: Transaction, token: NewToken): Promise<string> {
  const { id } = await tx.apiToken.create({ data: token, select: { id: true } });
  return id;
}
