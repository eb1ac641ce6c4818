import { cpSync, mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { migrate } from '@/scripts/migrate';
import { runOn, withDatabase } from '@/scripts/postgres/databases';
import { identify, keyOf, normaliseProvider } from './identity';

/** A small database as the version before wrote it, and what becomes of it. */
const MIGRATIONS = join(process.cwd(), 'prisma', 'migrations');
const FIRST_NEW = '20261130';
const server = process.env.EVENKEEL_TEST_SERVER_URL ?? '';
const name = `evenkeel_old_${process.pid}`;
const client = new pg.Client({ connectionString: withDatabase(server, name) });

type Old = { provider: string; region: string; id: string; account?: string };

const VOL = 'vol-0abcdef0123456789';
const ARN = `arn:aws:ec2:eu-west-1:1:volume/${VOL}`;
const GUID = '0a1b2c3d-1111-2222-3333-444455556666';
const RESOURCES: Record<number, Old> = {
  1: { provider: 'aws', region: 'global', id: VOL }, // the same with and without its region
  2: { provider: 'aws', region: 'eu-west-1', id: VOL },
  3: { provider: 'aws', region: 'eu-west-1', id: 'db-1' }, // needs its region
  4: { provider: 'aws', region: 'global', id: 'db-1' },
  5: { provider: 'aws', region: 'us-east-1', id: 'i-0abcdef0123456789' },
  6: { provider: 'aws', region: 'global', id: 'arn:aws:ec2:eu-west-1:1:volume/vol-0abcdef0123456780' },
  7: { provider: 'aws', region: 'eu-west-1', id: 'vol-0abcdef0123456780' }, // its short id
  8: { provider: 'alibaba cloud', region: 'cn-1', id: 'disk-a' },
  9: { provider: 'datadog, inc.', region: 'global', id: 'host-1' },
  10: { provider: 'datadog', region: 'global', id: 'host-1' },
  11: { provider: 'azure', region: 'global', id: GUID, account: GUID },
};
const ALIASES: [number, Old][] = [[2, { provider: 'aws', region: 'eu-west-1', id: ARN }]];

const oldKey = ({ provider, region, id, account = '1' }: Old) => keyOf(provider, account, region, id);

beforeAll(async () => {
  const before = mkdtempSync(join(tmpdir(), 'evenkeel-before-'));
  for (const folder of readdirSync(MIGRATIONS).filter((one) => one < FIRST_NEW)) {
    cpSync(join(MIGRATIONS, folder), join(before, folder), { recursive: true });
  }
  await runOn(server, `CREATE DATABASE ${name}`);
  await migrate(withDatabase(server, name), { folder: before });
  await client.connect();
  await client.query('SET session_replication_role = replica'); // what these rows rest on is not of this test
  for (const [id, old] of Object.entries(RESOURCES)) {
    await client.query(
      `INSERT INTO resources (id, provider, account, region, native_id, key, first_seen_at, last_seen_at)
       VALUES ($1, $2, $3, $4, $5, $6, now(), now())`,
      [id, old.provider, old.account ?? '1', old.region, old.id, oldKey(old)],
    );
  }
  for (const [resource, old] of ALIASES) {
    await client.query('INSERT INTO resource_aliases VALUES ($1, $2, $3, $4, $5, $6)', [
      old.provider,
      '1',
      old.region,
      old.id,
      oldKey(old),
      resource,
    ]);
  }
  await client.query(`
    INSERT INTO tickets (id, connection_id, external_id, key, url, summary, project_key, status, status_category, created_at, updated_at)
    VALUES (1, gen_random_uuid(), '1', 'OPS-1', '', '', 'OPS', 'Open', 'new', now(), now());
    INSERT INTO lineages (id, resource_id, action, status_at, last_recommendation_id, last_found_at, ticket_id)
    VALUES (1, 2, 'delete', now(), 1, now(), 1), (2, 1, 'delete', now(), 2, now(), NULL);
    INSERT INTO sources (id, name, kind, config) VALUES ('00000000-0000-4000-8000-000000000001', 'Bill', 'focus', '{}');
    INSERT INTO imports (id, source_id, file_name, state, delivered_at, imported_by)
    VALUES (1, '00000000-0000-4000-8000-000000000001', 'bill.csv', 'done', now(), 'test');
    INSERT INTO bill_deliveries VALUES (1, 1, 'b', '2026-10-01', '2026-11-01', now(), 9, '2026-10-01', '2026-10-05');
    INSERT INTO delivery_accounts VALUES
      (1, 'datadog', '1', 2, '2026-10-01', '2026-10-03'), (1, 'datadog, inc.', '1', 3, '2026-10-02', '2026-10-05'),
      (1, 'aws', '1', 4, '2026-10-02', '2026-10-05')`);
  await migrate(withDatabase(server, name));
});

afterAll(async () => {
  await client.end();
  await runOn(server, `DROP DATABASE ${name} WITH (FORCE)`);
});

async function resourceOf(key: string): Promise<number> {
  const { rows } = await client.query<{ id: number }>(
    'SELECT resource_id::int AS id FROM resource_keys WHERE key = $1',
    [key],
  );
  expect(rows).toHaveLength(1);
  return rows[0]?.id ?? 0;
}

const newOf = ({ provider, region, id, account = '1' }: Old) =>
  identify(normaliseProvider(provider), account, region, id);

it('every key that charges carry means the resource it meant', async () => {
  for (const [id, old] of Object.entries(RESOURCES)) expect(await resourceOf(oldKey(old))).toBe(Number(id));
  for (const [id, old] of ALIASES) expect(await resourceOf(oldKey(old))).toBe(id);
});

it('the keys of this version mean the same, where the table proves it', async () => {
  const meaning: Record<number, number> = {
    1: 2,
    2: 2,
    3: 3,
    4: 4,
    5: 5,
    6: 6,
    7: 6,
    8: 8,
    9: 10,
    10: 10,
    11: 11,
  };
  for (const [id, old] of Object.entries(RESOURCES)) {
    expect([id, await resourceOf(newOf(old).key)]).toEqual([id, meaning[Number(id)]]);
  }
  expect(await resourceOf(newOf({ provider: 'aws', region: 'global', id: ARN }).key)).toBe(2);
});

it('what was doubled is told: the one with the ticket stays, else the older', async () => {
  const { rows } = await client.query(
    'SELECT resource_id::int, same_as::int, reason FROM resource_doubles ORDER BY 1',
  );
  expect(rows).toEqual([
    { resource_id: 1, same_as: 2, reason: 'region' },
    { resource_id: 7, same_as: 6, reason: 'spelling' },
    { resource_id: 9, same_as: 10, reason: 'provider' },
  ]);
});

it('a provider of another spelling is renamed where nothing stands in its place, and its accounts are added up', async () => {
  const { rows } = await client.query(
    'SELECT id::int, provider FROM resources WHERE id IN (8, 9, 10) ORDER BY id',
  );
  expect(rows.map(({ provider }) => provider)).toEqual(['alibaba', 'datadog, inc.', 'datadog']);
  const { rows: accounts } = await client.query(
    `SELECT provider, rows::int, charged_from::date::text AS "from" FROM delivery_accounts ORDER BY provider`,
  );
  expect(accounts).toEqual([
    { provider: 'aws', rows: 4, from: '2026-10-02' },
    { provider: 'datadog', rows: 5, from: '2026-10-01' },
  ]);
});

it('no resource, no spelling and no lineage is lost', async () => {
  const { rows } = await client.query(`SELECT (SELECT count(*)::int FROM resources) AS resources,
    (SELECT count(*)::int FROM lineages) AS lineages,
    (SELECT count(*)::int FROM resource_keys k LEFT JOIN resources r ON r.id = k.resource_id WHERE r.id IS NULL) AS astray`);
  expect(rows).toEqual([{ resources: 11, lineages: 2, astray: 0 }]);
});
