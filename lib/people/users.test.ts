import { beforeEach, describe, expect, it } from 'vitest';
import { addUser, forgetPeople, lastEvents, openSessionOf } from '@/scripts/testing/people';
import { database } from '../core/db';
import { inviteUser } from './links.commands';
import { systemActor } from './schema';
import { changeUser, disableUser, enableUser } from './users.commands';
import { listUsers, readUserDetail } from './users.data';
import { listUsersInput } from './users.schema';

const actor = systemActor('test');
let root: Awaited<ReturnType<typeof addUser>>;

beforeEach(async () => {
  await forgetPeople();
  root = await addUser('root@example.com', 'admin');
});

describe('the last administrator', () => {
  it.each<[string, () => Promise<unknown>]>([
    ['disabled', () => disableUser({ actor, id: root.id })],
    ['demoted', () => changeUser({ actor, id: root.id, role: 'operator' })],
  ])('cannot be %s, whoever else is there', async (_, deed) => {
    const other = await addUser('other@example.com', 'admin');
    await disableUser({ actor, id: other.id });
    await inviteUser({ actor, email: 'invited@example.com', name: 'Not here yet', role: 'admin' });
    await addUser('op@example.com', 'operator');
    await expect(deed()).rejects.toMatchObject({ code: 'conflict' });
    await expect(deed()).rejects.toThrow(/last administrator/);
  });

  it('is one of two, when both take the other’s role away at one time', async () => {
    const other = await addUser('other@example.com', 'admin');
    const both = await Promise.allSettled([
      changeUser({ actor: root.actor, id: other.id, role: 'viewer' }),
      changeUser({ actor: other.actor, id: root.id, role: 'viewer' }),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await database().user.count({ where: { role: 'admin' } })).toBe(1);
  });
});

it('nobody disables themselves, even where somebody else administers', async () => {
  await addUser('other@example.com', 'admin');
  await expect(disableUser({ actor: root.actor, id: root.id })).rejects.toThrow(/disable yourself/);
});

it('disabling and enabling are told in the audit log with what was before, and doing it twice is once', async () => {
  const { id } = await addUser('ada@example.com');
  await openSessionOf('ada@example.com');
  expect(await disableUser({ actor, id })).toMatchObject({ state: 'disabled', openSessions: 0 });
  await disableUser({ actor, id });
  expect(await enableUser({ actor, id })).toMatchObject({ state: 'active', disabledAt: null });
  await enableUser({ actor, id });
  expect(await lastEvents(3)).toMatchObject([
    { action: 'user.enabled', before: { state: 'disabled' }, after: { state: 'active' } },
    { action: 'user.disabled', before: { state: 'active' }, after: { state: 'disabled', sessionsEnded: 1 } },
    { action: 'session.started' },
  ]);
});

it('a change that changes nothing is no event', async () => {
  const { id } = await addUser('ada@example.com', 'operator');
  await changeUser({ actor, id, name: 'Ada', role: 'viewer' });
  await changeUser({ actor, id, name: 'Ada', role: 'viewer' });
  expect(await lastEvents(2)).toMatchObject([
    { action: 'user.changed', before: { role: 'operator' }, after: { name: 'Ada', role: 'viewer' } },
    { action: 'user.created' },
  ]);
});

it.each([
  disableUser,
  enableUser,
  (on: Parameters<typeof enableUser>[0]) => changeUser({ ...on, name: 'X' }),
])('somebody who is not there is not found (%#)', async (deed) => {
  const id = '00000000-0000-4000-8000-000000000000';
  await expect(deed({ actor, id })).rejects.toMatchObject({ code: 'not_found' });
});

describe('the list', () => {
  const names = async (input: Record<string, unknown>) =>
    (await listUsers(database(), listUsersInput.parse(input), new Date())).items.map(({ email }) => email);

  beforeEach(async () => {
    await addUser('ada@example.com', 'operator');
    const gone = await addUser('gone@example.com', 'viewer');
    await disableUser({ actor, id: gone.id });
    await inviteUser({ actor, email: 'new@example.com', name: 'Zoë', role: 'viewer' });
  });

  it.each<[Record<string, unknown>, string[]]>([
    [{ state: 'active' }, ['ada@example.com', 'root@example.com']],
    [{ state: 'invited' }, ['new@example.com']],
    [{ state: 'disabled' }, ['gone@example.com']],
    [{ role: 'operator' }, ['ada@example.com']],
    [{ role: '', state: '' }, ['ada@example.com', 'gone@example.com', 'root@example.com', 'new@example.com']],
    [{ q: 'ZOË' }, ['new@example.com']],
    [{ q: '%' }, []],
    [{ sort: '-email', limit: 2 }, ['root@example.com', 'new@example.com']],
    [{ sort: '-role', role: '', limit: 1 }, ['root@example.com']],
  ])('of %j is %j', async (input, emails) => {
    expect(await names(input)).toEqual(emails);
  });

  it('is read page by page, no user twice', async () => {
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const input = listUsersInput.parse({ sort: 'lastSignInAt', limit: 1, ...(cursor ? { cursor } : {}) });
      const page = await listUsers(database(), input, new Date());
      seen.push(...page.items.map(({ email }) => email));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(seen.toSorted()).toEqual(await names({ sort: 'email' }));
  });

  it('counts the sessions that are open, and one user’s are shown with their page', async () => {
    await openSessionOf('ada@example.com');
    const later = await openSessionOf('ada@example.com', { userAgent: 'Firefox' });
    await database().userSession.update({
      where: { id: later.sessionId },
      data: { endedAt: new Date(), endReason: 'revoked' },
    });
    const detail = await readUserDetail(database(), later.userId, { now: new Date() });
    expect(detail).toMatchObject({ openSessions: 1, origin: 'password' });
    expect(detail.sessions).toHaveLength(1);
  });
});
