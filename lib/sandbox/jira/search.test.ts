import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '@/scripts/testing/database';
import { type JiraSandbox, startJiraSandbox } from './server';
import { at, Caller, keysOf, listAt, textAt } from './testing';

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

const dated = (at: string) => ({ 'x-sandbox-time': at });
const setClock = (at: string) => jira.call('PUT', '/sandbox/clock', { at });

describe('JQL', () => {
  it('knows the fields, operators and orders of a ticket sync', async () => {
    await jira.make({ labels: ['a'] }, {}, dated('2026-03-01T00:00:00Z'));
    await jira.make({ labels: ['a', 'b'] }, {}, dated('2026-03-03T00:00:00Z'));
    await jira.make({ project: { key: 'DATA' } }, {}, dated('2026-03-02T00:00:00Z'));
    await jira.call(
      'POST',
      '/sandbox/issues/PLAT-2/transition',
      { to: 'Done' },
      dated('2026-03-05T00:00:00Z'),
    );
    const cases: [string, string[]][] = [
      ['project = PLAT ORDER BY created ASC', ['PLAT-1', 'PLAT-2']],
      ['project in ("DATA", plat) order by updated desc', ['PLAT-2', 'DATA-1', 'PLAT-1']],
      ['labels = a ORDER BY key DESC', ['PLAT-2', 'PLAT-1']],
      ['labels in (b, zebra)', ['PLAT-2']],
      ['labels is EMPTY', ['DATA-1']],
      ['key in (PLAT-1, DATA-1) ORDER BY key', ['DATA-1', 'PLAT-1']],
      ['id in (10001, 10002) AND NOT status = Done', ['PLAT-1']],
      ['status = "To Do" AND (project = DATA OR labels = b)', ['DATA-1']],
      ['statusCategory = Done', ['PLAT-2']],
      ['project = PLAT AND resolution = Unresolved', ['PLAT-1']],
      [`updated >= ${Date.parse('2026-03-02T00:00:00Z')} ORDER BY updated ASC`, ['DATA-1', 'PLAT-2']],
      [`updated >= ${Date.parse('2026-03-02T00:00:00Z') + 1} ORDER BY updated ASC`, ['PLAT-2']],
      ['project = NOPE', []],
      ["summary ~ 'idle' AND project = DATA", ['DATA-1']],
    ];
    for (const [jql, keys] of cases) expect([jql, await jira.keys(jql)]).toEqual([jql, keys]);
  });

  it("reads a quoted date to the minute in the account's own zone, eight hours behind UTC in winter", async () => {
    await jira.make({}, {}, dated('2026-01-10T20:30:30Z'));
    expect(await jira.keys('updated >= "2026-01-10 12:30"')).toEqual(['PLAT-1']);
    expect(await jira.keys('updated >= "2026-01-10 12:31"')).toEqual([]);
    expect(await jira.keys('updated >= "2026-01-10 20:30"')).toEqual([]);
  });

  it.each([
    ['', /Unbounded/],
    ['ORDER BY updated ASC', /Unbounded/],
    ['updated >= "2026-01-10 12:30:15"', /Date value/],
    ['updated >= "1732877091000"', /Date value/],
    ['colour = red', /Field 'colour' does not exist/],
    ['project = ', /Expecting a value but got the end/],
    ['project = PLAT AND (labels = a', /Expecting '\)'/],
    ['project > PLAT', /not supported/],
    ['project = PLAT ORDER BY colour', /Field 'colour'/],
  ])('refuses %s', async (jql, message) => {
    const reply = await jira.search(jql);
    expect(reply.status).toBe(400);
    expect(textAt(reply.body, 'errorMessages', 0)).toMatch(message);
  });
});

describe('pages', () => {
  it('goes through everything once by opaque tokens, even while issues change', async () => {
    for (let day = 1; day <= 7; day += 1) await jira.make({}, {}, dated(`2026-03-0${day}T00:00:00Z`));
    const jql = 'project = PLAT ORDER BY updated ASC';
    const seen: string[] = [];
    let token: unknown;
    do {
      const { body } = await jira.search(jql, {
        maxResults: 3,
        ...(token === undefined ? {} : { nextPageToken: token }),
      });
      seen.push(...keysOf(body));
      token = at(body, 'nextPageToken');
      expect(at(body, 'isLast')).toBe(token === undefined);
      if (seen.length === 3) await jira.call('PUT', '/issue/PLAT-1', { fields: { summary: 'Changed' } });
    } while (token !== undefined);
    expect(seen).toEqual(['PLAT-1', 'PLAT-2', 'PLAT-3', 'PLAT-4', 'PLAT-5', 'PLAT-6', 'PLAT-7', 'PLAT-1']);
  });

  it('sends at most 100 a page, and only ids when no fields are asked for', async () => {
    await jira.call('PUT', '/sandbox/faults', { ceilings: false });
    await Promise.all(Array.from({ length: 101 }, () => jira.make()));
    const { body } = await jira.call('POST', '/search/jql', { jql: 'project = PLAT', maxResults: 5000 });
    expect(listAt(body, 'issues')).toHaveLength(100);
    expect(Object.keys(Object(listAt(body, 'issues')[0]))).toEqual(['id']);
  });

  it.each([
    ['six properties', { properties: ['a', 'b', 'c', 'd', 'e', 'f'] }],
    ['51 issues to reconcile', { reconcileIssues: Array.from({ length: 51 }, (_, index) => index + 1) }],
    ['a key to reconcile', { reconcileIssues: ['PLAT-1'] }],
    ['a token of its own making', { nextPageToken: 'abc' }],
  ])('refuses %s', async (_, rest) => {
    expect((await jira.search('project = PLAT', rest)).status).toBe(400);
  });
});

describe('the lagging index', () => {
  it('does not show a new issue until the lag has passed, unless it is reconciled by its id', async () => {
    await jira.call('PUT', '/sandbox/faults', { indexLagMs: 60_000 });
    await setClock('2026-03-01T10:00:00Z');
    const { id, key } = await jira.make({ labels: ['a'] });
    expect(await jira.keys('labels = a')).toEqual([]);
    expect((await jira.call('GET', `/issue/${key}`)).status).toBe(200);
    expect(await jira.keys('labels = a', { reconcileIssues: [Number(id)] })).toEqual([key]);
    await setClock('2026-03-01T10:00:59Z');
    expect(await jira.keys('labels = a')).toEqual([]);
    await setClock('2026-03-01T10:01:00Z');
    expect(await jira.keys('labels = a')).toEqual([key]);
  });

  it('shows the old state of a changed issue and the ghost of a deleted one', async () => {
    await jira.call('PUT', '/sandbox/faults', { indexLagMs: 60_000 });
    await setClock('2026-03-01T10:00:00Z');
    const { id, key } = await jira.make();
    await setClock('2026-03-01T11:00:00Z');
    await jira.call('POST', `/issue/${key}/transitions`, { transition: { id: '31' } });
    const stale = await jira.search('project = PLAT');
    expect(textAt(stale.body, 'issues', 0, 'fields', 'status', 'name')).toBe('To Do');
    const fresh = await jira.search('project = PLAT', { reconcileIssues: [Number(id)] });
    expect(textAt(fresh.body, 'issues', 0, 'fields', 'status', 'name')).toBe('Done');
    await setClock('2026-03-01T12:00:00Z');
    await jira.call('DELETE', `/issue/${key}`);
    expect(await jira.keys('project = PLAT')).toEqual([key]);
    await setClock('2026-03-01T12:02:00Z');
    expect(await jira.keys('project = PLAT')).toEqual([]);
  });
});
