import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '@/scripts/testing/database';
import { type JiraSandbox, startJiraSandbox } from './server';
import { at, Caller, keysOf, listAt, paragraph, textAt } from './testing';

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

describe('creating', () => {
  it('answers 201 with id, key and self, and keeps every field', async () => {
    const reply = await jira.create(
      {
        description: paragraph('No requests in 30 days'),
        labels: ['evenkeel-1'],
        priority: { name: 'High' },
      },
      { properties: [{ key: 'evenkeel', value: { lineage: '7', attempt: 'x' } }] },
    );
    expect(reply).toMatchObject({ status: 201, body: { id: '10001', key: 'PLAT-1' } });
    const issue = await jira.call(
      'GET',
      '/issue/PLAT-1?properties=evenkeel&fields=summary,labels,description,status',
    );
    expect(issue.body).toMatchObject({
      id: '10001',
      fields: {
        labels: ['evenkeel-1'],
        description: paragraph('No requests in 30 days'),
        status: { name: 'To Do', statusCategory: { key: 'new' } },
      },
      properties: { evenkeel: { lineage: '7', attempt: 'x' } },
    });
    expect(at(issue.body, 'fields', 'priority')).toBeUndefined();
  });

  it.each([
    ['no summary', { summary: '' }, 'summary', 'You must specify a summary'],
    ['a summary of two lines', { summary: 'a\nb' }, 'summary', 'newline'],
    ['an unknown project', { project: { key: 'NOPE' } }, 'project', 'valid project'],
    ['an unknown issue type', { issuetype: { name: 'Epos' } }, 'issuetype', 'valid issue type'],
    ['an unknown field', { customfield_1: 'x' }, 'customfield_1', 'cannot be set'],
    ['a label with a space', { labels: ['a b'] }, 'labels', 'contains spaces'],
    ['a label of 256 characters', { labels: ['x'.repeat(256)] }, 'labels', '255'],
    ['an assignee who is not there', { assignee: { accountId: 'ghost' } }, 'assignee', 'cannot be assigned'],
    ['a description in plain text', { description: 'plain' }, 'description', 'Atlassian Document'],
    ['a parentless sub-task', { issuetype: { name: 'Sub-task' } }, 'parent', 'required'],
    [
      'a Finance bug without its cost centre',
      { project: { key: 'FIN' }, issuetype: { name: 'Bug' } },
      'customfield_10050',
      'required',
    ],
    [
      'labels where the screen has none',
      { project: { key: 'WEB' }, issuetype: { name: 'Bug' }, labels: ['a'] },
      'labels',
      'screen',
    ],
  ])('refuses %s by field', async (_, fields, field, message) => {
    const reply = await jira.create(fields);
    expect(reply.status).toBe(400);
    expect(at(reply.body, 'errorMessages')).toEqual([]);
    expect(textAt(reply.body, 'errors', field)).toContain(message);
  });

  it.each([
    ['an empty text', { type: 'text', text: '' }],
    ['an unknown node', { type: 'sparkle' }],
    ['a block inside a paragraph', { type: 'paragraph' }],
    ['an unknown mark', { type: 'text', text: 'x', marks: [{ type: 'blink' }] }],
    [
      'a link to a script',
      { type: 'text', text: 'x', marks: [{ type: 'link', attrs: { href: 'javascript:alert(1)' } }] },
    ],
    ['a stray property', { type: 'text', text: 'x', colour: 'red' }],
  ])('refuses a document with %s', async (_, node) => {
    const reply = await jira.create({
      description: { type: 'doc', version: 1, content: [{ type: 'paragraph', content: [node] }] },
    });
    expect(reply.status).toBe(400);
    expect(textAt(reply.body, 'errors', 'description')).toMatch(/INVALID_INPUT: content\[0\]\.content\[0\]/);
  });

  it('takes a property of 32,768 characters and refuses one more', async () => {
    const most = 'x'.repeat(32_766);
    expect((await jira.create({}, { properties: [{ key: 'a', value: most }] })).status).toBe(201);
    expect((await jira.create({}, { properties: [{ key: 'a', value: `${most}x` }] })).status).toBe(400);
  });

  it('makes two issues of the same create: there is no idempotency key', async () => {
    const keys = await Promise.all([jira.make(), jira.make()]);
    expect(keys.map((one) => one.key).sort()).toEqual(['PLAT-1', 'PLAT-2']);
  });
});

