import { database } from '@/lib/core/db';
import { createUser } from '@/lib/people/commands';
import type { Role } from '@/lib/people/roles.schema';
import { type Actor, systemActor } from '@/lib/people/schema';
import { identifySession } from '@/lib/people/sessions.commands';
import { signInWithPassword } from '@/lib/people/sign-in.commands';

export const PASSWORD = 'a good long password';

/** A user who can sign in with PASSWORD, and the actor that they are. */
export async function addUser(email: string, role: Role = 'viewer'): Promise<{ id: string; actor: Actor }> {
  const user = { email, name: email.split('@')[0] ?? email, role, password: PASSWORD };
  const { id } = await createUser({ actor: systemActor('test'), ...user, mustChangePassword: false });
  return { id, actor: { kind: 'user', id, name: email, role } };
}

/** Signs in as a browser does; what the cookie holds, and who comes in by it now. */
export async function openSessionOf(email: string, more: { userAgent?: string; clock?: () => Date } = {}) {
  const opened = await signInWithPassword({ email, password: PASSWORD, address: '192.0.2.1', ...more });
  if (!opened) throw new Error(`${email} was not let in`);
  const held = { userId: opened.id, version: opened.version, sessionId: opened.sessionId };
  return { ...held, viewer: (clock?: () => Date) => identifySession(held, clock) };
}

/** The last events of the audit log, the newest first. */
export async function lastEvents(count: number) {
  return database().auditEvent.findMany({ orderBy: { id: 'desc' }, take: count });
}

export async function forgetPeople(): Promise<void> {
  await database().user.deleteMany();
  await database().apiToken.deleteMany();
  await database().attemptLimit.deleteMany();
}
