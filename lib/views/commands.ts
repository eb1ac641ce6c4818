import type { z } from 'zod';
import { type Clock, systemClock } from '@/lib/core/clock';
import { type Transaction, transaction } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import { recordAudit } from '@/lib/people/audit.data';
import type { Actor } from '@/lib/people/schema';
import * as data from './data';
import type { changeViewInput, createViewInput, SavedView } from './schema';

const MOST = 200;

type Creation = z.output<typeof createViewInput> & { actor: Actor };

/** Throws `forbidden` for a token, and `conflict` for a name that its owner has in that list already. */
export function saveView({ actor, ...view }: Creation): Promise<SavedView> {
  return transaction(async (tx) => {
    const ownerId = ownerAmong(actor);
    if ((await data.countViews(tx, ownerId)) >= MOST) {
      throw new AppError('conflict', `you have ${MOST} views; remove one that you no longer use`);
    }
    const id = await data.insertView(tx, { ...view, ownerId });
    if (id === null) throw nameTaken(view.name);
    await recordAudit(tx, actor, { action: 'view.saved', subject: { kind: 'view', id }, after: view });
    return locked(tx, actor, id);
  });
}

type Change = z.output<typeof changeViewInput> & { actor: Actor; clock?: Clock };

/** Throws `not_found`, `forbidden` for somebody else's, and `conflict` for a name that is taken. */
export function changeView({ actor, id, clock = systemClock, ...change }: Change): Promise<SavedView> {
  return transaction(async (tx) => {
    const before = await locked(tx, actor, id);
    if (!before.isOwn) throw new AppError('forbidden', `“${before.name}” is ${before.owner}’s to change`);
    if (!(await data.updateView(tx, id, change, clock()))) throw nameTaken(change.name ?? before.name);
    const after = await locked(tx, actor, id);
    await recordAudit(tx, actor, {
      action: 'view.changed',
      subject: { kind: 'view', id },
      before: kept(before),
      after: kept(after),
    });
    return after;
  });
}

/** One's own, or as an administrator what anybody shares. Throws `not_found` and `forbidden`. */
export function removeView({ actor, id }: { actor: Actor; id: string }): Promise<{ removed: true }> {
  return transaction(async (tx) => {
    const before = await locked(tx, actor, id);
    if (!before.mayRemove) {
      throw new AppError(
        'forbidden',
        `“${before.name}” is ${before.owner}’s; an administrator may remove it`,
      );
    }
    await data.deleteView(tx, id);
    const subject = { kind: 'view', id };
    await recordAudit(tx, actor, { action: 'view.removed', subject, before: kept(before) });
    return { removed: true };
  });
}

async function locked(tx: Transaction, actor: Actor, id: string): Promise<SavedView> {
  const view = await data.lockView(tx, actor, id);
  if (!view) throw new AppError('not_found', 'there is no such view, or it is not shared with you');
  return view;
}

function ownerAmong({ kind, id }: Actor): string {
  if (kind === 'user' && id !== null) return id;
  throw new AppError('forbidden', 'views belong to people; a token can read what they share');
}

function nameTaken(name: string): AppError {
  const message = `you have a view named “${name}” of this list already`;
  return new AppError('conflict', message, { errors: [{ path: 'name', message }] });
}

function kept({ name, search, isShared, owner }: SavedView) {
  return { name, search, isShared, owner };
}
