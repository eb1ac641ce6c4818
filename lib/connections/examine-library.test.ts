import { createServer } from 'node:http';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { database } from '@/lib/core/db';
import { systemActor } from '@/lib/people/schema';
import { createConnection, testConnection, tryConnection, updateConnection } from './commands';
import { createConnectionInput } from './schema';

/** Against a PostgreSQL in which an account of its own may do little. */
const actor = systemActor('test');
const own = new URL(process.env.DATABASE_URL ?? '');
const role = `reader_${own.pathname.slice(-8)}`;
const baseUrl = `postgresql://${own.host}${own.pathname}`;

beforeAll(async () => {
  process.env.OUTBOUND_ALLOW = '127.0.0.1,localhost';
  await database().$executeRawUnsafe(`CREATE ROLE ${role} LOGIN PASSWORD 'right'`);
  await database().$executeRawUnsafe('CREATE TABLE fragrances (id serial PRIMARY KEY, name text)');
});
afterAll(async () => {
  await database().$executeRawUnsafe(`DROP OWNED BY ${role}`);
  await database().$executeRawUnsafe(`DROP ROLE ${role}`);
});

const library = (name: string, secret = 'right') => ({
  actor,
  kind: 'library' as const,
  name,
  baseUrl,
  account: role,
  secret,
});

it('says which tables the account may keep in step, and what it lacks for the others', async () => {
  const { id } = await createConnection(library('Library'));
  const before = await testConnection({ actor, connectionId: id });
  expect(before).toMatchObject({ ok: false, detail: `${role} may write to no table` });
  await database().$executeRawUnsafe(`GRANT SELECT, INSERT, UPDATE ON fragrances TO ${role}`);
  await database().$executeRawUnsafe(`GRANT SELECT ON tickets TO ${role}`);
  const { ok, checks } = await testConnection({ actor, connectionId: id });
  expect(ok).toBe(true);
  const found = checks.filter(({ subject }) =>
    ['public.fragrances', 'public.tickets'].includes(subject ?? ''),
  );
  expect(found.map(({ subject, state, detail }) => [subject, state, detail])).toEqual([
    ['public.fragrances', 'ok', 'may be read and written'],
    ['public.tickets', 'skipped', 'no INSERT, UPDATE'],
  ]);
  expect(checks.find(({ check }) => check === 'server')?.detail).toMatch(/^PostgreSQL \d/);
});

it('a wrong password is told, and is never in the address', async () => {
  const result = await tryConnection({ ...library('x'), secret: 'wrong' });
  expect(result).toMatchObject({ ok: false, detail: `the password of ${role} is wrong` });
});

it.each([
  ['https://library.example/db'],
  ['postgresql://user:password@library.example/db'],
  ['postgresql://library.example'],
  ['postgresql://library.example/db?sslmode=disable'],
  ['postgresql:///db'],
])('%s is no address of a library', (text) => {
  const { success } = createConnectionInput.safeParse({ ...library('y'), baseUrl: text });
  expect(success).toBe(false);
});

it('a library’s new address is one of a library, and wants the password again', async () => {
  const { id } = await createConnection(library('Moved'));
  const change = (baseUrl: string, secret?: string) =>
    updateConnection({ actor, connectionId: id, baseUrl, secret });
  await expect(change('https://library.example', 'right')).rejects.toMatchObject({ code: 'invalid_input' });
  await expect(change(`${baseUrl}2`)).rejects.toThrow(/enter the secret again/);
  await expect(change(`${baseUrl}2`, 'right')).resolves.toMatchObject({ baseUrl: `${baseUrl}2` });
});

it('a CMS is only added as a sender', () => {
  const { error } = createConnectionInput.safeParse({ ...library('z'), kind: 'cms' });
  expect(error?.issues[0]?.message).toMatch(/POST \/api\/senders/);
});

it('a CMS is tested by whether it answers at all', async () => {
  const server = createServer((_, response) => response.writeHead(404).end());
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  const answered = await tryConnection({ actor, kind: 'cms', baseUrl: url });
  expect(answered).toMatchObject({ ok: true, detail: expect.stringMatching(/answers \(404\)/) });
  await new Promise((done) => server.close(done));
  expect(await tryConnection({ actor, kind: 'cms', baseUrl: url })).toMatchObject({ ok: false });
});
