import type { Reader, Transaction } from '@/lib/core/db';
import type { SessionMethod, SessionView } from './users.schema';

/** Why a session is over before its time. */
export type SessionEnd = 'signed_out' | 'revoked' | 'password_changed' | 'disabled';

export const isLive = (now: Date) => ({ endedAt: null, endsAt: { gt: now } });

type NewSession = {
  userId: string;
  method: SessionMethod;
  startedAt: Date;
  endsAt: Date;
  address?: string;
  userAgent?: string;
};

export async function insertSession(tx: Transaction, session: NewSession): Promise<string> {
  const data = { ...session, lastSeenAt: session.startedAt };
  const { id } = await tx.userSession.create({ data, select: { id: true } });
  return id;
}

/** The open sessions of a user, the one seen last first. */
export async function listSessions(
  reader: Reader,
  { userId, currentId, now }: { userId: string; currentId?: string; now: Date },
): Promise<SessionView[]> {
  const rows = await reader.userSession.findMany({
    where: { userId, ...isLive(now) },
    orderBy: [{ lastSeenAt: 'desc' }, { id: 'asc' }],
    take: 200,
  });
  return rows.map(
    ({ id, startedAt, lastSeenAt, endsAt, address, userAgent }) =>
      ({
        id,
        startedAt: startedAt.toISOString(),
        lastSeenAt: lastSeenAt.toISOString(),
        address,
        userAgent,
        isCurrent: id === currentId,
        endsAt: endsAt.toISOString(),
      }) satisfies SessionView,
  );
}

type Ending = { userId: string; reason: SessionEnd; at: Date; only?: string; but?: string };

/** Ends the open sessions of a user, `only` one of them or all `but` one. Returns how many were open. */
export async function endSessions(
  tx: Transaction,
  { userId, reason, at, only, but }: Ending,
): Promise<number> {
  const { count } = await tx.userSession.updateMany({
    where: { userId, ...isLive(at), id: { equals: only, not: but } },
    data: { endedAt: at, endReason: reason },
  });
  return count;
}

/** Several pages that a browser asks for at one time write this once. */
export async function stampSeen(reader: Reader, id: string, at: Date, unlessSince: Date): Promise<void> {
  await reader.userSession.updateMany({
    where: { id, lastSeenAt: { lt: unlessSince } },
    data: { lastSeenAt: at },
  });
}

/** Sessions of a user that were over before `before`: the audit log keeps that they were. */
export async function forgetSessions(tx: Transaction, userId: string, before: Date): Promise<void> {
  await tx.userSession.deleteMany({
    where: { userId, OR: [{ endedAt: { lt: before } }, { endsAt: { lt: before } }] },
  });
}
