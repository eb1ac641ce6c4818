import type { Reader, Transaction } from '@/lib/core/db';
import type { Role } from './roles.schema';
import type { Viewer } from './schema';
import { isLive } from './sessions.data';

type NewUser = {
  email: string;
  name: string;
  role: Role;
  passwordHash: string | null; // null: invited, or signs in through a provider
  mustChangePassword: boolean;
};

export async function findUserByEmail(reader: Reader, email: string) {
  return reader.user.findUnique({ where: { email: email.trim().toLowerCase() } });
}

export async function readUserRow(reader: Reader, userId: string) {
  return reader.user.findUniqueOrThrow({ where: { id: userId } });
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

export type HeldSession = { userId: string; version: number; sessionId: string };

/** The user of a session, or null when it has ended or run out, the account is disabled, or all its sessions were ended. */
export async function findViewer(
  reader: Reader,
  { userId, version, sessionId }: HeldSession,
  now: Date,
): Promise<(Viewer & { lastSeenAt: Date }) | null> {
  const session = await reader.userSession.findFirst({
    where: { id: sessionId, ...isLive(now), user: { id: userId, sessionVersion: version, disabledAt: null } },
    select: {
      lastSeenAt: true,
      user: { select: { id: true, email: true, name: true, role: true, mustChangePassword: true } },
    },
  });
  return session && { ...session.user, sessionId, lastSeenAt: session.lastSeenAt };
}

export async function readPasswordHash(reader: Reader, userId: string): Promise<string | null> {
  const user = await reader.user.findUnique({ where: { id: userId }, select: { passwordHash: true } });
  return user?.passwordHash ?? null;
}

export async function replacePassword(tx: Transaction, userId: string, passwordHash: string): Promise<void> {
  await tx.user.update({ where: { id: userId }, data: { passwordHash, mustChangePassword: false } });
}

export async function changeUserRow(
  tx: Transaction,
  userId: string,
  change: { name?: string; role?: Role; disabledAt?: Date | null },
): Promise<void> {
  await tx.user.update({ where: { id: userId }, data: change });
}

/** Makes every session of the user one of an older version. */
export async function raiseSessionVersion(tx: Transaction, userId: string): Promise<void> {
  await tx.user.update({ where: { id: userId }, data: { sessionVersion: { increment: 1 } } });
}

export async function stampSignIn(tx: Transaction, userId: string, at: Date): Promise<void> {
  await tx.user.update({ where: { id: userId }, data: { lastSignInAt: at } });
}

/**
 * The administrators who can sign in, locked until the transaction ends: of two that take each other's role away at
 * one time, the second sees what the first did.
 */
export async function lockAdministrators(tx: Transaction): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT u.id::text AS id FROM users u
    WHERE u.role = 'admin' AND u.disabled_at IS NULL
      AND (u.password_hash IS NOT NULL OR EXISTS (SELECT 1 FROM user_identities i WHERE i.user_id = u.id))
    ORDER BY u.id FOR UPDATE OF u`;
  return rows.map(({ id }) => id);
}
