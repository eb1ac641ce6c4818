import { beforeEach, expect, it } from 'vitest';
import { addUser, forgetPeople, lastEvents, openSessionOf } from '@/scripts/testing/people';
import { database } from '../core/db';
import {
  endOtherSessions,
  endOwnSession,
  endUserSessions,
  listOwnSessions,
  SESSION_MS,
  signOut,
} from './sessions.commands';
import { changeUser, disableUser, enableUser } from './users.commands';

const START = new Date('2026-11-21T12:00:00Z');
const clockAt = (ms: number) => () => new Date(START.getTime() + ms);
const ADA = 'ada@example.com';
let ada: Awaited<ReturnType<typeof addUser>>;
let root: Awaited<ReturnType<typeof addUser>>;

beforeEach(async () => {
  await forgetPeople();
  root = await addUser('root@example.com', 'admin');
  ada = await addUser(ADA, 'operator');
});

it('lists the sessions of oneself with where they are, the current one marked', async () => {
  const here = await openSessionOf(ADA, { userAgent: 'Firefox' });
  await openSessionOf(ADA, { userAgent: 'curl' });
  await openSessionOf('root@example.com');
  const { items } = await listOwnSessions({ actor: { ...ada.actor, sessionId: here.sessionId } });
  expect(items.map(({ userAgent, address, isCurrent }) => [userAgent, address, isCurrent]).sort()).toEqual([
    ['Firefox', '192.0.2.1', true],
    ['curl', '192.0.2.1', false],
  ]);
});

it('a session ends by itself after its time, used or not', async () => {
  const { viewer } = await openSessionOf(ADA, { clock: clockAt(0) });
  expect(await viewer(clockAt(SESSION_MS - 1))).not.toBeNull();
  expect(await viewer(clockAt(SESSION_MS))).toBeNull();
});

it('when a session was last seen is kept to the minute', async () => {
  const { sessionId, viewer } = await openSessionOf(ADA, { clock: clockAt(0) });
  const seen = async () =>
    (await database().userSession.findUniqueOrThrow({ where: { id: sessionId } })).lastSeenAt;
  await viewer(clockAt(59_000));
  expect(await seen()).toEqual(START);
  await viewer(clockAt(61_000));
  expect(await seen()).toEqual(clockAt(61_000)());
});

it.each<[string, (session: { sessionId: string; userId: string; version: number }) => Promise<unknown>]>([
  ['its user ends it', ({ sessionId }) => endOwnSession({ actor: ada.actor, id: sessionId })],
  ['its user ends all others', () => endOtherSessions({ actor: ada.actor })],
  [
    'an administrator ends it',
    ({ sessionId }) => endUserSessions({ actor: root.actor, id: ada.id, sessionId }),
  ],
  ['an administrator ends all', () => endUserSessions({ actor: root.actor, id: ada.id })],
  ['its user signs out', (session) => signOut(session)],
  ['its user is disabled', () => disableUser({ actor: root.actor, id: ada.id })],
])('a session is over at once when %s, and that is in the audit log', async (_, end) => {
  const session = await openSessionOf(ADA);
  expect(await session.viewer()).not.toBeNull();
  await end(session);
  expect(await session.viewer()).toBeNull();
  const [event] = await lastEvents(1);
  expect(event).toMatchObject({ subjectId: ada.id });
  expect(event?.action).toMatch(/^(session\.(revoked|ended)|user\.disabled)$/);
});

it('ending the others leaves the one that asks, and those of other people', async () => {
  const [here, there, foreign] = [
    await openSessionOf(ADA),
    await openSessionOf(ADA),
    await openSessionOf('root@example.com'),
  ];
  expect(await endOtherSessions({ actor: { ...ada.actor, sessionId: here.sessionId } })).toEqual({
    ended: 1,
  });
  expect([await here.viewer(), await there.viewer(), await foreign.viewer()].map(Boolean)).toEqual([
    true,
    false,
    true,
  ]);
});

it('a session of somebody else is not one’s own to end', async () => {
  const foreign = await openSessionOf('root@example.com');
  expect(await endOwnSession({ actor: ada.actor, id: foreign.sessionId })).toEqual({ ended: 0 });
  expect(await foreign.viewer()).not.toBeNull();
});

it('a session that was open when its user was disabled stays over when they are enabled again', async () => {
  const session = await openSessionOf(ADA);
  await disableUser({ actor: root.actor, id: ada.id });
  await enableUser({ actor: root.actor, id: ada.id });
  expect(await session.viewer()).toBeNull();
  expect(await (await openSessionOf(ADA)).viewer()).not.toBeNull();
});

it('a role that changed counts from the next request of an open session', async () => {
  const session = await openSessionOf(ADA);
  await changeUser({ actor: root.actor, id: ada.id, role: 'viewer' });
  expect(await session.viewer()).toMatchObject({ role: 'viewer' });
});

it('a token has no sessions, not even those of a user with its id', async () => {
  const session = await openSessionOf(ADA);
  const actor = { kind: 'token', id: ada.id, name: 'ci', role: 'admin' } as const;
  expect(await listOwnSessions({ actor })).toEqual({ items: [] });
  expect(await endOtherSessions({ actor })).toEqual({ ended: 0 });
  expect(await session.viewer()).not.toBeNull();
});

it('sessions that are long over are forgotten when their user signs in again', async () => {
  await openSessionOf(ADA, { clock: clockAt(0) });
  await openSessionOf(ADA, { clock: clockAt(SESSION_MS + 31 * 86_400_000) });
  expect(await database().userSession.count({ where: { userId: ada.id } })).toBe(1);
});
