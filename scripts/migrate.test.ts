import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { migrate } from './migrate';
import { runOn, withDatabase } from './postgres/databases';
import { freePort } from './postgres/server';

const server = process.env.EVENKEEL_TEST_SERVER_URL ?? '';
let count = 0;
let url: string;
let folder: string;

beforeEach(async () => {
  count += 1;
  const name = `migrate_${process.pid}_${count}`;
  url = withDatabase(server, name);
  await runOn(server, `CREATE DATABASE ${name}`);
  folder = mkdtempSync(join(tmpdir(), 'evenkeel-migrations-'));
  write('1_first', 'CREATE TABLE first (n int);\nINSERT INTO first VALUES (1);');
  write('2_second', 'ALTER TABLE first ADD CHECK (n > 0);');
});

afterEach(async () => {
  await runOn(server, `DROP DATABASE ${new URL(url).pathname.slice(1)} WITH (FORCE)`);
  rmSync(folder, { recursive: true });
});

function write(name: string, sql: string): void {
  mkdirSync(join(folder, name));
  writeFileSync(join(folder, name, 'migration.sql'), sql);
}

async function rowsOf(sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return (await client.query(sql).finally(() => client.end())).rows;
}

describe('migrate', () => {
  it('applies what is missing in order, and nothing twice', async () => {
    expect(await migrate(url, { folder })).toEqual({ applied: ['1_first', '2_second'] });
    write('3_third', 'INSERT INTO first VALUES (3);');
    expect(await migrate(url, { folder })).toEqual({ applied: ['3_third'] });
    expect(await migrate(url, { folder })).toEqual({ applied: [] });
    expect(await rowsOf('SELECT sum(n)::int AS sum FROM first')).toEqual([{ sum: 4 }]);
    expect(
      await rowsOf(`SELECT migration_name, applied_steps_count AS steps, length(checksum) AS checksum,
                           finished_at >= started_at AS finished FROM _prisma_migrations ORDER BY 1 LIMIT 1`),
    ).toEqual([{ migration_name: '1_first', steps: 1, checksum: 64, finished: true }]);
  });

  it('lets one of many machines that start at once do the work', async () => {
    const all = await Promise.all(Array.from({ length: 6 }, () => migrate(url, { folder })));
    expect(all.map(({ applied }) => applied.length).sort()).toEqual([0, 0, 0, 0, 0, 2]);
    expect(await rowsOf('SELECT n FROM first')).toEqual([{ n: 1 }]);
  });

  it('refuses a migration that was edited after it was applied', async () => {
    await migrate(url, { folder });
    appendFileSync(join(folder, '1_first', 'migration.sql'), '\n-- a thought');
    await expect(migrate(url, { folder })).rejects.toThrow(
      /Migration 1_first was edited after it was applied/,
    );
  });

  it('refuses a migration that somebody else began and did not finish', async () => {
    await migrate(url, { folder });
    await runOn(
      url,
      `UPDATE _prisma_migrations SET finished_at = NULL, logs = 'out of disk' WHERE migration_name = '2_second'`,
    );
    await expect(migrate(url, { folder })).rejects.toThrow(
      /2_second was begun and not finished \(out of disk\)/,
    );
  });

  it('applies one again that was resolved as rolled back', async () => {
    await migrate(url, { folder });
    await runOn(
      url,
      `UPDATE _prisma_migrations SET finished_at = NULL, rolled_back_at = now() WHERE migration_name = '2_second'`,
    );
    expect(await migrate(url, { folder })).toEqual({ applied: ['2_second'] });
  });

  it('leaves nothing of one that fails, and names its line', async () => {
    write('3_broken', 'CREATE TABLE third (n int);\nINSERT INTO nowhere VALUES (1);');
    await expect(migrate(url, { folder })).rejects.toThrow(/Migration 3_broken, line 2, failed: .*nowhere/);
    expect(await rowsOf(`SELECT to_regclass('third') AS third`)).toEqual([{ third: null }]);
    expect(await rowsOf('SELECT count(*)::int AS n FROM _prisma_migrations')).toEqual([{ n: 2 }]);
  });

  it('refuses a database that a newer version has migrated', async () => {
    await migrate(url, { folder });
    rmSync(join(folder, '2_second'), { recursive: true });
    await expect(migrate(url, { folder })).rejects.toThrow(/made by a newer version/);
  });

  it('says where no server answers, and not with which password', async () => {
    const port = await freePort();
    const attempt = migrate(`postgres://someone:hidden@127.0.0.1:${port}/evenkeel`, { folder });
    await expect(attempt).rejects.toThrow(
      `No PostgreSQL answers at 127.0.0.1:${port}/evenkeel (DATABASE_URL)`,
    );
    await expect(attempt).rejects.not.toThrow(/hidden/);
  });

  it('refuses a server older than version 14', async () => {
    const old = await startServerOfVersion('13.9');
    await expect(migrate(`postgres://a@127.0.0.1:${old.port}/a`, { folder })).rejects.toThrow(
      `The PostgreSQL at 127.0.0.1:${old.port} is version 13.9; Evenkeel needs 14 or newer.`,
    );
    old.close();
  });
});

/** The wire protocol as far as `SHOW server_version`: authentication ok, ready, one row. No such server is at hand. */
async function startServerOfVersion(version: string): Promise<{ port: number; close(): void }> {
  const message = (type: string, body: Buffer) => {
    const length = Buffer.alloc(4);
    length.writeInt32BE(body.length + 4);
    return Buffer.concat([Buffer.from(type), length, body]);
  };
  const ready = message('Z', Buffer.from('I'));
  const column = Buffer.concat([
    Buffer.from('\0\u0001server_version\0'),
    Buffer.alloc(6),
    Buffer.from([0, 0, 0, 25, 255, 255, 255, 255, 255, 255, 0, 0]),
  ]);
  const value = Buffer.concat([Buffer.from([0, 1, 0, 0, 0, version.length]), Buffer.from(version)]);
  const answer = [message('T', column), message('D', value), message('C', Buffer.from('SHOW\0')), ready];
  const stand = createServer((socket) => {
    socket.once('data', () => {
      socket.write(Buffer.concat([message('R', Buffer.alloc(4)), ready]));
      socket.on('data', (sent) => sent[0] === 'Q'.charCodeAt(0) && socket.write(Buffer.concat(answer)));
    });
    socket.on('error', () => socket.destroy());
  });
  const port = await freePort();
  await new Promise<void>((done) => stand.listen(port, '127.0.0.1', done));
  return { port, close: () => stand.close() };
}
