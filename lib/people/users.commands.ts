import { type Clock, systemClock } from '@/lib/core/clock';
import { type Transaction, transaction } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import { recordAudit } from './audit.data';
import * as data from './data';
import { retireLinks } from './links.data';
import type { Actor } from './schema';
import { endSessions } from './sessions.data';
import { readUser } from './users.data';
import type { ChangeUserInput, UserView } from './users.schema';

type OnUser = { actor: Actor; id: string; clock?: Clock };

/**
 * Changes the name or the role. The role is read with every request, so it counts from the next click on. Throws
 * `not_found`, and `conflict` when nobody would be left to administer.
 */
export async function changeUser({
  actor,
  id,
  name,
  role,
  clock = systemClock,
}: OnUser & ChangeUserInput): Promise<UserView> {
  return transaction(async (tx) => {
    if (role !== undefined && role !== 'admin') await refuseLastAdministrator(tx, id);
    const before = await readUser(tx, id, clock());
    await data.changeUserRow(tx, id, { name, role });
    const after = await readUser(tx, id, clock());
    if (before.name === after.name && before.role === after.role) return after;
    await recordAudit(tx, actor, {
      action: 'user.changed',
      subject: { kind: 'user', id },
      before: { name: before.name, role: before.role },
      after: { name: after.name, role: after.role },
    });
    return after;
  });
}

/**
 * Keeps a user out: their sessions and links end with it. API tokens they made go on working, for they belong to the
 * installation. Throws `not_found`, and `conflict` for oneself and for the last administrator.
 */
export async function disableUser({ actor, id, clock = systemClock }: OnUser): Promise<UserView> {
  if (actor.kind === 'user' && actor.id === id) {
    throw new AppError('conflict', 'you cannot disable yourself; ask another administrator');
  }
  return transaction(async (tx) => {
    await refuseLastAdministrator(tx, id);
    const at = clock();
    const before = await readUser(tx, id, at);
    if (before.state === 'disabled') return before;
    await data.changeUserRow(tx, id, { disabledAt: at });
    await data.raiseSessionVersion(tx, id);
    const sessions = await endSessions(tx, { userId: id, reason: 'disabled', at });
    await retireLinks(tx, id, at);
    const after = await readUser(tx, id, at);
    await recordAudit(tx, actor, {
      action: 'user.disabled',
      subject: { kind: 'user', id },
      before: { state: before.state },
      after: { state: after.state, sessionsEnded: sessions },
    });
    return after;
  });
}

/** Lets a disabled user in again, with the password they had; one who never set one needs a new link. */
export async function enableUser({ actor, id, clock = systemClock }: OnUser): Promise<UserView> {
  return transaction(async (tx) => {
    const before = await readUser(tx, id, clock());
    if (before.state !== 'disabled') return before;
    await data.changeUserRow(tx, id, { disabledAt: null });
    const after = await readUser(tx, id, clock());
    await recordAudit(tx, actor, {
      action: 'user.enabled',
      subject: { kind: 'user', id },
      before: { state: before.state },
      after: { state: after.state },
    });
    return after;
  });
}

async function refuseLastAdministrator(tx: Transaction, userId: string): Promise<void> {
  const administrators = await data.lockAdministrators(tx);
  if (!administrators.includes(userId) || administrators.length > 1) return;
  throw new AppError('conflict', 'this is the last administrator; make somebody else one first');
}
