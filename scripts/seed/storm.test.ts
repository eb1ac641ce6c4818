import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { drainSender } from '@/lib/catalog/drain';
import { closeLibraries } from '@/lib/catalog/library';
import { database } from '@/lib/core/db';
import { seedShippedRuleSets } from '@/lib/rules/commands';
import { type CmsSandbox, startCmsSandbox } from '@/lib/sandbox/cms/server';
import { runOn, withDatabase } from '../postgres/databases';
import { openTestDoor } from '../testing/door';
import { seedCatalog } from './catalog';
import { makeLibrary } from './library';

const databaseUrl = process.env.DATABASE_URL ?? '';
const name = `library_${randomBytes(4).toString('hex')}`;
let door: Awaited<ReturnType<typeof openTestDoor>>;
let cms: CmsSandbox;

beforeAll(async () => {
  door = await openTestDoor();
  cms = await startCmsSandbox({ databaseUrl });
  await seedShippedRuleSets();
  const library = await makeLibrary(databaseUrl, 'a password', name);
  await seedCatalog({ cmsUrl: cms.url, library });
  await fetch(`${cms.url}/sandbox/pace`, { method: 'PUT', body: '{"minMs": 0, "maxMs": 0}' });
});
afterAll(async () => {
  await cms.close();
  await door.close();
  await closeLibraries();
  await runOn(databaseUrl, `DROP DATABASE ${name} WITH (FORCE)`);
});

type Row = { id: number; name: string; description: string; cost: string; forbidden: boolean };

async function libraryRows(): Promise<Map<number, Row>> {
  const client = new pg.Client({ connectionString: withDatabase(databaseUrl, name) });
  await client.connect();
  const { rows } = await client.query<Row>(
    'SELECT fragrance_id AS id, name, description, trim_scale(cost)::text AS cost, forbidden FROM fragrances',
  );
  await client.end();
  return new Map(rows.map((row) => [row.id, row]));
}

it('after a storm the library is the CMS’s own table, but for what a rule holds back or mends', async () => {
  const { acknowledged } = await cms.storm(400, 500);
  expect(acknowledged).toBe(400);
  const { connectionId: senderId } = await database().sender.findFirstOrThrow();
  await drainSender(senderId, {});
  const unsettled = await database().delivery.count({ where: { senderId, state: { not: 'done' } } });
  expect(unsettled).toBe(0);

  const answer = await fetch(`${cms.url}/sandbox/records`);
  const { records }: { records: { id: number; fields: Record<string, unknown> }[] } = await answer.json();
  const library = await libraryRows();
  const held = await database().quarantinedChange.findMany({ where: { state: 'held' } });
  const mended = await database().delivery.findMany({
    where: { senderId },
    select: { key: true, notes: true },
  });
  const excused = (id: number, field: string) =>
    held.some(
      ({ key, isWhole, fields }) =>
        key === String(id) && (isWhole || JSON.stringify(fields).includes(`"${field}"`)),
    ) ||
    mended.some(
      ({ key, notes }) => key === String(id) && JSON.stringify(notes ?? []).includes('"kind":"fix"'),
    );
  const differing = records.flatMap(({ id, fields }) => {
    const row: Record<string, unknown> = { ...library.get(id) };
    return ['name', 'description', 'cost', 'forbidden']
      .filter((field) => String(row[field]) !== String(fields[field]) && !excused(id, field))
      .map((field) => ({ id, field, library: row[field], cms: fields[field] }));
  });
  expect(differing).toEqual([]);
  expect(held.length).toBeGreaterThan(0);
});
