import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { closeDatabase } from '@/lib/core/db';
import { ensurePresetToken } from '@/lib/people/tokens.commands';
import { migrate } from '../scripts/migrate';
import { CALLS, type Call } from './console-calls';
import { measurePages } from './console-pages';
import { fillConsole } from './console-rows';
import { serveWeb } from './serve';

const SMALL = 1_000;
const WARM = 5;
const ROUNDS = 60;
const PASSWORD = randomBytes(12).toString('hex');

/**
 * What a viewer waits for: every list and detail call through the real web server, on a small and on a large database
 * in turns, so that what else the machine does meets both; then, over the small one, the JavaScript that each page
 * loads first and the time until it answers. Goals: p95 within 1.5× of each other and under 100 ms; under 200 kB.
 */
export async function run(large = 1_000_000): Promise<void> {
  process.env.API_TOKEN = randomBytes(24).toString('hex');
  const [small, big] = [await serve('console_small', SMALL), await serve('console_large', large)];
  try {
    for (const call of CALLS) await compare(call, small, big, large);
    await measurePages(small.url, { email: ADMIN, password: PASSWORD });
  } finally {
    await Promise.all([small.stop(), big.stop()]);
  }
}

const ADMIN = 'admin@example.com';
type Served = { url: string; client: pg.Client; stop(): Promise<void> };

/** A database with that many rows and a web server on it. */
async function serve(name: string, rows: number): Promise<Served> {
  const home = new URL(process.env.DATABASE_URL ?? '');
  const admin = new pg.Client({ connectionString: home.toString() });
  await admin.connect();
  await admin.query(`CREATE DATABASE ${name}`);
  await admin.end();
  const own = new URL(home);
  own.pathname = `/${name}`;
  await migrate(own.toString());
  const client = new pg.Client({ connectionString: own.toString() });
  await client.connect();
  await fill(client, own.toString(), rows);
  const web = await serveWeb(own.toString());
  return {
    url: web.url,
    client,
    stop: async () => {
      await web.stop();
      await client.end();
    },
  };
}

/** The commands read their database from the environment: they are pointed at this one while it is filled. */
async function fill(client: pg.Client, url: string, rows: number): Promise<void> {
  const { parseEnv, env } = await import('@/lib/core/env');
  Object.assign(env(), { DATABASE_URL: parseEnv({ ...process.env, DATABASE_URL: url }).DATABASE_URL });
  await closeDatabase();
  const { ensureFirstAdministrator } = await import('@/lib/people/commands');
  await ensureFirstAdministrator({ email: ADMIN, password: PASSWORD });
  await ensurePresetToken(process.env.API_TOKEN ?? '');
  await fillConsole(client, rows);
  await closeDatabase();
}

async function compare(call: Call, small: Served, big: Served, large: number): Promise<void> {
  const [few, many] = [await call.path(small.client), await call.path(big.client)];
  const took = { few: [] as number[], many: [] as number[] };
  for (let round = -WARM; round < ROUNDS; round += 1) {
    const [first, second] = [await time(small.url + few), await time(big.url + many)];
    if (round < 0) continue;
    took.few.push(first);
    took.many.push(second);
    if (round >= 9 && second > 1_000) break; // what takes seconds is known well enough after ten
  }
  const [p95Few, p95Many] = [p95(took.few), p95(took.many)];
  const line = {
    bench: 'console',
    case: `${call.name}: ${large} rows against ${SMALL}`,
    ratio: round2(p95Many / p95Few),
    p95_ms: round2(p95Many),
    p95_ms_small: round2(p95Few),
  };
  console.log(JSON.stringify(line));
}

async function time(url: string): Promise<number> {
  const started = performance.now();
  const answer = await fetch(url, { headers: { authorization: `Bearer ${process.env.API_TOKEN}` } });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${text.slice(0, 300)}`);
  return performance.now() - started;
}

function p95(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length * 0.95)] ?? 0;
}

const round2 = (value: number) => Math.round(value * 100) / 100;
