import { type Clock, systemClock } from '@/lib/core/clock';
import { database, transaction } from '@/lib/core/db';
import { recordAudit } from './audit.data';
import * as data from './data';
import { claim, refuseWait } from './limits';
import { claimAttempt, clearAttempts, forgetAttempts, returnAttempt } from './limits.data';
import { passwordMatches } from './password';
import type { Actor } from './schema';
import { type Caller, openSession } from './sessions.commands';

/** What a signed session cookie holds. */
export type OpenedSession = { id: string; version: number; sessionId: string };

type Credentials = Caller & { email: string; password: string; clock?: Clock };
type Refusal = 'unknown_account' | 'wrong_password' | 'disabled';

/**
 * The session of whom these credentials name, or null; both are in the audit log, which alone knows why. An unknown
 * account, a wrong password and a disabled user are counted, answered and timed alike. Throws `rate_limited`, which
 * says when to try again.
 */
export async function signInWithPassword({
  email,
  password,
  clock = systemClock,
  ...caller
}: Credentials): Promise<OpenedSession | null> {
  await claimSignIn(email, caller, clock());
  const user = await data.findUserByEmail(database(), email);
  const isRight = await passwordMatches(user?.passwordHash, password);
  const refusal = refusalOf(user, isRight);
  if (!user || refusal) {
    await recordRefusal(actorOf(user, caller), refusal ?? 'unknown_account');
    return null;
  }
  return transaction(async (tx) => {
    const at = clock();
    if (caller.address) {
      await returnAttempt(tx, { scope: 'sign_in.address', subject: caller.address }, at);
    }
    await clearAttempts(tx, { scope: 'sign_in.account', subject: email });
    await forgetAttempts(tx, at);
    await data.stampSignIn(tx, user.id, at);
    const sessionId = await openSession(tx, { ...caller, userId: user.id, method: 'password', at });
    const subject = { kind: 'user', id: user.id };
    await recordAudit(tx, actorOf(user, caller), {
      action: 'session.started',
      subject,
      after: { by: 'password' },
    });
    return { id: user.id, version: user.sessionVersion, sessionId };
  });
}

type Known = NonNullable<Awaited<ReturnType<typeof data.findUserByEmail>>>;

function refusalOf(user: Known | null, isRight: boolean): Refusal | null {
  if (!user) return 'unknown_account';
  if (!isRight) return 'wrong_password';
  return user.disabledAt ? 'disabled' : null;
}

function actorOf(user: Known | null, { address }: Caller): Actor {
  if (!user) return { kind: 'user', id: null, name: 'unknown', role: 'viewer', address };
  return { kind: 'user', id: user.id, name: user.email, role: user.role, address };
}

/** Throws `rate_limited` when the address or the account has to wait. */
async function claimSignIn(email: string, caller: Caller, now: Date): Promise<void> {
  const waitMs = await claim(
    now,
    { scope: 'sign_in.address', subject: caller.address },
    { scope: 'sign_in.account', subject: email },
  );
  if (waitMs > 0) await recordLimited(email, caller, now);
  refuseWait(waitMs);
}

async function recordRefusal(who: Actor, reason: Refusal): Promise<void> {
  const subject = { kind: 'user', id: who.id ?? 'unknown' };
  await transaction((tx) => recordAudit(tx, who, { action: 'session.refused', subject, after: { reason } }));
}

/** Once a minute for an account and an address: the audit log keeps everything for ever, a flood too. */
async function recordLimited(email: string, caller: Caller, now: Date): Promise<void> {
  const user = await data.findUserByEmail(database(), email);
  const who = actorOf(user, caller);
  await transaction(async (tx) => {
    const flood = { scope: 'audit.limited', subject: `${email} ${caller.address ?? ''}` } as const;
    if ((await claimAttempt(tx, flood, now)) > 0) return;
    const subject = { kind: 'user', id: user?.id ?? 'unknown' };
    await recordAudit(tx, who, { action: 'session.refused', subject, after: { reason: 'limited' } });
  });
}
