import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { changeConnection } from '@/lib/connections/data';
import { database, pool, transaction } from '@/lib/core/db';
import { env } from '@/lib/core/env';
import { systemActor } from '@/lib/people/schema';
import { checkDefinition, enableDefinition } from './definitions.commands';
import { definitionById } from './definitions.data';
import { readDefinition } from './definitions-view.data';
import { drainSender, openTarget } from './drain';
import { listDrift } from './drift.data';
import { closeLibraries } from './library';
import { type ListenLoop, startListenLoop } from './listen-loop';
import { repairBatch } from './repair-batch';
import { repairDrift } from './repairs.commands';
import * as make from './testing';
import { triggerName } from './trigger.data';

const actor = systemActor('test');
let loop: ListenLoop;
beforeAll(() => {
  process.env.OUTBOUND_ALLOW = '127.0.0.1,localhost';
  loop = startListenLoop();
});
afterAll(async () => {
  await loop.stop();
  await closeLibraries();
});

const edit = ({ table }: make.World, sql: string) => pool().query(sql.replaceAll('FRAGRANCES', table));
const slugOf = ({ table }: make.World) => `fragrances-${table.split('.')[0]}`;
const nameIn = (world: make.World) => triggerName({ id: world.definitionId, slug: slugOf(world) });

/** A library that is heard: the trigger stands, and somebody listens to it. */
async function heard(rows = 5): Promise<make.World> {
  const world = await make.makeWorld({ rows, more: 'listen: true' });
  await drainSender(world.senderId);
  await expect.poll(async () => (await scansAsked(world)).length).toBe(1); // what was missed until now
  return world;
}

async function scansAsked({ definitionId }: make.World) {
  return database().run.findMany({
    where: { graph: 'scan-drift', input: { path: ['definitionId'], equals: definitionId } },
  });
}

async function states({ definitionId }: make.World): Promise<Record<string, string>> {
  const { items } = await listDrift(database(), { definitionId, limit: 50 });
  return Object.fromEntries(items.map(({ key, state }) => [key, state]));
}

async function triggersOn({ table }: make.World): Promise<string[]> {
  const { rows } = await pool().query<{ tgname: string }>(
    'SELECT tgname FROM pg_trigger WHERE tgrelid = $1::regclass AND NOT tgisinternal',
    [table],
  );
  return rows.map(({ tgname }) => tgname);
}

