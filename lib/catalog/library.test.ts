import { afterAll, beforeAll, expect, it } from 'vitest';
import { openConnection } from '@/lib/connections/data';
import { database, pool } from '@/lib/core/db';
import { readColumns } from './columns.data';
import { drainSender } from './drain';
import { closeLibraries, inLibrary, libraryTrouble, openLibrary, rowRefusal } from './library';
import { copyHashes, lockRows, type TableShape, writeRows } from './library.data';
import * as make from './testing';

beforeAll(() => {
  process.env.OUTBOUND_ALLOW = '127.0.0.1,localhost';
});
afterAll(closeLibraries);

async function shapeOf({ table }: make.World): Promise<TableShape> {
  const [schema = '', name = ''] = table.split('.');
  const [key, ...columns] = await readColumns(pool(), { schema, name });
  if (!key) throw new Error(`no table ${table}`);
  return { table: { schema, name }, key, columns };
}

it('a password is in no error, whoever says it', async () => {
  const world = await make.makeWorld();
  const library = await openLibrary(database(), world.libraryId);
  const { secret } = await openConnection(database(), world.libraryId);
  const thrown = Object.assign(new Error(`no route to postgresql://u:${secret}@host, password ${secret}`), {
    code: 'ECONNREFUSED',
  });
  expect(libraryTrouble(library, thrown)).toMatchObject({ code: 'unavailable' });
  expect(libraryTrouble(library, thrown).message).not.toContain(secret);
});

it('writes only the columns that a row names, adds rows, and leaves the form of what it does not touch', async () => {
  const world = await make.makeWorld({ rows: 2 });
  await pool().query(`UPDATE ${world.table} SET cost = 1.50`);
  const shape = await shapeOf(world);
  const library = await openLibrary(database(), world.libraryId);
  await inLibrary(library, async (client) => {
    const rows = await lockRows(client, shape, ['2', '1', '99']);
    expect(rows.get('1')).toMatchObject({ cost: '1.5', forbidden: 'false' });
    expect([...rows.keys()]).toEqual(['1', '2']);
    await writeRows(client, shape, [
      { key: '1', values: { name: 'Rose' }, isNew: false },
      { key: '2', values: { forbidden: 'true', description: null }, isNew: false },
      { key: '9', values: { name: 'New', cost: '3.20' }, isNew: true },
      { key: '8', values: { name: 'Bare' }, isNew: true },
    ]);
  });
  expect(await make.libraryRow(world, 1)).toEqual({
    name: 'Rose',
    description: 'Smells of 1',
    cost: '1.50',
    forbidden: false,
  });
  expect(await make.libraryRow(world, 2)).toMatchObject({
    name: 'Fragrance 2',
    description: null,
    forbidden: true,
  });
  expect(await make.libraryRow(world, 9)).toEqual({
    name: 'New',
    description: null,
    cost: '3.20',
    forbidden: null,
  });
  expect(await make.libraryRow(world, 8)).toMatchObject({ name: 'Bare', cost: null });
});

it('tells what it refuses of a row from what it refuses of us; nothing of a refused transaction stays', async () => {
  const world = await make.makeWorld();
  const shape = await shapeOf(world);
  const library = await openLibrary(database(), world.libraryId);
  const tooLong = { key: '1', values: { name: 'x'.repeat(151) }, isNew: false };
  const refused = await inLibrary(library, (client) => writeRows(client, shape, [tooLong])).catch(
    (thrown: unknown) => thrown,
  );
  expect(rowRefusal(library, refused)).toMatch(/value too long/);
  const missing = { ...shape, table: { ...shape.table, name: 'gone' } };
  const all = await inLibrary(library, (client) => lockRows(client, missing, ['1'])).catch(
    (thrown: unknown) => thrown,
  );
  expect(rowRefusal(library, all)).toBeNull();
  expect(all).toMatchObject({
    code: 'misconfigured',
    message: expect.stringMatching(/refused: relation .*gone/),
  });
  expect(await make.libraryRow(world, 1)).toMatchObject({ name: 'Fragrance 1' });
});

it('the hash of a row is the hash of what we expect of it', async () => {
  const world = await make.makeWorld({ rows: 2 });
  await pool().query(
    `UPDATE ${world.table} SET description = E'tab\\t "quote" back\\\\slash\\nÄ', cost = 10.00 WHERE fragrance_id = 2`,
  );
  await drainSender(world.senderId);
  const shape = await shapeOf(world);
  const library = await openLibrary(database(), world.libraryId);
  const lines: Buffer[] = [];
  await inLibrary(library, async (client) => {
    for await (const chunk of await copyHashes(client, shape)) lines.push(chunk);
  });
  const { rows } = await pool().query<{ line: string }>(
    "SELECT key || E'\\t' || expected_hash AS line FROM catalog_records WHERE definition_id = $1 ORDER BY key",
    [world.definitionId],
  );
  expect(Buffer.concat(lines).toString().trim().split('\n').sort()).toEqual(rows.map(({ line }) => line));
});
