import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Decimal } from 'decimal.js';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { migrate } from './migrate';
import { runOn } from './postgres/databases';
import { type Pipeline, startPipeline } from './testing/pipeline';

/** A database that an older version filled goes on with this one: what it held is there, resolves and is worked on. */
const OLD_DATABASE = join(import.meta.dirname, 'testing/databases/7717365.sql');
const ITS_LAST_MIGRATION = '20261121030710_rule_outcomes';
const MIGRATIONS = join(import.meta.dirname, '..', 'prisma', 'migrations');
/** When the next analysis runs: three hours after the last of the old version. */
const NOW = new Date('2026-12-21T03:00:00Z');

const url = process.env.DATABASE_URL ?? '';
let client: pg.Client;
let before: Contents;
let pipeline: Pipeline;

beforeAll(async () => {
  const name = new URL(url).pathname.slice(1);
  const server = process.env.EVENKEEL_TEST_SERVER_URL ?? '';
  await runOn(server, `DROP DATABASE ${name}`, `CREATE DATABASE ${name}`);
  await migrateToThen();
  client = new pg.Client({ connectionString: url });
  await client.connect();
  // The rows come a table at a time, in no order that foreign keys would allow.
  await client.query('SET session_replication_role = replica');
  await client.query(readFileSync(OLD_DATABASE, 'utf8'));
  await client.query('RESET session_replication_role');
  before = await readContents();
  await migrate(url);
  pipeline = await startPipeline(NOW);
});

afterAll(async () => {
  await pipeline.stop();
  await client.end();
});

async function migrateToThen(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'evenkeel-then-'));
  for (const name of readdirSync(MIGRATIONS).filter((each) => each <= ITS_LAST_MIGRATION)) {
    cpSync(join(MIGRATIONS, name), join(folder, name), { recursive: true });
  }
  await migrate(url, { folder });
  rmSync(folder, { recursive: true });
}

async function rowsOf(sql: string): Promise<Record<string, string>[]> {
  return (await client.query<Record<string, string>>(sql)).rows;
}

/** What must be the same before and after, each by a query that both versions can answer. */
const KEPT = {
  imports:
    'SELECT id, source_id, state, rows_read, rows_accepted, rows_refused, checksum FROM imports ORDER BY id',
  faults: 'SELECT import_id, line, "column", message FROM import_faults ORDER BY id',
  deliveries: `SELECT id, import_id, billing_account, period_start, period_end, delivered_at, rows FROM bill_deliveries
    ORDER BY id`,
  money: `SELECT delivery_id, category, class, currency, count(*), sum(billed_cost) AS billed, sum(effective_cost) AS effective,
    sum(list_cost) AS list, sum(consumed_quantity) AS quantity FROM charges GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4`,
  resources: 'SELECT id, provider, account, region, native_id FROM resources ORDER BY id',
  keys: `SELECT c.delivery_id, c.line, r.resource_id, m.resource_id AS commitment FROM charges c
    LEFT JOIN resource_keys r ON r.key = c.resource_key LEFT JOIN resource_keys m ON m.key = c.commitment_key
    ORDER BY c.delivery_id, c.line`,
  snapshots: 'SELECT id, source_id, data_from, data_through FROM snapshots ORDER BY id',
  coverage:
    'SELECT snapshot_id, provider, account, region, kind, level, reason FROM coverage ORDER BY 1, 2, 3, 4, 5',
  facts: 'SELECT snapshot_id, resource_id, facts, money, currency FROM resource_facts ORDER BY 1, 2',
  recommendations: `SELECT id, resource_id, recommendation, first_recommendation_id, generation_id, monthly_savings, currency
    FROM recommendations ORDER BY id`,
  lineages: 'SELECT id, resource_id, action, status, ticket_id, verified_savings FROM lineages ORDER BY id',
  map: 'SELECT recommendation_id, first_recommendation_id, ticket_id FROM recommendation_ticket_map ORDER BY 1',
  tickets: 'SELECT id, connection_id, external_id, key, status, status_category FROM tickets ORDER BY id',
  exemptions: 'SELECT id, resource_id, rule_set, action, until, reason FROM exemptions ORDER BY id',
  effects: 'SELECT id, key, kind, state FROM effects ORDER BY id',
  audit: 'SELECT id, action FROM audit_events ORDER BY id',
} as const;
type Contents = Record<keyof typeof KEPT, Record<string, string>[]>;

