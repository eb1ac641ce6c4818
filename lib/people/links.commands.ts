import { type Clock, DAY_MS, HOUR_MS, systemClock } from '@/lib/core/clock';
import { database, type Transaction, transaction } from '@/lib/core/db';
import { AppError, messageOf } from '@/lib/core/errors';
import { log } from '@/lib/core/log';
import { canMail, type Mail, sendMail } from '@/lib/core/mail';
import { recordAudit } from './audit.data';
import * as data from './data';
import { claim, refuseWait } from './limits';
import { invitationMail, resetMail } from './link-mail';
import { linkTo, newLinkToken } from './link-token';
import * as links from './links.data';
import { hashPassword, hashToken } from './password';
import { type Actor, systemActor } from './schema';
import { endSessions } from './sessions.data';
import { readUser } from './users.data';
import type { InviteInput, PasswordLinkView } from './users.schema';

/**
 * Links that set a password: live → used | replaced (by a newer one, or because the user was disabled) | expired.
 * Whoever holds one that is live can become the user, so it is told or mailed once and kept as a digest.
 */
const LASTS_MS = { invite: 7 * DAY_MS, reset: DAY_MS } as const;
const FORGOTTEN_LASTS_MS = HOUR_MS; // one that anybody can ask for has a shorter life

type Made = { link: string; expiresAt: Date };
type Making = { userId: string; purpose: 'invite' | 'reset'; at: Date; lastsMs?: number };

async function makeLink(tx: Transaction, { userId, purpose, at, lastsMs }: Making): Promise<Made> {
  const token = newLinkToken();
  const expiresAt = new Date(at.getTime() + (lastsMs ?? LASTS_MS[purpose]));
  await links.replaceLink(tx, { userId, purpose, tokenHash: hashToken(token), createdAt: at, expiresAt });
  return { link: linkTo(token), expiresAt };
}

type Invitation = InviteInput & { actor: Actor; clock?: Clock };

/** Makes an account without a password and the link that sets one. Throws `conflict` when the address has an account. */
export async function inviteUser({
  actor,
  email,
  name,
  role,
  clock = systemClock,
}: Invitation): Promise<PasswordLinkView> {
  const made = await transaction(async (tx) => {
    if (await data.findUserByEmail(tx, email)) {
      throw new AppError('conflict', `${email} has an account already`);
    }
    const row = { email, name, role, passwordHash: null, mustChangePassword: false };
    const userId = await data.insertUser(tx, row);
    const link = await makeLink(tx, { userId, purpose: 'invite', at: clock() });
    const subject = { kind: 'user', id: userId };
    await recordAudit(tx, actor, { action: 'user.invited', subject, after: { email, role } });
    return { ...link, userId };
  });
  return tell(made, invitationMail({ ...made, to: email, name, by: actor.name }));
}

type Reset = { actor: Actor; id: string; clock?: Clock };

/**
 * A new link for a user: for one who has not accepted the invitation yet, the invitation again. Throws `not_found`, and
 * `conflict` for a disabled user and for one whose password is the identity provider's business.
 */
export async function createResetLink({ actor, id, clock = systemClock }: Reset): Promise<PasswordLinkView> {
  const at = clock();
  const user = await readUser(database(), id, at);
  refuseReset(user.state === 'disabled', user.origin === 'oidc');
  const purpose = user.state === 'invited' ? 'invite' : 'reset';
  const made = await transaction(async (tx) => {
    const link = await makeLink(tx, { userId: id, purpose, at });
    const subject = { kind: 'user', id };
    const action = purpose === 'invite' ? 'user.invited_again' : 'user.reset_link_made';
    await recordAudit(tx, actor, { action, subject, after: { expiresAt: link.expiresAt.toISOString() } });
    return { ...link, userId: id };
  });
  const told = { ...made, to: user.email, name: user.name };
  return tell(made, purpose === 'invite' ? invitationMail({ ...told, by: actor.name }) : resetMail(told));
}

function refuseReset(isDisabled: boolean, isElsewhere: boolean): void {
  if (isDisabled) throw new AppError('conflict', 'this user is disabled; enable them first');
  if (isElsewhere) {
    throw new AppError(
      'conflict',
      'this user signs in through the identity provider; reset the password there',
    );
  }
}

