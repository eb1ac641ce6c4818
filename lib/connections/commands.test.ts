import { createServer } from 'node:http';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { database } from '@/lib/core/db';
import { systemActor } from '@/lib/people/schema';
import { createConnection, testConnection, updateConnection } from './commands';
import { listConnections, openConnection, readConnection } from './data';

const actor = systemActor('test');
let site = '';

// A site that knows one token; the sandbox's whole behaviour is not needed to judge a sign-in.
const server = createServer((request, response) => {
  const [, sent = ''] = (request.headers.authorization ?? '').split(' ');
  const right = Buffer.from(sent, 'base64').toString() === 'robot@a.example:right';
  response.writeHead(right ? 200 : 401).end('{"values": [{"key": "A", "name": "A"}]}');
});

beforeAll(async () => {
  process.env.OUTBOUND_ALLOW = '127.0.0.1';
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const address = server.address();
  site = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
});
afterAll(() => {
  server.close();
});

const input = (name: string, secret = 'right') => ({
  actor,
  name,
  baseUrl: `${site}/`,
  account: 'robot@a.example',
  secret,
});

it('keeps the secret sealed: views and the audit log do not have it', async () => {
  const created = await createConnection(input('first', 'a very secret token'));
  expect(created).toMatchObject({ baseUrl: site, ticketFloor: '25', requestsPerSecond: 10 });
  const row = await database().connection.findUniqueOrThrow({ where: { id: created.id } });
  const events = await database().auditEvent.findMany();
  const shown = [
    row,
    created,
    await listConnections(database()),
    await readConnection(database(), created.id),
  ];
  const text = JSON.stringify([shown, events], (_, value) =>
    typeof value === 'bigint' ? String(value) : value,
  );
  expect(text).not.toContain('a very secret token');
  expect((await openConnection(database(), created.id)).secret).toBe('a very secret token');
});

it('does not open a secret that was moved to another row', async () => {
  const [a, b] = [
    await createConnection(input('a', 'token a')),
    await createConnection(input('b', 'token b')),
  ];
  const { sealedSecret } = await database().connection.findUniqueOrThrow({ where: { id: a.id } });
  await database().connection.update({ where: { id: b.id }, data: { sealedSecret } });
  await expect(openConnection(database(), b.id)).rejects.toMatchObject({ code: 'misconfigured' });
});

it('refuses a name that is taken', async () => {
  await createConnection(input('twice'));
  await expect(createConnection(input('twice'))).rejects.toMatchObject({ code: 'conflict' });
});

it('says whether the sign-in works', async () => {
  const good = await createConnection(input('good'));
  const bad = await createConnection(input('bad', 'wrong'));
  const away = await createConnection({ ...input('away'), baseUrl: 'https://169.254.169.254' });
  expect(await testConnection({ actor, connectionId: good.id })).toMatchObject({
    ok: true,
    detail: 'signed in as robot@a.example',
  });
  expect(await testConnection({ actor, connectionId: bad.id })).toMatchObject({ ok: false });
  expect(await testConnection({ actor, connectionId: away.id })).toMatchObject({ ok: false });
});

it('asks for the secret again before it is sent to another address', async () => {
  const { id } = await createConnection(input('moving'));
  const elsewhere = { actor, connectionId: id, baseUrl: 'https://elsewhere.example' };
  await expect(updateConnection(elsewhere)).rejects.toMatchObject({ code: 'invalid_input' });
  const moved = await updateConnection({ ...elsewhere, secret: 'new', ticketFloor: '40' });
  expect(moved).toMatchObject({ baseUrl: 'https://elsewhere.example', ticketFloor: '40' });
});

it('changes only what it is given', async () => {
  const { id } = await createConnection({ ...input('small'), requestsPerSecond: 3, ticketFloor: '7' });
  const changed = await updateConnection({ actor, connectionId: id, enabled: false });
  expect(changed).toMatchObject({
    enabled: false,
    requestsPerSecond: 3,
    ticketFloor: '7',
    account: 'robot@a.example',
  });
});