async function readContents(): Promise<Contents> {
  const read = (name: keyof typeof KEPT) => rowsOf(KEPT[name]);
  return {
    ...{ imports: await read('imports'), faults: await read('faults'), deliveries: await read('deliveries') },
    ...{ money: await read('money'), resources: await read('resources'), keys: await read('keys') },
    ...{ snapshots: await read('snapshots'), coverage: await read('coverage'), facts: await read('facts') },
    ...{
      recommendations: await read('recommendations'),
      lineages: await read('lineages'),
      map: await read('map'),
    },
    ...{
      tickets: await read('tickets'),
      exemptions: await read('exemptions'),
      effects: await read('effects'),
    },
    audit: await read('audit'),
  };
}

it('holds what it held: rows, money, lineages and their tickets, facts', async () => {
  expect(before.money.length).toBeGreaterThan(8);
  expect(before.lineages.map(({ status }) => status)).toEqual(
    expect.arrayContaining(['open', 'in_progress', 'verified', 'dismissed', 'withdrawn']),
  );
  const { audit, ...after } = await readContents();
  const { audit: auditBefore, ...kept } = before;
  expect(after).toEqual(kept);
  expect(audit.slice(0, auditBefore.length)).toEqual(auditBefore); // a migration may say what it did
});

it('resolves every key that a charge carries', async () => {
  const lost = await rowsOf(`SELECT count(*)::int AS n FROM charges c WHERE
    (c.resource_key IS NOT NULL AND NOT EXISTS (SELECT FROM resource_keys k WHERE k.key = c.resource_key)) OR
    (c.commitment_key IS NOT NULL AND NOT EXISTS (SELECT FROM resource_keys k WHERE k.key = c.commitment_key))`);
  expect(lost).toEqual([{ n: 0 }]);
});

it('is read and analysed on, to the same sums', async () => {
  await client.query('UPDATE connections SET enabled = false'); // its Jira is no more
  expect(await pipeline.run('recommend')).toMatchObject({ state: 'succeeded' });

  const bills = await rowsOf(`SELECT id FROM snapshots
    WHERE source_id = (SELECT id FROM sources WHERE kind = 'focus') ORDER BY id`);
  const then = bills.filter(({ id }) => before.snapshots.some((each) => each.id === id)).at(-1);
  const now = bills.at(-1);
  expect(await costsByThing(now?.id ?? '')).toEqual({
    ...(await costsByThing(then?.id ?? '')),
    // The old version left corrections out: −1.50 over the 30 days.
    'i-0eeeeeeeeeeeeeee5': '21.50400000',
  });

  const live = await rowsOf(
    "SELECT id FROM lineages WHERE status NOT IN ('resolved', 'verified') ORDER BY id",
  );
  expect(live.length).toBeLessThanOrEqual(before.lineages.length);
  const tickets = await rowsOf('SELECT count(*)::int AS n FROM tickets');
  expect(tickets).toEqual([{ n: before.tickets.length }]);
}, 60_000);

/** Σ daily_cost of what has one id in whatever spelling and region, of one snapshot. */
async function costsByThing(snapshotId: string): Promise<Record<string, string>> {
  const rows = await rowsOf(`SELECT lower(r.native_id) AS id, f.money->>'daily_cost' AS cost
    FROM resource_facts f JOIN resources r ON r.id = f.resource_id
    WHERE f.snapshot_id = ${snapshotId} AND f.money ? 'daily_cost' ORDER BY 1`);
  const sums = new Map<string, Decimal>();
  for (const { id = '', cost = '0' } of rows) sums.set(id, (sums.get(id) ?? new Decimal(0)).plus(cost));
  return Object.fromEntries([...sums].map(([id, sum]) => [id, sum.toFixed(8)]));
}