/** A mail that cannot be sent does not undo what it tells of: the administrator has the link. */
async function tell(made: Made & { userId: string }, mail: Mail): Promise<PasswordLinkView> {
  const { userId, link, expiresAt } = made;
  return { userId, link, expiresAt: expiresAt.toISOString(), mailed: await hasMailed(mail) };
}

async function hasMailed(mail: Mail): Promise<boolean> {
  if (!canMail()) return false;
  try {
    await sendMail(mail);
    return true;
  } catch (error) {
    log().warn({ error: messageOf(error) }, 'a mail with a password link was not sent');
    return false;
  }
}

/** What a forgotten password is answered with, whoever asks: it tells only how this installation is set up. */
export function forgottenAnswer(): { detail: string } {
  return {
    detail: canMail()
      ? 'If this address has an account with a password, a link to a new one is on its way. It works for an hour.'
      : 'This installation sends no mail. Ask an administrator for a link that sets a new password.',
  };
}

type Asking = { email: string; address?: string; clock?: Clock };

/** Throws `rate_limited` when this account or this address has asked too often: every answer may be a mail to somebody. */
export async function claimForgotten({ email, address, clock = systemClock }: Asking): Promise<void> {
  refuseWait(
    await claim(
      clock(),
      { scope: 'forgot.address', subject: address },
      { scope: 'forgot.account', subject: email },
    ),
  );
}

type Forgotten = { email: string; address?: string; requestId?: string; clock?: Clock };

/** Mails a link to whoever has forgotten their password. Says nothing of whether there is such an account. */
export async function mailForgottenLink({ email, clock = systemClock, ...from }: Forgotten): Promise<void> {
  if (!canMail()) return;
  const at = clock();
  const found = await data.findUserByEmail(database(), email);
  const user = found && (await readUser(database(), found.id, at));
  if (user?.state !== 'active' || user.origin === 'oidc') return;
  const made = await transaction(async (tx) => {
    const making = { userId: user.id, purpose: 'reset', at, lastsMs: FORGOTTEN_LASTS_MS } as const;
    const link = await makeLink(tx, making);
    const subject = { kind: 'user', id: user.id };
    const who = { ...systemActor('forgotten password'), ...from };
    await recordAudit(tx, who, { action: 'user.reset_link_mailed', subject });
    return link;
  });
  await hasMailed(resetMail({ ...made, to: user.email, name: user.name }));
}

export type LinkStanding =
  | { state: 'live'; purpose: 'invite' | 'reset'; email: string; name: string }
  | { state: 'unknown' | 'used' | 'replaced' | 'expired' };

/** What the page of a link shows. */
export async function lookUpLink(token: string, clock: Clock = systemClock): Promise<LinkStanding> {
  const found = await links.findLink(database(), hashToken(token));
  if (!found || found.user.disabledAt) return { state: 'unknown' };
  if (found.usedAt) return { state: 'used' };
  if (found.replacedAt) return { state: 'replaced' };
  if (found.expiresAt <= clock()) return { state: 'expired' };
  const { email, name } = found.user;
  return { state: 'live', purpose: found.purpose === 'invite' ? 'invite' : 'reset', email, name };
}

type Setting = { token: string; password: string; address?: string; requestId?: string; clock?: Clock };

/**
 * Sets the password that the link is for and ends every session of the user. Throws `gone` when the link does not work,
 * and `rate_limited` when the address has tried too many.
 */
export async function setPasswordByLink({
  token,
  password,
  clock = systemClock,
  ...from
}: Setting): Promise<{ email: string }> {
  const gone = new AppError('gone', 'this link does not work any more; ask an administrator for a new one');
  refuseWait(await claim(clock(), { scope: 'link.address', subject: from.address }));
  const found = await links.findLink(database(), hashToken(token));
  if (!found || found.user.disabledAt) throw gone;
  const passwordHash = await hashPassword(password);
  return transaction(async (tx) => {
    const at = clock();
    if (!(await links.takeLink(tx, found.id, at))) throw gone;
    const { id, email, role } = found.user;
    await data.replacePassword(tx, id, passwordHash);
    await data.raiseSessionVersion(tx, id);
    await endSessions(tx, { userId: id, reason: 'password_changed', at });
    const who: Actor = { kind: 'user', id, name: email, role, ...from };
    const subject = { kind: 'user', id };
    await recordAudit(tx, who, { action: 'user.password_set', subject, after: { by: found.purpose } });
    return { email };
  });
}
