import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '@/scripts/testing/database';
import { type JiraSandbox, startJiraSandbox } from './server';
import { at, Caller, listAt, paragraph, textAt } from './testing';

let database: TestDatabase;
let sandbox: JiraSandbox;
let jira: Caller;

beforeAll(async () => {
  database = await createTestDatabase();
  sandbox = await startJiraSandbox({ databaseUrl: database.url });
  jira = new Caller(sandbox);
});
afterAll(async () => {
  await sandbox.close();
  await database.drop();
});
beforeEach(async () => {
  await jira.call('POST', '/sandbox/reset');
});

describe('the site', () => {
  it('asks for the login, says what was removed, and knows its own clock and zone', async () => {
    const stranger = await jira.call('GET', '/myself', undefined, { authorization: 'Basic bm8=' });
    expect(stranger).toMatchObject({ status: 401, body: { errors: {} } });
    expect((await jira.call('POST', '/search', { jql: 'project = PLAT' })).status).toBe(410);
    expect((await jira.call('GET', '/search?jql=x')).status).toBe(410);
    await jira.call('PUT', '/sandbox/clock', { at: '2026-11-17T12:00:00Z' });
    expect(textAt((await jira.call('GET', '/serverInfo')).body, 'serverTime')).toBe(
      '2026-11-17T04:00:00.000-0800',
    );
    expect(textAt((await jira.call('GET', '/myself')).body, 'timeZone')).toBe('America/Los_Angeles');
  });

  it('says what its account may not do, and leaves out projects that it may not create in', async () => {
    const asked = 'permissions=BROWSE_PROJECTS,CREATE_ISSUES';
    const may = async (query: string) => {
      const { body } = await jira.call('GET', `/mypermissions?${query}&${asked}`);
      return at(body, 'permissions', 'CREATE_ISSUES', 'havePermission');
    };
    expect(await may('projectKey=PLAT')).toBe(true);
    await jira.call('PUT', '/sandbox/permissions', { PLAT: ['CREATE_ISSUES'], WEB: ['BROWSE_PROJECTS'] });
    expect(await may('projectKey=PLAT')).toBe(false);
    expect(await may('projectKey=DATA')).toBe(true);
    const projects = async (action: string) =>
      listAt((await jira.call('GET', `/project/search?action=${action}`)).body, 'values').map((one) =>
        textAt(one, 'key'),
      );
    expect(await projects('browse')).toEqual(['PLAT', 'DATA', 'FIN']);
    expect(await projects('create')).toEqual(['DATA', 'FIN']);
    expect((await jira.call('GET', `/mypermissions?projectKey=WEB&${asked}`)).status).toBe(404);
    expect((await jira.call('GET', '/mypermissions?projectKey=PLAT')).status).toBe(400);
    expect((await jira.call('GET', '/mypermissions?permissions=FLY')).status).toBe(400);
  });

  it('tells who connects it by hand how to sign in', async () => {
    const { body } = await jira.call('GET', '/sandbox/login');
    expect(body).toEqual({ baseUrl: sandbox.url, email: 'robot@sandbox.local', token: 'sandbox-token' });
  });

  it('keeps its issues over a restart', async () => {
    const { key } = await jira.make({ summary: 'Still here' });
    const other = await startJiraSandbox({ databaseUrl: database.url });
    const reply = await new Caller(other).call('GET', `/issue/${key}`);
    await other.close();
    expect(textAt(reply.body, 'fields', 'summary')).toBe('Still here');
  });

  it('shows an issue to people with everything escaped', async () => {
    const { key } = await jira.make({
      summary: '<script>alert(1)</script>',
      description: paragraph('"<b>bold</b>" & more'),
    });
    const page = textAt([(await jira.call('GET', `/browse/${key}`)).body], 0);
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(page).toContain('<p>&quot;&lt;b&gt;bold&lt;/b&gt;&quot; &amp; more</p>');
    expect(page).not.toContain('<script>');
    const front = await fetch(`${sandbox.url}/`);
    expect(await front.text()).toContain(`/browse/${key}`);
  });

  it('refuses control calls from a page of another origin', async () => {
    expect(
      (await jira.call('POST', '/sandbox/reset', undefined, { origin: 'https://evil.example' })).status,
    ).toBe(403);
  });

  it('moves tickets by its people: the same seed, the same moves', async () => {
    const round = async () => {
      await jira.call('POST', '/sandbox/reset');
      for (let count = 0; count < 6; count += 1) await jira.make();
      const { body } = await jira.call('POST', '/sandbox/people/step', { moves: 40 });
      return listAt(body, 'moves').map((move) => `${textAt(move, 'key')} ${textAt(move, 'to')}`);
    };
    const moves = await round();
    expect(moves.length).toBeGreaterThan(6);
    expect(await round()).toEqual(moves);
    expect(await jira.keys('project = PLAT AND statusCategory != done')).toEqual([]);
  });

  it('lets its people work by themselves at a pace, until nothing is open', async () => {
    for (let count = 0; count < 3; count += 1) await jira.make();
    await jira.call('PUT', '/sandbox/people', { perHour: 360_000 });
    await expect.poll(() => jira.keys('statusCategory != done')).toEqual([]);
    await jira.call('PUT', '/sandbox/people', { perHour: 0 });
    const { body } = await jira.call('GET', '/issue/PLAT-1?fields=assignee&expand=changelog');
    expect(at(body, 'fields', 'assignee')).not.toBeNull();
    expect(listAt(body, 'changelog', 'histories').length).toBeGreaterThan(0);
  });

  it('counts requests by endpoint and status', async () => {
    await jira.make();
    await jira.create({ summary: '' });
    const { body } = await jira.call('GET', '/sandbox/state');
    expect(body).toMatchObject({ issues: 1, requests: { 'POST /issue': { '201': 1, '400': 1 } } });
  });
});
