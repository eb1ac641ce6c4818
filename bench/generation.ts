import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { closeDatabase, database } from '@/lib/core/db';
import { evaluateGeneration } from '@/lib/recommendations/evaluate';
import { recordGeneration } from '@/lib/recommendations/record';
import { seedShippedRuleSets } from '@/lib/rules/commands';
import { readFacts } from '@/lib/sources/facts.data';
import { benchResource } from './generation-facts';

/** Long after every number below, so that no reading is stale. */
const NOW = new Date('2026-11-20T06:00:00Z');
const THROUGH = new Date('2026-11-19T00:00:00Z');
const FROM = new Date('2026-10-20T00:00:00Z');
const COLLECTED = new Date('2026-11-20T03:00:00Z');

/**
 * Evaluate and record together, over resources with a bill and an inventory, by the shipped rule sets: a first
 * generation that opens every lineage, and a second that finds them again, with two new readings of the same. The
 * floor, measured in the same run, is what no implementation can leave out: every row of facts read and parsed, and
 * the recommendations inserted bare.
 */
export async function run(resources = 100_000): Promise<void> {
  try {
    await seedShippedRuleSets();
    await fillResources(resources);
    for (const round of ['first', 'again'] as const) {
      const snapshotIds = await takeReadings(round === 'first' ? 0 : 1);
      await database().$executeRaw`ANALYZE`;
      const timing = await timeGeneration(snapshotIds);
      const floor = await timeFloor(snapshotIds);
      const seconds = (timing.evaluate + timing.record) / 1_000;
      const line = {
        bench: 'generation',
        case: `${resources === 100_000 ? '100k' : resources} resources × shipped sets, ${round}`,
        resources_per_second: Math.round(resources / seconds),
        ratio: round2((seconds * 1_000) / floor),
        evaluate_s: round2(timing.evaluate / 1_000),
        record_s: round2(timing.record / 1_000),
        floor_s: round2(floor / 1_000),
        recommendations: timing.recommendations,
        peak_mb: Math.round(timing.peak / 1_048_576),
      };
      console.log(JSON.stringify(line));
    }
  } finally {
    await closeDatabase();
  }
}

async function timeGeneration(snapshotIds: string[]) {
  const { id: runId } = await database().run.create({
    data: {
      graph: 'recommend',
      mode: 'async',
      input: {},
      plan: [],
      state: 'running',
      requestedBy: 'bench',
      trigger: 'hand',
    },
  });
  const clock = () => NOW;
  let peak = 0;
  const started = performance.now();
  const evaluated = await evaluateGeneration({
    runId,
    snapshotIds,
    clock,
    readResources: (ids, now) => readFacts(database(), { snapshotIds: ids, now }),
    afterBatch: async () => {
      peak = Math.max(peak, process.memoryUsage().rss);
    },
  });
  const between = performance.now();
  if (!evaluated) throw new Error('a generation of this run was recorded before');
  const recorded = await recordGeneration({ ...evaluated, told: { ...evaluated, unread: [] }, clock });
  const ended = performance.now();
  const recommendations = recorded?.recommendations ?? 0;
  return { evaluate: between - started, record: ended - between, recommendations, peak };
}

/** Reads and parses all rows of facts, and inserts the recommendations of the last generation into a bare table. */
async function timeFloor(snapshotIds: string[]): Promise<number> {
  const client = await connect();
  const started = performance.now();
  for (let after = '0'; ; ) {
    const { rows } = await client.query(
      `SELECT f.resource_id, f.facts, f.money FROM resource_facts f
       WHERE f.snapshot_id = ANY($1::bigint[]) AND f.resource_id > $2
       ORDER BY f.resource_id LIMIT 4000`,
      [snapshotIds, after],
    );
    if (rows.length === 0) break;
    after = rows.at(-1).resource_id;
  }
  await client.query(`
    CREATE UNLOGGED TABLE bare AS SELECT * FROM recommendations
    WHERE generation_id = (SELECT max(id) FROM recommendations_generated)`);
  const took = performance.now() - started;
  await client.query('DROP TABLE bare');
  await client.end();
  return took;
}

async function fillResources(count: number): Promise<void> {
  const lines = function* () {
    for (let index = 0; index < count; index += 1) {
      const { account, region, nativeId, name } = benchResource(index);
      yield `aws\t${account}\t${region}\t${nativeId}\t${name}\t${FROM.toISOString()}\t${COLLECTED.toISOString()}\n`;
    }
  };
  await copy('resources (provider, account, region, native_id, name, first_seen_at, last_seen_at)', lines());
}

/** A bill and an inventory that cover everything whole; the `age`-th pair of them, a day apart. */
async function takeReadings(age: number): Promise<string[]> {
  const later = (date: Date) => new Date(date.getTime() + age * 3_600_000);
  const bill = await takeSnapshot('focus', later(FROM), later(THROUGH));
  const inventory = await takeSnapshot('inventory', later(COLLECTED), later(COLLECTED));
  const ids = await database().$queryRaw<{ id: string }[]>`SELECT r.id::text FROM resources r ORDER BY r.id`;
  for (const [snapshotId, reading] of [
    [bill, 'bill'],
    [inventory, 'inventory'],
  ] as const) {
    const lines = function* () {
      for (const [index, { id }] of ids.entries()) {
        const { facts, money } = benchResource(index)[reading];
        const currency = reading === 'bill' ? 'USD' : '\\N';
        yield `${snapshotId}\t${id}\t${JSON.stringify(facts)}\t${JSON.stringify(money)}\t${currency}\n`;
      }
    };
    await copy('resource_facts (snapshot_id, resource_id, facts, money, currency)', lines());
  }
  return [bill, inventory];
}

async function takeSnapshot(kind: 'focus' | 'inventory', dataFrom: Date, dataThrough: Date): Promise<string> {
  const source = await database().source.upsert({
    where: { name: kind },
    create: { name: kind, kind, config: {} },
    update: {},
  });
  const accounts = Array.from({ length: 40 }, (_, index) => String(1000 + index));
  const { id } = await database().snapshot.create({
    data: {
      sourceId: source.id,
      takenAt: dataThrough,
      dataFrom,
      dataThrough,
      coverage: {
        create: accounts.map((account) => ({
          provider: 'aws',
          account,
          level: 'whole',
          dataFrom,
          dataThrough,
        })),
      },
    },
  });
  return String(id);
}

async function copy(into: string, lines: Generator<string>): Promise<void> {
  const client = await connect();
  await pipeline(Readable.from(inBlocks(lines)), client.query(copyFrom(`COPY ${into} FROM STDIN`)));
  await client.end();
}

function* inBlocks(lines: Generator<string>): Generator<string> {
  let block = '';
  for (const line of lines) {
    block += line;
    if (block.length < 1_000_000) continue;
    yield block;
    block = '';
  }
  yield block;
}

async function connect(): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: process.env.DATABASE_URL });
  await client.connect();
  return client;
}

function round2(value: number): number {
  return Math.round(value * 100) / 100;
}
