import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { testConnection } from '@/lib/connections/commands';
import { ensurePresetLibrary } from '@/lib/connections/preset.commands';
import { database } from '@/lib/core/db';
import { systemActor } from '@/lib/people/schema';
import { seedShippedRuleSets } from '@/lib/rules/commands';
import { type CmsSandbox, startCmsSandbox } from '@/lib/sandbox/cms/server';
import { runOn } from '../postgres/databases';
import { openTestDoor } from '../testing/door';
import { seedCatalog } from './catalog';
import { type Library, makeLibrary } from './library';

const databaseUrl = process.env.DATABASE_URL ?? '';
const name = `library_${randomBytes(4).toString('hex')}`;
let door: Awaited<ReturnType<typeof openTestDoor>>;
let cms: CmsSandbox;
let library: Library;

beforeAll(async () => {
  door = await openTestDoor();
  cms = await startCmsSandbox({ databaseUrl });
  library = await makeLibrary(databaseUrl, 'a password', name);
  await seedShippedRuleSets();
});
afterAll(async () => {
  await cms.close();
  await door.close();
  await runOn(databaseUrl, `DROP DATABASE ${name} WITH (FORCE)`);
});

const connections = () => database().connection.findMany({ orderBy: { name: 'asc' } });

it('gives the company its CMS and its library, whose account may keep it in step', async () => {
  await seedCatalog({ cmsUrl: cms.url, library });
  const [own, sender] = await connections();
  expect([own?.name, sender?.name]).toEqual(['Library', 'Sandbox CMS']);
  const tested = await testConnection({ actor: systemActor('test'), connectionId: own?.id ?? '' });
  expect(tested).toMatchObject({ ok: true, detail: 'signed in as evenkeel_library' });
  expect(tested.checks.at(-1)).toMatchObject({ subject: 'public.fragrances', state: 'ok' });
  const syncs = await database().syncDefinition.findMany();
  expect(syncs).toMatchObject([{ slug: 'fragrances', version: 1, enabled: true, libraryId: own?.id }]);
});

it('a second start attaches anew, moves with the server’s port and makes nothing twice', async () => {
  const before = (await connections()).map(({ id }) => id);
  await cms.close();
  cms = await startCmsSandbox({ databaseUrl, port: cms.port });
  const again = await makeLibrary(databaseUrl, 'a password', name);
  const moved = { ...again, address: again.address.replace('127.0.0.1', 'localhost') };
  await seedCatalog({ cmsUrl: cms.url, library: moved });
  expect((await connections()).map(({ id }) => id)).toEqual(before);
  expect((await connections())[0]?.baseUrl).toBe(moved.address);
  const edit = { method: 'POST', body: JSON.stringify({ id: 7, change: { cost: 7 } }) };
  const answer = await fetch(`${cms.url}/sandbox/edit`, edit);
  expect(await answer.json()).toMatchObject({ isAcknowledged: true });
});

it('the library begins with the CMS’s own records, as the company’s service has them', async () => {
  const url = new URL(databaseUrl);
  const client = new pg.Client({ connectionString: databaseUrl.replace(url.pathname, `/${name}`) });
  await client.connect();
  const { rows } = await client.query(
    'SELECT count(*)::int AS records, count(DISTINCT name)::int AS names, max(fragrance_id) AS last FROM fragrances',
  );
  await client.end();
  expect(rows).toEqual([{ records: 200, names: expect.any(Number), last: 200 }]);
});

it('a library that the settings name is a connection, made once', async () => {
  await database().connection.updateMany({ where: { kind: 'library' }, data: { name: 'Another' } });
  for (const _ of ['first start', 'second start']) {
    await ensurePresetLibrary('postgresql://reader:p%40ss@db.example:5433/books');
  }
  const made = (await connections()).filter(({ account }) => account === 'reader');
  expect(made).toMatchObject([{ name: 'Library', baseUrl: 'postgresql://db.example:5433/books' }]);
});
