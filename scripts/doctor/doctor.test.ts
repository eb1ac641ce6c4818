import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { database } from '@/lib/core/db';
import { ensureSealCanary } from '@/lib/core/readiness.data';
import { version } from '@/package.json';
import { startTestJira, type TestJira } from '@/scripts/testing/jira';
import { SERVER_CODE } from '../start/child';
import { ROOT } from '../start/state';
import type { Finding } from './judge';

/** The doctor as it is called, in a process of its own on this test's database. */
const home = mkdtempSync(join(tmpdir(), 'evenkeel-doctor-'));
let jira: TestJira;

beforeAll(async () => {
  jira = await startTestJira();
  await ensureSealCanary(database());
  // A worker whose last beat this test does not outlive.
  await database().$executeRaw`
    INSERT INTO workers (id, version, labels, started_at, beat)
    VALUES ('w', ${version}, '{}', now(), now() + interval '1 hour')`;
});
afterAll(async () => {
  await jira.site.close();
  rmSync(home, { recursive: true });
});

async function doctor(environment: Record<string, string>) {
  const child = spawn(process.execPath, [...SERVER_CODE, 'scripts/doctor.ts', '--json'], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      EVENKEEL_HOME: home,
      NODE_ENV: 'production',
      OUTBOUND_ALLOW: new URL(jira.site.url).host,
      PORT: '9', // nobody answers there
      ...environment,
    },
  });
  let said = '';
  child.stdout.on('data', (chunk) => {
    said += String(chunk);
  });
  const [exitCode] = await once(child, 'close'); // after the last of its words
  const { ok, findings }: { ok: boolean; findings: Finding[] } = JSON.parse(said);
  expect(exitCode).toBe(ok ? 0 : 1);
  return { ok, said, findings, faults: findings.filter(({ state }) => state === 'fail') };
}

it('a sound installation: nothing fails, and nothing is written', async () => {
  const counted = () => database().auditEvent.count();
  const before = await counted();
  const { ok, findings, faults } = await doctor({});
  expect(faults).toEqual([]);
  expect(ok).toBe(true);
  const good = findings.filter(({ state }) => state === 'ok').map(({ check }) => check);
  for (const check of ['Settings', 'Database', 'Rights', 'Migrations', 'SEAL_KEY', 'Workers', 'Connection']) {
    expect(good).toContain(check);
  }
  expect(await counted()).toBe(before);
  expect(await database().connection.findFirst()).toMatchObject({ lastTestedAt: null });
});

it('a database that is away, told without its password', async () => {
  const { said, faults } = await doctor({ DATABASE_URL: 'postgres://ek:known-p4ssword@127.0.0.1:9/ek' });
  expect(faults).toMatchObject([{ check: 'Database', found: expect.stringContaining('127.0.0.1:9/ek') }]);
  expect(said).not.toContain('known-p4ssword');
});

it('settings that are wrong are named, each, and what rests on them waits', async () => {
  const { faults, findings } = await doctor({ SEAL_KEY: 'short', DATABASE_POOL: 'many' });
  expect(faults.map(({ found }) => found.split(':')[0])).toEqual(['DATABASE_POOL', 'SEAL_KEY']);
  expect(findings.at(-1)).toMatchObject({ check: 'The rest', state: 'skipped' });
});

it('another SEAL_KEY, and nobody who works', async () => {
  await database().$executeRaw`UPDATE workers SET stopped_at = now()`;
  const { faults } = await doctor({ SEAL_KEY: Buffer.alloc(32, 9).toString('base64') });
  expect(faults.map(({ check }) => check)).toEqual(['SEAL_KEY', 'Workers']);
});

it('a migration that was edited', async () => {
  await database().$executeRaw`
    UPDATE _prisma_migrations SET checksum = 'x' WHERE migration_name = '20261121000000_people'`;
  const { faults, findings } = await doctor({});
  expect(faults).toMatchObject([
    { check: 'Migrations', found: expect.stringContaining('20261121000000_people was edited') },
  ]);
  expect(findings.map(({ check }) => check)).not.toContain('Workers');
});
