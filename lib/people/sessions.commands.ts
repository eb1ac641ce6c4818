import { type Clock, DAY_MS, MINUTE_MS, systemClock } from '@/lib/core/clock';
import { database, type Transaction, transaction } from '@/lib/core/db';
import { recordAudit } from './audit.data';
import { findViewer, type HeldSession } from './data';
import type { Actor, Viewer } from './schema';
import * as sessions from './sessions.data';
import { readUser } from './users.data';
import type { SessionMethod, SessionView } from './users.schema';

/** How long a session lasts, whether it is used or not. */
export const SESSION_MS = 7 * DAY_MS;
const KEPT_MS = 30 * DAY_MS;

/** Where a sign-in comes from. */
export type Caller = { address?: string; userAgent?: string };

type Opening = Caller & { userId: string; method: SessionMethod; at: Date };

/** Opens a session in the transaction that lets its user in, and forgets those that are long over. */
export async function openSession(
  tx: Transaction,
  { userId, method, at, address, userAgent }: Opening,
): Promise<string> {
  await sessions.forgetSessions(tx, userId, new Date(at.getTime() - KEPT_MS));
  return sessions.insertSession(tx, {
    userId,
    method,
    startedAt: at,
    endsAt: new Date(at.getTime() + SESSION_MS),
    address,
    userAgent: userAgent?.slice(0, 300),
  });
}

/** Whose session this is, or null when it is over. When it was last seen is kept to the minute. */
export async function identifySession(held: HeldSession, clock: Clock = systemClock): Promise<Viewer | null> {
  const now = clock();
  const found = await findViewer(database(), held, now);
  if (!found) return null;
  const { lastSeenAt, ...viewer } = found;
  const stale = new Date(now.getTime() - MINUTE_MS);
  if (lastSeenAt < stale) await sessions.stampSeen(database(), held.sessionId, now, stale);
  return viewer;
}

/** Whose sessions are the actor's own; null for a token, which has none. */
function ownerOf(actor: Actor): string | null {
  return actor.kind === 'user' ? actor.id : null;
}

type Own = { actor: Actor; clock?: Clock };

export async function listOwnSessions({
  actor,
  clock = systemClock,
}: Own): Promise<{ items: SessionView[] }> {
  const userId = ownerOf(actor);
  if (userId === null) return { items: [] };
  const own = { userId, currentId: actor.sessionId, now: clock() };
  return { items: await sessions.listSessions(database(), own) };
}

/** Ends one of the actor's own sessions. One that is over already stays so; one of somebody else is as good as none. */
export async function endOwnSession({
  actor,
  id,
  clock = systemClock,
}: Own & { id: string }): Promise<{ ended: number }> {
  const userId = ownerOf(actor);
  return userId === null ? { ended: 0 } : endAndRecord({ actor, userId, only: id, clock });
}

export async function endOtherSessions({ actor, clock = systemClock }: Own): Promise<{ ended: number }> {
  const userId = ownerOf(actor);
  return userId === null ? { ended: 0 } : endAndRecord({ actor, userId, but: actor.sessionId, clock });
}

type OfUser = { actor: Actor; id: string; sessionId?: string; clock?: Clock };

/** Ends the sessions of a user, or one of them. Throws `not_found` for an unknown user. */
export async function endUserSessions({
  actor,
  id,
  sessionId,
  clock = systemClock,
}: OfUser): Promise<{ ended: number }> {
  await readUser(database(), id, clock());
  return endAndRecord({ actor, userId: id, only: sessionId, clock });
}

type Ending = { actor: Actor; userId: string; only?: string; but?: string; clock: Clock };

async function endAndRecord({ actor, userId, only, but, clock }: Ending): Promise<{ ended: number }> {
  return transaction(async (tx) => {
    const ended = await sessions.endSessions(tx, { userId, reason: 'revoked', at: clock(), only, but });
    if (ended === 0) return { ended };
    const after = { sessions: ended, ...(only ? { session: only } : {}) };
    const subject = { kind: 'user', id: userId };
    await recordAudit(tx, actor, { action: 'session.revoked', subject, after });
    return { ended };
  });
}

/** What “Sign out” does: the session is over even for somebody who has kept its cookie. */
export async function signOut(held: HeldSession & Caller, clock: Clock = systemClock): Promise<void> {
  await transaction(async (tx) => {
    const { userId, sessionId } = held;
    const at = clock();
    const ended = await sessions.endSessions(tx, { userId, reason: 'signed_out', at, only: sessionId });
    if (ended === 0) return;
    const { email, role } = await readUser(tx, userId, at);
    const who: Actor = { kind: 'user', id: userId, name: email, role, address: held.address };
    await recordAudit(tx, who, { action: 'session.ended', subject: { kind: 'user', id: userId } });
  });
}
