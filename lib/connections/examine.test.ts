import { afterAll, beforeAll, expect, it } from 'vitest';
import { database } from '@/lib/core/db';
import { systemActor } from '@/lib/people/schema';
import { SANDBOX_EMAIL, SANDBOX_TOKEN } from '@/lib/sandbox/jira/server';
import { routeTo, startTestJira, type TestJira } from '@/scripts/testing/jira';
import { listSiteIssueTypes, listSiteProjects } from './choices';
import { createConnection, removeConnection, testConnection, tryConnection } from './commands';
import { readConnection, readConnectionDetail } from './data';
import type { ConnectionTest } from './schema';
import { pageConnections } from './views.data';

/** Against a site that answers as Atlassian's own does. */
const actor = systemActor('test');
let jira: TestJira;

beforeAll(async () => {
  jira = await startTestJira();
});
afterAll(() => jira.site.close());

const statesOf = ({ checks }: ConnectionTest) =>
  checks.map(({ check, subject, state }) => [subject, check, state].filter(Boolean).join(' '));
const test = () => testConnection({ actor, connectionId: jira.connectionId });

it('without routes says what the account could be used for', async () => {
  const result = await test();
  expect(result).toMatchObject({ ok: true, detail: `signed in as ${SANDBOX_EMAIL}` });
  expect(statesOf(result)).toEqual(['sign_in ok', 'projects ok', 'search ok', 'clock ok', 'limits ok']);
});

it('looks at every board that is routed to, and says what the account may not do there', async () => {
  await routeTo(jira.connectionId, 'PLAT', { assignee: 'somebody' });
  expect(statesOf(await test())).toEqual([
    'sign_in ok',
    ...['project', 'browse', 'create', 'transition', 'comment', 'assign', 'issue_type'].map(
      (check) => `PLAT ${check} ok`,
    ),
    'search ok',
    'clock ok',
    'limits ok',
  ]);
  await jira.control('PUT', 'permissions', { PLAT: ['ASSIGN_ISSUES'] });
  const result = await test();
  expect(result).toMatchObject({
    ok: false,
    detail: expect.stringMatching(/^PLAT: .* may not assign issues/),
  });
  const kept = await readConnection(database(), jira.connectionId);
  expect(kept).toMatchObject({ standing: 'failing', lastTest: result });
  await jira.control('PUT', 'permissions', { PLAT: ['BROWSE_PROJECTS'] });
  expect(statesOf(await test())).toContain('PLAT project fail');
  await jira.control('PUT', 'permissions', {});
});

it('a project or an issue type that is not there is told', async () => {
  await routeTo(jira.connectionId, 'NOPE');
  expect(statesOf(await test())).toContain('NOPE project fail');
  await routeTo(jira.connectionId, 'DATA', { issueType: 'Epic' });
  const { checks } = await test();
  expect(checks.find(({ check }) => check === 'issue_type')).toMatchObject({
    state: 'fail',
    fix: 'Route to one of these: Task, Story, Bug.',
  });
});

it('goes no further than a sign-in that fails, and keeps nothing of what was tried unsaved', async () => {
  const values = { actor, baseUrl: jira.site.url, account: SANDBOX_EMAIL };
  const wrong = await tryConnection({ ...values, secret: 'a wrong token' });
  expect(wrong).toMatchObject({ ok: false, detail: expect.stringContaining('is wrong') });
  expect(statesOf(wrong)).toEqual(['sign_in fail', 'search skipped']);
  expect(await tryConnection({ ...values, secret: SANDBOX_TOKEN })).toMatchObject({ ok: true });
  const events = await database().auditEvent.findMany({ where: { action: 'connection.tried' } });
  expect(events).toHaveLength(2);
  const text = JSON.stringify(events.map(({ before, after }) => [before, after]));
  expect(text).not.toContain('a wrong token');
  expect(text).not.toContain(SANDBOX_TOKEN);
});

it('the saved secret is tried at its own address only', async () => {
  const { connectionId } = jira;
  const values = { actor, connectionId, account: SANDBOX_EMAIL };
  expect((await tryConnection({ ...values, baseUrl: jira.site.url })).checks[0]?.state).toBe('ok');
  await expect(tryConnection({ ...values, baseUrl: 'https://elsewhere.example' })).rejects.toMatchObject({
    code: 'invalid_input',
    errors: [{ path: 'secret' }],
  });
});

it('lists projects and issue types as the site has them; a wrong token is told', async () => {
  expect(await listSiteProjects(jira.connectionId)).toContainEqual({ key: 'PLAT', name: 'Platform' });
  const types = await listSiteIssueTypes(jira.connectionId, 'PLAT');
  expect(types.map(({ name }) => name)).toEqual(['Task', 'Story', 'Bug']);
  await expect(listSiteIssueTypes(jira.connectionId, 'NOPE')).rejects.toMatchObject({ code: 'not_found' });
  const { id } = await createConnection({
    actor,
    name: 'wrong token',
    baseUrl: jira.site.url,
    account: SANDBOX_EMAIL,
    secret: 'wrong',
  });
  await expect(listSiteProjects(id)).rejects.toThrow(/wrong token could not be asked: .* is wrong/);
});

it('is deleted only where nothing hangs on it', async () => {
  const used = removeConnection({ actor, connectionId: jira.connectionId });
  await expect(used).rejects.toThrow(/^1 routes hang on sandbox/);
  expect((await readConnectionDetail(database(), jira.connectionId)).uses).toEqual({
    routes: 1,
    tickets: 0,
    effects: 0,
    deliveries: 0,
    syncs: 0,
  });
  const { id } = await createConnection({
    actor,
    name: 'unused',
    baseUrl: jira.site.url,
    account: 'a',
    secret: 's',
  });
  await removeConnection({ actor, connectionId: id });
  await expect(readConnection(database(), id)).rejects.toMatchObject({ code: 'not_found' });
});

it('the list begins with those that fail, and its order agrees with what each one shows', async () => {
  const add = (name: string, data: object = {}) =>
    createConnection({ actor, name, baseUrl: jira.site.url, account: 'a', secret: 's' }).then(({ id }) =>
      database().connection.update({ where: { id }, data }),
    );
  const tested = (state: 'ok' | 'warn') => ({
    lastTestedAt: new Date(),
    lastTest: {
      ok: true,
      detail: '',
      checks: [{ check: 'clock', subject: null, title: 'Clock', state, detail: '', fix: null }],
    },
  });
  await add('z warned', tested('warn'));
  await add('a works', tested('ok'));
  await add('a off', { enabled: false });
  const { items } = await pageConnections(database(), { limit: 50 });
  const order = ['failing', 'warned', 'untested', 'working', 'disabled'];
  const places = items.map(({ standing }) => order.indexOf(standing));
  expect(places).toEqual([...places].sort());
  expect(new Set(places).size).toBe(5);
  for (const standing of ['warned', 'working', 'disabled'] as const) {
    const found = await pageConnections(database(), { limit: 50, standing });
    expect(found.items.map((one) => one.standing)).toEqual([standing]);
  }
});