describe('reading and changing', () => {
  it('edits fields, adds and removes labels, and dates the update', async () => {
    const { key } = await jira.make({ labels: ['a', 'b'] }, {}, { 'x-sandbox-time': '2026-01-01T00:00:00Z' });
    const edit = { fields: { summary: 'New words' }, update: { labels: [{ add: 'c' }, { remove: 'a' }] } };
    const reply = await jira.call('PUT', `/issue/${key}`, edit, { 'x-sandbox-time': '2026-02-01T10:00:00Z' });
    expect(reply.status).toBe(204);
    const { body } = await jira.call('GET', `/issue/${key}`);
    expect(body).toMatchObject({
      fields: {
        summary: 'New words',
        labels: ['b', 'c'],
        created: '2025-12-31T16:00:00.000-0800',
        updated: '2026-02-01T02:00:00.000-0800',
      },
    });
    expect((await jira.call('PUT', `/issue/${key}`, { fields: { status: 'Done' } })).status).toBe(400);
  });

  it('sets properties apart from the issue: 201 first, 200 then, and no update of the issue', async () => {
    const { key } = await jira.make({}, {}, { 'x-sandbox-time': '2026-01-01T00:00:00Z' });
    expect((await jira.call('PUT', `/issue/${key}/properties/evenkeel`, { a: 1 })).status).toBe(201);
    expect((await jira.call('PUT', `/issue/${key}/properties/evenkeel`, { a: 2 })).status).toBe(200);
    expect((await jira.call('GET', `/issue/${key}/properties/evenkeel`)).body).toEqual({
      key: 'evenkeel',
      value: { a: 2 },
    });
    expect(textAt((await jira.call('GET', `/issue/${key}`)).body, 'fields', 'updated')).toContain(
      '2025-12-31',
    );
  });

  it('moves through the workflow and keeps the resolution apart', async () => {
    const { key } = await jira.make();
    const transitions = await jira.call('GET', `/issue/${key}/transitions`);
    expect(
      listAt(transitions.body, 'transitions').map((one) => textAt(one, 'to', 'statusCategory', 'key')),
    ).toEqual(['indeterminate', 'done', 'done']);
    expect((await jira.call('POST', `/issue/${key}/transitions`, { transition: { id: '41' } })).status).toBe(
      204,
    );
    const closed = await jira.call('GET', `/issue/${key}?fields=status,resolution,resolutiondate`);
    expect(closed.body).toMatchObject({
      fields: { status: { name: "Won't Do" }, resolution: { name: "Won't Do" } },
    });
    expect((await jira.call('POST', `/issue/${key}/transitions`, { transition: { id: '41' } })).status).toBe(
      400,
    );
    await jira.call('POST', `/issue/${key}/transitions`, { transition: { id: '11' } });
    const open = await jira.call('GET', `/issue/${key}?fields=resolution,resolutiondate`);
    expect(at(open.body, 'fields')).toEqual({ resolution: null, resolutiondate: null });
  });

  it('lets another user close an issue without a resolution, delete it and move it', async () => {
    const { id, key } = await jira.make();
    await jira.call('POST', `/sandbox/issues/${key}/transition`, { to: 'Done', resolution: null });
    const closed = await jira.call('GET', `/issue/${key}?fields=status,resolution`);
    expect(closed.body).toMatchObject({ fields: { status: { name: 'Done' }, resolution: null } });

    const moved = await jira.call('POST', `/sandbox/issues/${key}/move`, { project: 'DATA' });
    expect(moved.body).toMatchObject({ id, key: 'DATA-1' });
    expect((await jira.call('GET', `/issue/${key}`)).body).toMatchObject({ id, key: 'DATA-1' });
    await jira.call('POST', `/sandbox/issues/${key}/edit`, { summary: 'Edited by Ana' });
    expect(textAt((await jira.call('GET', `/issue/${id}`)).body, 'fields', 'summary')).toBe('Edited by Ana');

    expect((await jira.call('POST', `/sandbox/issues/${id}/delete`)).status).toBe(204);
    expect((await jira.call('GET', `/issue/${id}`)).status).toBe(404);
    expect(await jira.keys('project in (PLAT, DATA)')).toEqual([]);
  });

  it('keeps comments, and links one per globalId', async () => {
    const { key } = await jira.make();
    expect((await jira.call('POST', `/issue/${key}/comment`, { body: paragraph('Seen') })).status).toBe(201);
    expect((await jira.call('POST', `/issue/${key}/comment`, { body: 'Seen' })).status).toBe(400);
    expect((await jira.call('GET', `/issue/${key}/comment`)).body).toMatchObject({
      total: 1,
      comments: [{ body: paragraph('Seen') }],
    });
    const link = { globalId: 'evenkeel:7', object: { url: 'https://example.com/7', title: 'Seven' } };
    expect((await jira.call('POST', `/issue/${key}/remotelink`, link)).status).toBe(201);
    expect((await jira.call('POST', `/issue/${key}/remotelink`, link)).status).toBe(200);
    expect(listAt((await jira.call('GET', `/issue/${key}/remotelink`)).body)).toHaveLength(1);
  });

  it('reads many at once by id or key, and names what it cannot find', async () => {
    const first = await jira.make();
    const second = await jira.make();
    const reply = await jira.call('POST', '/issue/bulkfetch', {
      issueIdsOrKeys: [first.id, second.key, 'PLAT-99'],
      fields: ['summary'],
    });
    expect(keysOf(reply.body)).toEqual([first.key, second.key]);
    expect(listAt(reply.body, 'issueErrors').map((one) => textAt(one, 'id'))).toEqual(['PLAT-99']);
  });
});
