import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { database } from '@/lib/core/db';
import { systemActor } from '@/lib/people/schema';
import { fragrances } from '@/lib/sandbox/cms/fragrances';
import { type CmsSandbox, startCmsSandbox } from '@/lib/sandbox/cms/server';
import { type SignedSandbox, startSignedSandbox } from '@/lib/sandbox/cms/signed';
import { openTestDoor } from '@/scripts/testing/door';
import { jobContext } from '@/scripts/testing/jira';
import { lastEvents } from '@/scripts/testing/people';
import { BODY_LIMIT } from './intake';
import { pullSenderJob, watchSendersJob } from './job';
import { flushPace } from './pace';
import {
  attachSender,
  authorizePull,
  createSender,
  detachSender,
  pullSender,
  rotateSender,
  settleStale,
} from './senders.commands';
import { readSender } from './senders.data';

/** Against the sandbox's senders, through the route that they post to. */
const actor = systemActor('test');
const databaseUrl = process.env.DATABASE_URL ?? '';
let door: Awaited<ReturnType<typeof openTestDoor>>;
let cms: CmsSandbox;

beforeAll(async () => {
  door = await openTestDoor();
  cms = await startCmsSandbox({ databaseUrl });
});
afterAll(async () => {
  await cms.close();
  await door.close();
});

async function call<Answer>(path: string, json?: object, method = 'POST'): Promise<Answer> {
  const answer = await fetch(cms.url + path, { method, body: json && JSON.stringify(json) });
  return answer.json();
}
const edit = (id: number, change: object) =>
  call<{ isAcknowledged: boolean }>('/sandbox/edit', { id, change });
const viewOf = (senderId: string) => readSender(database(), senderId, new Date());
const stored = (senderId: string) =>
  database().delivery.findMany({ where: { senderId }, orderBy: [{ key: 'asc' }, { seq: 'asc' }] });
const bodyOf = ({ body }: { body: Uint8Array }): Record<string, unknown> =>
  JSON.parse(Buffer.from(body).toString());

async function addCms(name: string) {
  const { connectionId } = await createSender({ actor, name, baseUrl: cms.url, keyField: 'fragrance_id' });
  return connectionId;
}

describe('a bare CMS', () => {
  it('posts what changes once it is attached, and nothing after it is detached', async () => {
    const senderId = await addCms('first');
    expect((await edit(1, { cost: 7 })).isAcknowledged).toBe(false);
    expect(await attachSender({ actor, senderId })).toMatchObject({
      attachedAt: expect.any(String),
      attachError: null,
      endpoint: `${door.url}/api/webhooks/cms/${senderId}?token=…`,
    });
    expect((await edit(1, { cost: 8, forbidden: true })).isAcknowledged).toBe(true);
    const [only] = await stored(senderId);
    expect(only && bodyOf(only)).toEqual({ fragrance_id: 1, cost: 8, forbidden: true });
    expect(only).toMatchObject({ key: '1', fieldNames: ['cost', 'forbidden'], state: 'pending' });
    await detachSender({ actor, senderId });
    expect((await edit(1, { cost: 9 })).isAcknowledged).toBe(false);
    expect(await viewOf(senderId)).toMatchObject({ attachedAt: null });
    const events = await lastEvents(2);
    expect(events.map(({ action }) => action)).toEqual(['sender.detached', 'sender.attached']);
  });

  it('after a storm what was delivered, in its order, is the CMS’s own table', async () => {
    const senderId = await addCms('storm');
    await attachSender({ actor, senderId });
    const { records: before } = await call<{ records: { id: number; fields: object }[] }>(
      '/sandbox/records',
      undefined,
      'GET',
    );
    const { acknowledged } = await cms.storm(300, 500);
    const rows = await stored(senderId);
    expect([acknowledged, rows.length]).toEqual([300, 300]);
    const mirror = new Map(before.map(({ id, fields }) => [id, { ...fields }]));
    for (const row of rows) {
      const { fragrance_id: _, ...fields } = bodyOf(row);
      mirror.set(Number(row.key), { ...mirror.get(Number(row.key)), ...fields });
    }
    const after = await call<{ records: { id: number; fields: object }[] }>(
      '/sandbox/records',
      undefined,
      'GET',
    );
    expect([...mirror].map(([id, fields]) => ({ id, fields }))).toEqual(after.records);
  });

  it('keeps one listener: whoever attaches takes the place of the one before', async () => {
    const [one, two] = [await addCms('one'), await addCms('two')];
    await attachSender({ actor, senderId: one });
    await attachSender({ actor, senderId: two });
    await edit(2, { cost: 3 });
    expect([await stored(one), await stored(two)]).toMatchObject([[], [{ key: '2' }]]);
  });

  it('is told the new address when its token is rotated', async () => {
    const senderId = await addCms('rotated');
    await attachSender({ actor, senderId });
    await rotateSender({ actor, senderId });
    expect((await edit(3, { cost: 4 })).isAcknowledged).toBe(true);
    expect(await stored(senderId)).toHaveLength(1);
  });

  it('that was restarted is attached again when it has been silent for too long, and may be stale', async () => {
    const senderId = await addCms('restarted');
    await attachSender({ actor, senderId });
    await edit(4, { cost: 4 });
    await flushPace();
    const { port } = cms;
    await cms.close();
    cms = await startCmsSandbox({ databaseUrl, port });
    expect((await edit(4, { cost: 5 })).isAcknowledged).toBe(false);

    const watch = (minutes: number) =>
      watchSendersJob.run(jobContext({}, { clock: () => new Date(Date.now() + minutes * 60_000) }));
    const others = (await database().sender.findMany()).filter(
      ({ connectionId }) => connectionId !== senderId,
    );
    await database().sender.updateMany({
      where: { connectionId: { in: others.map(({ connectionId }) => connectionId) } },
      data: { attachedAt: null },
    });
    expect((await watch(1)).output).toEqual({ silent: 0, attached: 0 });
    expect((await watch(6)).output).toEqual({ silent: 1, attached: 1 });
    const { lastArrivalAt, staleSince } = await viewOf(senderId);
    expect(staleSince).toBe(lastArrivalAt);
    expect((await edit(4, { cost: 6 })).isAcknowledged).toBe(true);
    expect((await watch(7)).output).toEqual({ silent: 0, attached: 0 });

    await cms.close();
    const away = await watch(20);
    expect(away).toMatchObject({ output: { silent: 1, attached: 0 } });
    expect(away.warnings?.[0]).toMatch(/^restarted: the CMS did not take us as its listener/);
    expect((await viewOf(senderId)).attachError).not.toBeNull();
    cms = await startCmsSandbox({ databaseUrl, port });
    expect((await watch(0)).output).toEqual({ silent: 1, attached: 1 });
    expect(await settleStale({ actor, senderId })).toMatchObject({ staleSince: null, attachError: null });
  });
});

