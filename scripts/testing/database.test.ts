import pg from 'pg';
import { expect, it } from 'vitest';
import { database } from '@/lib/core/db';
import { createTestDatabase } from './database';

it('gives a test file a migrated database in an odd time zone through DATABASE_URL', async () => {
  const client = new pg.Client({ connectionString: process.env.DATABASE_URL });
  await client.connect();
  const zone = await client.query('SHOW timezone');
  const tables = await client.query(
    `SELECT count(*)::int AS n FROM _prisma_migrations WHERE finished_at IS NOT NULL`,
  );
  await client.end();
  expect(zone.rows).toEqual([{ TimeZone: 'Asia/Kathmandu' }]);
  expect(tables.rows[0].n).toBeGreaterThan(0);
});

it('serves lib/core/db', async () => {
  expect(
    await database()
      .$queryRaw`SELECT current_database() = ${new URL(process.env.DATABASE_URL ?? '').pathname.slice(1)} AS own`,
  ).toEqual([{ own: true }]);
});

it('makes further databases that are gone after drop', async () => {
  const [first, second] = await Promise.all([createTestDatabase(), createTestDatabase()]);
  expect(first.url).not.toBe(second.url);
  await Promise.all([first.drop(), second.drop()]);
  const client = new pg.Client({ connectionString: first.url });
  await expect(client.connect()).rejects.toThrow(/does not exist/);
});