describe('a library that is heard', () => {
  it('what others change there is drift without a scan, and is none any more once it is put back', async () => {
    const world = await heard();
    await edit(world, "UPDATE FRAGRANCES SET name = 'By hand' WHERE fragrance_id = 2");
    await edit(world, 'DELETE FROM FRAGRANCES WHERE fragrance_id = 3');
    await edit(world, "INSERT INTO FRAGRANCES (fragrance_id, name) VALUES (77, 'Nobody knows')");
    const all = { 2: 'library_changed', 3: 'missing_here', 77: 'unknown_there' };
    await expect.poll(() => states(world)).toEqual(all);
    await edit(world, "UPDATE FRAGRANCES SET name = 'Fragrance 2' WHERE fragrance_id = 2");
    await edit(world, 'UPDATE FRAGRANCES SET fragrance_id = 78 WHERE fragrance_id = 77');
    await expect.poll(() => states(world)).toEqual({ 3: 'missing_here', 78: 'unknown_there' });
    expect(await scansAsked(world)).toHaveLength(1);
  });

  it('what is found beside a scan that read what is older is found again once the scan has ended', async () => {
    const world = await heard();
    const [run] = await scansAsked(world);
    const running = { definitionId: world.definitionId, runId: run?.id ?? '', startedAt: new Date() };
    const { id } = await database().driftScan.create({ data: running });
    await edit(world, 'UPDATE FRAGRANCES SET cost = 1 WHERE fragrance_id = 2');
    await expect.poll(() => states(world)).toEqual({ 2: 'library_changed' });
    // The scan ends with what it had read before the edit.
    await database().driftRecord.deleteMany({ where: { definitionId: world.definitionId } });
    await database().driftScan.update({ where: { id }, data: { endedAt: new Date() } });
    await expect.poll(() => states(world)).toEqual({ 2: 'library_changed' });
  });

  it('tells nothing of what the sync and its repairs write', async () => {
    const world = await heard();
    const notices: string[] = [];
    const ear = new pg.Client({ connectionString: env().DATABASE_URL });
    ear.on('notification', ({ payload }) => notices.push(payload ?? ''));
    await ear.connect();
    await ear.query(`LISTEN ${nameIn(world)}`);
    await make.deliver(world, [make.change(1, { cost: 99 })]);
    await drainSender(world.senderId);
    expect(await make.libraryRow(world, 1)).toMatchObject({ cost: '99' });
    await edit(world, 'UPDATE FRAGRANCES SET cost = 1 WHERE fragrance_id = 2');
    await expect.poll(() => states(world)).toEqual({ 2: 'library_changed' });
    const asked = { definitionId: world.definitionId, direction: 'to_library' as const, keys: ['2'] };
    const { batchId } = await repairDrift({ actor, ...asked });
    const target = await openTarget(await definitionById(database(), world.definitionId));
    const still = { clock: () => new Date(), signal: new AbortController().signal, progress: async () => {} };
    await repairBatch(target, batchId, still);
    expect(await make.libraryRow(world, 2)).toMatchObject({ cost: '20' });
    await edit(world, 'UPDATE FRAGRANCES SET cost = 1 WHERE fragrance_id = 5');
    await expect.poll(() => notices.at(-1)).toBe('5');
    expect(notices).toEqual(['2', '5']);
    await ear.end();
  });

  it('more changes at once than can be looked at one by one are looked at by a scan', async () => {
    const world = await heard(2_500);
    await database().run.updateMany({
      where: { id: { in: (await scansAsked(world)).map(({ id }) => id) } },
      data: { state: 'succeeded', endedAt: new Date() },
    });
    await edit(world, 'UPDATE FRAGRANCES SET cost = cost + 1');
    await expect.poll(async () => (await scansAsked(world)).length).toBe(2);
  });

  it('a trigger stands once, whoever asks for it, and goes when the sync is switched off', async () => {
    const world = await heard();
    const other = startListenLoop(); // another worker
    expect(await triggersOn(world)).toEqual([nameIn(world)]);
    expect((await readDefinition(database(), slugOf(world))).listening).toMatchObject({
      isWanted: true,
      since: expect.any(String),
      trouble: null,
    });
    await enableDefinition({ actor, slug: slugOf(world), enabled: false });
    await expect.poll(() => triggersOn(world)).toEqual([]);
    await expect
      .poll(async () => (await readDefinition(database(), slugOf(world))).listening.since)
      .toBeNull();
    await edit(world, 'UPDATE FRAGRANCES SET cost = 1');
    const told = await database().auditEvent.findMany({
      where: { subjectId: world.definitionId, action: { startsWith: 'sync.listening' } },
      orderBy: { id: 'asc' },
    });
    expect(told.map(({ action }) => action)).toEqual(['sync.listening_began', 'sync.listening_ended']);
    await other.stop();
  });

  it('a library that is away when the sync is switched off is said to keep the trigger, and asked again', async () => {
    const world = await heard();
    const where = { id: world.libraryId };
    await database().connection.update({ where, data: { baseUrl: make.libraryUrl(1) } });
    await enableDefinition({ actor, slug: slugOf(world), enabled: false });
    const listening = async () => (await readDefinition(database(), slugOf(world))).listening;
    await expect
      .poll(listening)
      .toMatchObject({ since: expect.any(String), trouble: expect.stringMatching(/cannot be reached/) });
    expect(await triggersOn(world)).toEqual([nameIn(world)]);
    await database().connection.update({ where, data: { baseUrl: make.libraryUrl() } });
    await expect.poll(listening).toEqual({ isWanted: true, since: null, trouble: null });
    expect(await triggersOn(world)).toEqual([]);
  });
});

describe('an account of the library', () => {
  const role = `reader_${randomBytes(4).toString('hex')}`;
  beforeAll(() => pool().query(`CREATE ROLE ${role} LOGIN PASSWORD 'reader'`));
  afterAll(async () => {
    await pool().query(`DROP OWNED BY ${role}`);
    await pool().query(`DROP ROLE ${role}`);
  });

  it('that may make no trigger is told so at the line that asks for it; one that may is heard and takes it away again', async () => {
    const world = await make.makeWorld({ more: 'listen: true' });
    const schema = world.table.split('.')[0] ?? '';
    await transaction((tx) => changeConnection(tx, world.libraryId, { account: role, secret: 'reader' }));
    await pool().query(`GRANT USAGE ON SCHEMA ${schema} TO ${role}`);
    await pool().query(`GRANT SELECT, INSERT, UPDATE, DELETE ON ${world.table} TO ${role}`);
    const { yaml } = await readDefinition(database(), slugOf(world));
    const line = yaml.split('\n').findIndex((text) => text.startsWith('listen:')) + 1;
    const { errors } = await checkDefinition(yaml);
    expect(errors.map((error) => [error.line, error.message])).toEqual([
      [line, expect.stringMatching(/may not create a trigger on/)],
      [line, expect.stringMatching(/may not create a function in the schema/)],
    ]);
    await pool().query(
      `GRANT CREATE ON SCHEMA ${schema} TO ${role}; GRANT TRIGGER ON ${world.table} TO ${role}`,
    );
    expect(await checkDefinition(yaml)).toEqual({ valid: true, errors: [] });
    await drainSender(world.senderId);
    await expect.poll(() => triggersOn(world)).toEqual([nameIn(world)]);
    await enableDefinition({ actor, slug: slugOf(world), enabled: false });
    await expect.poll(() => triggersOn(world)).toEqual([]);
  });
});