it('the door refuses what is too large with its reason, and a stranger with 401', async () => {
  const { endpoint, connectionId } = await createSender({
    actor,
    name: 'by hand',
    baseUrl: 'https://cms.example',
    keyField: 'id',
  });
  const body = `{"id": 1, "name": "${'x'.repeat(BODY_LIMIT)}"}`;
  const refused = await fetch(endpoint, { method: 'POST', body });
  expect(refused.status).toBe(413);
  expect(await refused.json()).toMatchObject({
    code: 'too_large',
    requestId: refused.headers.get('x-request-id'),
  });
  const taken = await fetch(endpoint, { method: 'POST', body: '{"id": 0}' });
  const [row] = await database().delivery.findMany({ where: { senderId: connectionId, key: '0' } });
  expect([taken.status, await taken.json()]).toEqual([202, { deliveryId: String(row?.id) }]);
  const stranger = await fetch(endpoint.replace(/token=.*/, 'token=guess'), {
    method: 'POST',
    body: '{"id": 0}',
  });
  expect(stranger.status).toBe(401);
});

describe('a sender that signs and can be read', () => {
  let site: SignedSandbox;
  beforeAll(async () => {
    site = await startSignedSandbox();
  });
  afterAll(() => site.close());
  const pull = {
    path: '/records',
    items: 'data.items',
    sinceParam: 'updated_since',
    updatedField: 'updated_at',
    pageSize: 10,
  };
  const at = (minute: number) => new Date(Date.UTC(2026, 10, 20, 12, minute));
  const addSite = (name: string) =>
    createSender({ actor, name, baseUrl: site.url, kind: 'standard', keyField: 'id', pull });
  const read = async (senderId: string, whole = false) =>
    (await pullSenderJob.run(jobContext({ senderId, whole }))).output;
  const cursorOf = async (senderId: string) =>
    (await database().sender.findUniqueOrThrow({ where: { connectionId: senderId } })).pullCursor;

  it('is believed at the door', async () => {
    const { connectionId, endpoint, signingSecret } = await addSite('signed');
    site.set(1, { name: 'Iris' }, at(0));
    const message = { endpoint, messageId: 'm1', id: 1 };
    const secret = signingSecret ?? '';
    expect(await site.send({ ...message, secret })).toBe(202);
    expect(await site.send({ ...message, secret })).toBe(202);
    expect(await site.send({ ...message, secret: 'whsec_AAAA' })).toBe(401);
    expect(await stored(connectionId)).toHaveLength(1);
    await expect(attachSender({ actor, senderId: connectionId })).rejects.toMatchObject({ code: 'conflict' });
  });

  it('is read page by page from the cursor on; what is as it was makes no delivery', async () => {
    const { connectionId } = await addSite('pages');
    for (let id = 1; id <= 25; id += 1) site.set(id, { name: `Iris ${id}` }, at(id));
    const pages = site.pages;
    expect(await read(connectionId)).toEqual({ read: 25, stored: 25, unreadable: 0 });
    expect(site.pages - pages).toBe(3);
    expect(await cursorOf(connectionId)).toBe(at(25).toISOString());
    expect(await stored(connectionId)).toHaveLength(25);

    site.set(3, { name: 'Iris of May' }, at(30));
    expect(await read(connectionId)).toEqual({ read: 2, stored: 1, unreadable: 0 });
    const rows = (await stored(connectionId)).filter(({ key }) => key === '3');
    expect(rows).toMatchObject([
      { kind: 'pull', seq: 1n, sentAt: at(3) },
      { kind: 'pull', seq: 2n, sentAt: at(30) },
    ]);
    await database().sender.update({ where: { connectionId }, data: { staleSince: at(20) } });
    expect(await read(connectionId, true)).toEqual({ read: 25, stored: 0, unreadable: 0 });
    expect(await viewOf(connectionId)).toMatchObject({ staleSince: null, pulledAt: expect.any(String) });
  });

  it('a page that fails leaves the cursor where it was', async () => {
    const { connectionId } = await addSite('failing');
    await read(connectionId);
    const before = await cursorOf(connectionId);
    const lost = { ...pull, items: 'nothing' };
    await database().sender.update({ where: { connectionId }, data: { pull: lost } });
    await expect(read(connectionId)).rejects.toMatchObject({ code: 'outbound_failed' });
    expect(await cursorOf(connectionId)).toBe(before);
  });

  it('what was posted after a page was asked for is not overwritten by it, and is read again', async () => {
    const { connectionId } = await addSite('raced');
    const later = { senderId: connectionId, key: '7', lastSeq: 1n, lastAt: new Date(Date.now() + 60_000) };
    await database().deliveryKey.create({ data: later });
    expect(await read(connectionId)).toMatchObject({ read: 25, stored: 24 });
    expect((await stored(connectionId)).some(({ key }) => key === '7')).toBe(false);
    expect(await cursorOf(connectionId)).toBe(at(7).toISOString());
  });

  it('a list that wants a key is read with it; the key stands sealed and is shown nowhere', async () => {
    const header = 'Bearer the-key-of-the-list';
    site.wants = header;
    const { connectionId } = await addSite('locked');
    await expect(read(connectionId)).rejects.toMatchObject({ code: 'outbound_failed' });
    const view = await authorizePull({ actor, senderId: connectionId, authorization: header });
    expect(view).toMatchObject({ hasPullAuthorization: true });
    expect(await read(connectionId)).toMatchObject({ read: 25 });
    const row = await database().sender.findUniqueOrThrow({ where: { connectionId } });
    const [event] = await lastEvents(1);
    expect(event).toMatchObject({ action: 'sender.pull_key_set' });
    expect(
      JSON.stringify([view, row, event], (_, value) => (typeof value === 'bigint' ? '' : value)),
    ).not.toContain('the-key-of-the-list');

    // Moved to another address, the sender does not take the key along.
    const elsewhere = await startSignedSandbox();
    elsewhere.wants = header;
    await database().connection.update({ where: { id: connectionId }, data: { baseUrl: elsewhere.url } });
    await expect(read(connectionId)).rejects.toMatchObject({ code: 'misconfigured' });
    await authorizePull({ actor, senderId: connectionId, authorization: header });
    expect(await read(connectionId)).toMatchObject({ read: 0 });
    await authorizePull({ actor, senderId: connectionId, authorization: null });
    await expect(read(connectionId)).rejects.toMatchObject({ code: 'outbound_failed' });
    await elsewhere.close();
    site.wants = null;
  });

  it('a key is given when a sender with a list is added, and refused to one without', async () => {
    const given = { actor, baseUrl: site.url, kind: 'standard', keyField: 'id' } as const;
    const pullAuthorization = 'Basic YTpi';
    const { connectionId } = await createSender({ ...given, name: 'with key', pull, pullAuthorization });
    site.wants = pullAuthorization;
    expect(await read(connectionId)).toMatchObject({ read: 25 });
    site.wants = null;
    await expect(createSender({ ...given, name: 'no list', pullAuthorization })).rejects.toMatchObject({
      errors: [{ path: 'pullAuthorization' }],
    });
  });

  it('a reading is asked for as a run', async () => {
    const { connectionId } = await addSite('asked');
    const { runId } = await pullSender({ actor, senderId: connectionId, whole: true });
    const run = await database().run.findUniqueOrThrow({ where: { id: runId } });
    expect(run).toMatchObject({ graph: 'pull-sender', input: { senderId: connectionId, whole: true } });
    const { connectionId: bare } = await createSender({
      actor,
      name: 'bare',
      baseUrl: site.url,
      keyField: 'id',
    });
    await expect(pullSender({ actor, senderId: bare })).rejects.toMatchObject({ code: 'conflict' });
  });
});

it('the company’s records are the same on every machine, and many share a name', () => {
  const made = fragrances();
  expect(made).toEqual(fragrances());
  expect(made).toHaveLength(200);
  expect(new Set(made.map(({ name }) => name)).size).toBeLessThan(170);
  expect(made.every(({ name, description }) => name.length <= 150 && description.length <= 1024)).toBe(true);
});
