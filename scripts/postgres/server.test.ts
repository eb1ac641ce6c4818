import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readPostmaster, untilGone } from './pidfile';
import { type EmbeddedServer, startPostgres } from './server';
import { chooseDataDir, isRoot } from './user';

let folder: string;
let dataDir: string;
let started: EmbeddedServer[];

// One folder for all: making one takes a second. Each test ends with its servers stopped.
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'evenkeel-launcher-'));
  chmodSync(folder, 0o711);
  dataDir = join(folder, 'postgres');
});

beforeEach(() => {
  started = [];
});

afterEach(async () => {
  for (const server of started) await server.stop();
});

afterAll(() => rmSync(folder, { recursive: true }));

async function start({ fast = true } = {}): Promise<EmbeddedServer> {
  const server = await startPostgres({ dataDir, fast });
  started.push(server);
  return server;
}

async function ask<T extends pg.QueryResultRow>(url: string, sql: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<T>(sql)).rows;
  } finally {
    await client.end();
  }
}

describe('the embedded PostgreSQL', () => {
  it('makes its folder whole or not at all', async () => {
    mkdirSync(`${dataDir}.new-${process.pid}/base`, { recursive: true }); // what a start that was cut short leaves
    expect((await start()).adopted).toBe(false);
    expect(readdirSync(folder)).toEqual(['postgres']);
  });

  it('starts in UTF-8 behind a password, and keeps rows and address over a clean stop', async () => {
    const first = await start();
    expect(first.adopted).toBe(false);
    await ask(first.url, 'CREATE TABLE kept (n int); INSERT INTO kept VALUES (7)');
    expect(await ask(first.url, 'SHOW server_encoding')).toEqual([{ server_encoding: 'UTF8' }]);
    const open = new URL(first.url);
    open.password = 'wrong';
    await expect(ask(open.toString(), 'SELECT 1')).rejects.toThrow(/authentication failed/);
    expect(statSync(join(dataDir, 'evenkeel.json')).mode & 0o777).toBe(0o600);
    expect(statSync(dataDir).mode & 0o777).toBe(0o700);

    await first.stop();
    expect(readPostmaster(dataDir)).toBeNull();
    const second = await start();
    expect(second.url).toBe(first.url);
    expect(await ask(second.url, 'SELECT n FROM kept')).toEqual([{ n: 7 }]);
  });

  it('folds the case of every language, whatever locales the system has', async () => {
    const { url } = await start();
    expect(await ask(url, `SELECT lower('ÄÉЖ') AS lower, 'Straße' ILIKE 'STRAßE' AS same`)).toEqual([
      { lower: 'äéж', same: true },
    ]);
  });

  it('is adopted when its launcher was killed, and stopped by who adopted it', async () => {
    const first = await start();
    const second = await start();
    expect(second).toMatchObject({ adopted: true, pid: first.pid, url: first.url });
    await second.stop();
    expect(await untilGone(first.pid, 0)).toBe(true);
  });

  it('recovers what was acknowledged after a kill -9', async () => {
    const first = await start({ fast: false });
    await ask(first.url, 'CREATE TABLE acknowledged (n int); INSERT INTO acknowledged VALUES (1), (2)');
    process.kill(first.pid, 'SIGKILL');
    await untilGone(first.pid, 5000);
    const second = await start({ fast: false });
    expect(second.adopted).toBe(false);
    expect(await ask(second.url, 'SELECT sum(n)::int AS sum FROM acknowledged')).toEqual([{ sum: 3 }]);
  });

  it('does not trust a pid file whose pid is another program by now', async () => {
    const first = await start();
    await first.stop();
    const other = spawn('sleep', ['60']);
    await once(other, 'spawn');
    writeFileSync(
      join(dataDir, 'postmaster.pid'),
      `${other.pid}\n${dataDir}\n1\n5432\n\n127.0.0.1\n\nready\n`,
    );
    const second = await start();
    expect(second.adopted).toBe(false);
    expect(other.exitCode).toBeNull();
    other.kill();
  });

  it('moves to another port when somebody has taken its own', async () => {
    const first = await start();
    await first.stop();
    const taken = Number(new URL(first.url).port);
    const squatter = createServer().listen(taken, '127.0.0.1');
    await once(squatter, 'listening');
    const second = await start();
    expect(Number(new URL(second.url).port)).not.toBe(taken);
    expect(await ask(second.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    squatter.close();
  });

  it('says which file is missing when the password is lost', async () => {
    await (await start()).stop();
    renameSync(join(dataDir, 'evenkeel.json'), join(folder, 'kept.json'));
    await expect(startPostgres({ dataDir })).rejects.toThrow(/evenkeel\.json is missing or damaged/);
    renameSync(join(folder, 'kept.json'), join(dataDir, 'evenkeel.json'));
  });
});

describe.runIf(isRoot())('under root', () => {
  it('runs as nobody, over a folder that belongs to nobody', async () => {
    const { pid } = await start();
    expect(statSync(dataDir).uid).toBe(65_534);
    expect(readFileSync(`/proc/${pid}/status`, 'utf8')).toMatch(/^Uid:\t65534\t65534/m);
  });

  it('keeps the data in the project where nobody may enter it, else below /var/tmp', () => {
    expect(chooseDataDir(folder)).toEqual({ dataDir, isElsewhere: false });
    chmodSync(folder, 0o700);
    const choice = chooseDataDir(folder);
    expect(choice).toMatchObject({
      isElsewhere: true,
      dataDir: expect.stringMatching(/^\/var\/tmp\/evenkeel-\w+\/postgres$/),
    });
    rmSync(join(choice.dataDir, '..'), { recursive: true });
  });
});
