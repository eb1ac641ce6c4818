import { type Clock, systemClock } from '@/lib/core/clock';
import { type Transaction, transaction } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import { log } from '@/lib/core/log';
import type { User } from '@/prisma/generated/client';
import { recordAudit } from './audit.data';
import * as data from './data';
import * as identities from './identities.data';
import { retireLinks } from './links.data';
import { type Grant, type Person, roleOf } from './oidc';
import type { Role } from './roles.schema';
import type { Actor } from './schema';
import { type Caller, openSession } from './sessions.commands';
import type { OpenedSession } from './sign-in.commands';
import type { ProviderRefusal } from './users.schema';

type Arrival = Caller & { person: Person; grants: readonly Grant[]; clock?: Clock };
type Answer = { session: OpenedSession } | { refusal: ProviderRefusal };

/**
 * The session of somebody whom the provider vouches for, or why there is none. A person is who they were before by
 * (issuer, subject); the first time, the account that has their e-mail, if the provider has verified it; else a new
 * account. The role is what their groups give, at every sign-in.
 */
export async function signInWithProvider({
  person,
  grants,
  clock = systemClock,
  ...caller
}: Arrival): Promise<Answer> {
  return transaction(async (tx) => {
    await identities.lockIdentity(tx, person);
    const known = await findKnown(tx, person);
    const role = roleOf(person.groups, grants);
    const refusal = await judge(tx, person, known, role);
    if (role === null || refusal !== null) {
      const reason = refusal ?? 'no_role';
      await recordRefusal(tx, { person, known, reason, caller });
      return { refusal: reason };
    }
    const user = await admit(tx, { person, known, role, caller, at: clock() });
    return { session: await open(tx, user, caller, clock()) };
  });
}

type Known = { user: User; isLinked: boolean };

async function findKnown(tx: Transaction, person: Person): Promise<Known | null> {
  const linked = await identities.findUserByIdentity(tx, person);
  if (linked) return { user: linked, isLinked: true };
  const sameEmail = person.email === null ? null : await data.findUserByEmail(tx, person.email);
  return sameEmail && { user: sameEmail, isLinked: false };
}

/** An e-mail that nobody has verified is whatever its owner typed: it opens no account that is there already. */
async function judge(
  tx: Transaction,
  person: Person,
  known: Known | null,
  role: Role | null,
): Promise<ProviderRefusal | null> {
  if (!known && person.email === null) return 'no_email';
  if (known && !known.isLinked) {
    if (!person.isEmailVerified) return 'email_unverified';
    if (await identities.hasIdentityAt(tx, known.user.id, person.issuer)) return 'email_taken';
  }
  if (known?.user.disabledAt) return 'disabled';
  return role === null ? 'no_role' : null;
}

type Admission = { person: Person; known: Known | null; role: Role; caller: Caller; at: Date };

/** The user with the role that the groups give, made or linked when this is the first time. */
async function admit(tx: Transaction, { person, known, role, caller, at }: Admission): Promise<User> {
  if (!known) return create(tx, { person, role, caller, at });
  const { user } = known;
  if (!known.isLinked) {
    await identities.linkIdentity(tx, user.id, person, at);
    await retireLinks(tx, user.id, at); // an invitation that was not accepted is as good as accepted
    const after = { issuer: person.issuer, subject: person.subject };
    await recordAudit(tx, actorOf(user, caller), { action: 'user.linked', subject: subjectOf(user), after });
  }
  return followGroups(tx, user, role, caller);
}

async function create(
  tx: Transaction,
  { person, role, caller, at }: Omit<Admission, 'known'>,
): Promise<User> {
  const { email, name } = person;
  if (email === null) throw new AppError('internal', 'an account needs an e-mail');
  const row = { email, name, role, passwordHash: null, mustChangePassword: false };
  const id = await data.insertUser(tx, row);
  await identities.linkIdentity(tx, id, person, at);
  const user = await data.readUserRow(tx, id);
  const after = { email, role, issuer: person.issuer, subject: person.subject };
  await recordAudit(tx, actorOf(user, caller), { action: 'user.created', subject: subjectOf(user), after });
  return user;
}

/** The last administrator keeps the role, whatever the groups say: nobody could give it back. */
async function followGroups(tx: Transaction, user: User, role: Role, caller: Caller): Promise<User> {
  if (user.role === role) return user;
  const administrators = await data.lockAdministrators(tx);
  if (administrators.length === 1 && administrators[0] === user.id) {
    log().warn(
      { user: user.id, role },
      'the last administrator keeps the role; the groups at the provider give less',
    );
    return user;
  }
  await data.changeUserRow(tx, user.id, { role });
  await recordAudit(tx, actorOf(user, caller), {
    action: 'user.changed',
    subject: subjectOf(user),
    before: { role: user.role },
    after: { role, by: 'groups at the identity provider' },
  });
  return { ...user, role };
}

async function open(tx: Transaction, user: User, caller: Caller, at: Date): Promise<OpenedSession> {
  await data.stampSignIn(tx, user.id, at);
  const sessionId = await openSession(tx, { ...caller, userId: user.id, method: 'oidc', at });
  const deed = { action: 'session.started', subject: subjectOf(user), after: { by: 'oidc' } };
  await recordAudit(tx, actorOf(user, caller), deed);
  return { id: user.id, version: user.sessionVersion, sessionId };
}

type Refused = { person: Person; known: Known | null; reason: ProviderRefusal; caller: Caller };

async function recordRefusal(tx: Transaction, { person, known, reason, caller }: Refused): Promise<void> {
  const stranger = { id: null, email: person.email ?? person.subject, role: 'viewer' } as const;
  const who = actorOf(known?.user ?? stranger, caller);
  const subject = { kind: 'user', id: known?.user.id ?? 'unknown' };
  const after = { reason, issuer: person.issuer, subject: person.subject };
  await recordAudit(tx, who, { action: 'session.refused', subject, after });
}

function actorOf(user: { id: string | null; email: string; role: Role }, { address }: Caller): Actor {
  return { kind: 'user', id: user.id, name: user.email, role: user.role, address };
}

function subjectOf(user: User): { kind: string; id: string } {
  return { kind: 'user', id: user.id };
}
