import { afterEach, expect, it } from 'vitest';
import { closeDatabase, database, pool } from '@/lib/core/db';
import { ensureSealCanary, judgeSealKey } from '@/lib/core/readiness.data';
import { GET as live } from './live/route';
import { GET as ready } from './ready/route';

const good = { process: 'ok', database: 'ok', migrations: 'ok', sealKey: 'ok' };
const tell = async (answer: Response) => ({ status: answer.status, body: await answer.json() });

afterEach(() => {
  globalThis.evenkeelStopping = undefined;
});

it('a migrated database and the installation’s key make a machine ready', async () => {
  expect(await tell(await ready())).toMatchObject({ status: 200, body: { status: 'ready', ...good } });
  await ensureSealCanary(database());
  await ensureSealCanary(database());
  expect(await judgeSealKey(database())).toBeNull();
  expect((await ready()).status).toBe(200);
});

it('one that stops is alive and not ready', async () => {
  globalThis.evenkeelStopping = true;
  expect(await tell(await ready())).toMatchObject({
    status: 503,
    body: { status: 'not_ready', ...good, process: 'stopping' },
  });
  expect(live().status).toBe(200);
});

it('another SEAL_KEY is told at once', async () => {
  await ensureSealCanary(database());
  const [own] = await database().$queryRaw<{ sealed: string }[]>`SELECT sealed FROM seal_canary`;
  // As another key would have sealed it: the key's id is the second part.
  const other = (own?.sealed ?? '').replace(/^v1\.[^.]+/, 'v1.otherkey');
  await database().$executeRaw`UPDATE seal_canary SET sealed = ${other}`;
  expect(await tell(await ready())).toMatchObject({ status: 503, body: { ...good, sealKey: 'failing' } });
  await database().$executeRaw`UPDATE seal_canary SET sealed = ${own?.sealed}`;
});

it('a migration that is not applied keeps requests away, a newer version’s does not', async () => {
  await database().$executeRaw`
    INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
    VALUES ('newer', 'x', '29990101000000_newer', now(), 1)`;
  expect((await ready()).status).toBe(200);
  await database().$executeRaw`
    UPDATE _prisma_migrations SET rolled_back_at = now() WHERE migration_name = '20261121000000_people'`;
  expect(await tell(await ready())).toMatchObject({ status: 503, body: { ...good, migrations: 'failing' } });
});

it('without a database it is alive and not ready, and does not say why', async () => {
  await pool().end(); // as when the server is gone: every query fails
  const answer = await tell(await ready());
  expect(answer).toMatchObject({ status: 503, body: { process: 'ok', database: 'failing' } });
  expect(JSON.stringify(answer.body)).not.toMatch(/pool|postgres/i);
  expect(live().status).toBe(200);
  await closeDatabase();
});
