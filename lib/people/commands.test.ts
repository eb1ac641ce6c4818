import { beforeEach, expect, it } from 'vitest';
import { database } from '@/lib/core/db';
import { changePassword, createUser, ensureFirstAdministrator } from './commands';
import { type Actor, systemActor } from './schema';
import { identifySession } from './sessions.commands';
import { signInWithPassword } from './sign-in.commands';
import { ensurePresetToken, identifyToken } from './tokens.commands';

const TOKEN = 'a-token-of-thirty-two-characters!';
const LATER_TOKEN = 'another-token-of-thirty-two-chars';

beforeEach(async () => {
  await database().user.deleteMany();
  await database().apiToken.deleteMany();
});

it('the first start makes one administrator with a password that must be changed; the second makes none', async () => {
  const first = await ensureFirstAdministrator({});
  expect(first).toMatchObject({ created: true, email: 'admin@localhost.local' });
  const again = await ensureFirstAdministrator({});
  expect(again).toMatchObject({ created: false, password: null });
  const session = await signInWithPassword({ email: first.email, password: first.password ?? '' });
  expect(session && (await identifySession({ ...session, userId: session.id }))).toMatchObject({
    role: 'admin',
    mustChangePassword: true,
  });
});

it('a given password stays and is not shown', async () => {
  const first = await ensureFirstAdministrator({
    email: 'Ada@Example.com',
    password: 'correct horse battery',
  });
  expect(first).toEqual({ email: 'ada@example.com', password: null, created: true });
  expect(
    await signInWithPassword({ email: 'ADA@example.com', password: 'correct horse battery' }),
  ).not.toBeNull();
});

it('a wrong password, an unknown address and a disabled account are refused alike, and each is in the audit log', async () => {
  const { id } = await createUser({
    actor: systemActor('test'),
    email: 'bo@example.com',
    name: 'Bo',
    role: 'viewer',
    password: 'a good long password',
    mustChangePassword: false,
  });
  expect(await signInWithPassword({ email: 'bo@example.com', password: 'wrong' })).toBeNull();
  expect(await signInWithPassword({ email: 'nobody@example.com', password: 'wrong' })).toBeNull();
  await database().user.update({ where: { id }, data: { disabledAt: new Date() } });
  expect(await signInWithPassword({ email: 'bo@example.com', password: 'a good long password' })).toBeNull();
  expect(await database().auditEvent.count({ where: { action: 'session.refused' } })).toBe(3);
});

it('changing the password ends every other session and keeps the one that did it', async () => {
  const { email } = await ensureFirstAdministrator({ password: 'the first password' });
  const here = await signInWithPassword({ email, password: 'the first password' });
  const elsewhere = await signInWithPassword({ email, password: 'the first password' });
  if (!here || !elsewhere) throw new Error('the administrator was not let in');
  const actor: Actor = { kind: 'user', id: here.id, name: email, role: 'admin', sessionId: here.sessionId };
  await expect(changePassword({ actor, current: 'not it', next: 'the second password' })).rejects.toThrow(
    /current password/,
  );
  await changePassword({ actor, current: 'the first password', next: 'the second password' });
  expect(await identifySession({ ...here, userId: here.id })).not.toBeNull();
  expect(await identifySession({ ...elsewhere, userId: here.id })).toBeNull();
  expect(await signInWithPassword({ email, password: 'the second password' })).not.toBeNull();
});

it('the preset token works until the environment names another', async () => {
  await ensurePresetToken(TOKEN);
  await ensurePresetToken(TOKEN);
  expect(await identifyToken(TOKEN, new Date())).toMatchObject({ kind: 'token', role: 'admin' });
  await ensurePresetToken(LATER_TOKEN);
  expect(await identifyToken(TOKEN, new Date())).toBeNull();
  expect(await identifyToken(LATER_TOKEN, new Date())).not.toBeNull();
});

it('a token that has run out is nobody', async () => {
  await ensurePresetToken(TOKEN);
  await database().apiToken.updateMany({ data: { expiresAt: new Date('2026-01-01T00:00:00Z') } });
  expect(await identifyToken(TOKEN, new Date('2026-01-01T00:00:01Z'))).toBeNull();
});

it('the audit log cannot be changed or emptied', async () => {
  await ensureFirstAdministrator({});
  await expect(database().auditEvent.updateMany({ data: { actorName: 'somebody else' } })).rejects.toThrow(
    /never changed/,
  );
  await expect(database().auditEvent.deleteMany()).rejects.toThrow(/never changed/);
});
