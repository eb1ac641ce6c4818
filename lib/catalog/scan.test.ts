import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { database, pool } from '@/lib/core/db';
import { systemActor } from '@/lib/people/schema';
import { definitionById } from './definitions.data';
import { drainSender, openTarget } from './drain';
import { listDrift, readDriftSummary } from './drift.data';
import { endIgnore, ignoreField } from './ignores.commands';
import { closeLibraries } from './library';
import { readRecord } from './record.data';
import { repairBatch } from './repair-batch';
import { repairDrift, undoRepair } from './repairs.commands';
import { listRepairs, previewRepair } from './repairs.data';
import { scanDrift } from './scan';
import * as make from './testing';

beforeAll(async () => {
  process.env.OUTBOUND_ALLOW = '127.0.0.1,localhost';
  await make.publishQuality(`
ruleset: costs
domain: quality
rules:
  - { name: negative, condition: "'cost' in changed and cost < 0", quarantine: { fields: [cost], reason: "Below zero" } }
`);
});
afterAll(closeLibraries);

const actor = systemActor('test');
const { change } = make;
const still = { clock: () => new Date(), signal: new AbortController().signal, progress: async () => {} };

/** A library whose baseline is taken, with a record delivered to. */
async function begun(rows = 5): Promise<make.World> {
  const world = await make.makeWorld({ rows, quality: 'costs' });
  await make.deliver(world, [change(1, { cost: 11 })]);
  await drainSender(world.senderId);
  return world;
}

async function scan({ definitionId }: make.World): Promise<Record<string, number>> {
  const target = await openTarget(await definitionById(database(), definitionId));
  return scanDrift(target, { runId: null, ...still });
}

async function states({ definitionId }: make.World, ignored?: 'true'): Promise<Record<string, string>> {
  const { items } = await listDrift(database(), { definitionId, limit: 50, ignored });
  return Object.fromEntries(items.map(({ key, state }) => [key, state]));
}

const edit = ({ table }: make.World, sql: string) => pool().query(sql.replaceAll('FRAGRANCES', table));

async function repair(
  world: make.World,
  input: Omit<Parameters<typeof repairDrift>[0], 'actor' | 'definitionId'>,
) {
  const asked = await repairDrift({ actor, definitionId: world.definitionId, ...input });
  await work(world, asked.batchId);
  const { items } = await listRepairs(database(), { batchId: asked.batchId, limit: 50 });
  return items;
}

async function work({ definitionId }: make.World, batchId: string): Promise<void> {
  await repairBatch(await openTarget(await definitionById(database(), definitionId)), batchId, still);
}

describe('a scan', () => {
  it('finds nothing where the library holds what it should', async () => {
    const world = await begun();
    expect(await scan(world)).toEqual({ in_sync: 5 });
    expect(await states(world)).toEqual({});
  });

  it('tells each way in which the two sides can differ', async () => {
    const world = await begun(8);
    await edit(world, "UPDATE FRAGRANCES SET name = 'By hand' WHERE fragrance_id = 2");
    await edit(world, 'DELETE FROM FRAGRANCES WHERE fragrance_id = 3');
    await edit(world, "INSERT INTO FRAGRANCES (fragrance_id, name) VALUES (77, 'Nobody knows')");
    await make.deliver(world, [change(4, { cost: -1 })]);
    await drainSender(world.senderId);
    await make.deliver(world, [change(5, { cost: 55 })]);
    await database().catalogRecord.update({
      where: { definitionId_key: { definitionId: world.definitionId, key: '6' } },
      data: { expected: { name: 'Fragrance 6', description: 'Smells of 6', cost: '66', forbidden: 'false' } },
    });
    expect(await scan(world)).toEqual({
      in_sync: 3,
      library_changed: 1,
      missing_here: 1,
      unknown_there: 1,
      quarantined: 1,
      pending: 1,
      cms_changed: 1,
    });
    expect(await states(world)).toEqual({
      2: 'library_changed',
      3: 'missing_here',
      4: 'quarantined',
      5: 'pending',
      6: 'cms_changed',
      77: 'unknown_there',
    });
  });

  it('keeps since when a record drifts, and forgets what drifts no more', async () => {
    const world = await begun();
    await edit(world, 'UPDATE FRAGRANCES SET cost = 99 WHERE fragrance_id IN (2, 3)');
    await scan(world);
    const [before] = (
      await listDrift(database(), { definitionId: world.definitionId, limit: 1, sort: 'key' })
    ).items;
    await edit(world, 'UPDATE FRAGRANCES SET cost = 30 WHERE fragrance_id = 3');
    await scan(world);
    const { items } = await listDrift(database(), { definitionId: world.definitionId, limit: 50 });
    expect(items.map(({ key, since }) => [key, since])).toEqual([['2', before?.since]]);
  });

  it('misses no row of a record that was held whole and never let in, and no repair makes one', async () => {
    const world = await begun();
    await make.deliver(world, [change(99, { name: 'New', cost: -1 })]);
    await drainSender(world.senderId);
    expect(await scan(world)).toEqual({ in_sync: 5, quarantined: 1 });
    const [done] = await repair(world, { direction: 'to_library', keys: ['99'] });
    expect(done).toMatchObject({ state: 'done', changes: [] });
    expect(await make.libraryRow(world, 99)).toBeUndefined();
    expect(await states(world)).toEqual({ 99: 'quarantined' });
  });

  it('takes numbers that are written differently for equal', async () => {
    const world = await begun();
    await edit(world, 'UPDATE FRAGRANCES SET cost = 20.000 WHERE fragrance_id = 2');
    expect(await scan(world)).toEqual({ in_sync: 5 });
  });
});

describe('repairing', () => {
  it('to the library puts back what it should hold, a missing row too, and deletes what nobody knows', async () => {
    const world = await begun();
    await edit(world, "UPDATE FRAGRANCES SET name = 'By hand', cost = 1 WHERE fragrance_id = 2");
    await edit(world, 'DELETE FROM FRAGRANCES WHERE fragrance_id = 3');
    await edit(world, "INSERT INTO FRAGRANCES (fragrance_id, name) VALUES (77, 'Nobody knows')");
    await scan(world);
    const preview = await previewRepair(database(), {
      definitionId: world.definitionId,
      direction: 'to_library',
      filter: {},
    });
    expect(preview).toMatchObject({ records: 3, inserts: 1, deletes: 1 });
    const done = await repair(world, { direction: 'to_library', filter: {} });
    expect(done.map(({ state }) => state)).toEqual(['done', 'done', 'done']);
    expect(await make.libraryRow(world, 2)).toMatchObject({ name: 'Fragrance 2', cost: '20' });
    expect(await make.libraryRow(world, 3)).toMatchObject({ name: 'Fragrance 3' });
    expect(await make.libraryRow(world, 77)).toBeUndefined();
    expect(await states(world)).toEqual({});
    expect(await scan(world)).toEqual({ in_sync: 5 });
  });

  it('from the library takes a column as right, and a later change of the CMS is written over it', async () => {
    const world = await begun();
    await edit(world, "UPDATE FRAGRANCES SET name = 'By hand', cost = 1 WHERE fragrance_id = 2");
    await scan(world);
    const [done] = await repair(world, { direction: 'from_library', keys: ['2'], fields: ['name'] });
    expect(done?.changes).toEqual([{ field: 'name', from: 'Fragrance 2', to: 'By hand' }]);
    expect(await scan(world)).toMatchObject({ library_changed: 1 });
    await make.deliver(world, [change(2, { cost: 22 })]);
    await drainSender(world.senderId);
    expect(await make.libraryRow(world, 2)).toMatchObject({ name: 'By hand', cost: '22' });
    expect(await scan(world)).toEqual({ in_sync: 5 });
  });

  it('is undone as it was done, unless somebody has changed the record since', async () => {
    const world = await begun();
    await edit(world, 'UPDATE FRAGRANCES SET cost = 1 WHERE fragrance_id IN (2, 3)');
    await scan(world);
    const done = await repair(world, { direction: 'to_library', keys: ['2', '3'] });
    await edit(world, 'UPDATE FRAGRANCES SET cost = 5 WHERE fragrance_id = 3');
    for (const { id } of done) await work(world, (await undoRepair({ actor, id })).batchId);
    expect(await make.libraryRow(world, 2)).toMatchObject({ cost: '1' });
    expect(await make.libraryRow(world, 3)).toMatchObject({ cost: '5' });
    const [first = ''] = done.filter(({ key }) => key === '2').map(({ id }) => id);
    await expect(undoRepair({ actor, id: first })).rejects.toMatchObject({ code: 'conflict' });
  });

  it('of many goes on where it was interrupted, and one that the library refuses does not stop the others', async () => {
    const world = await begun();
    await edit(world, 'UPDATE FRAGRANCES SET cost = 1 WHERE fragrance_id IN (2, 3, 4)');
    await scan(world);
    await edit(world, 'ALTER TABLE FRAGRANCES ADD CONSTRAINT odd CHECK (cost <> 30) NOT VALID');
    const asked = await repairDrift({
      actor,
      definitionId: world.definitionId,
      direction: 'to_library',
      filter: {},
    });
    const aborted = AbortSignal.abort();
    const target = await openTarget(await definitionById(database(), world.definitionId));
    await expect(repairBatch(target, asked.batchId, { ...still, signal: aborted })).rejects.toThrow();
    await work(world, asked.batchId);
    const { items } = await listRepairs(database(), { batchId: asked.batchId, limit: 50 });
    expect(Object.fromEntries(items.map(({ key, state }) => [key, state]))).toEqual({
      2: 'done',
      3: 'failed',
      4: 'done',
    });
    expect(items.find(({ key }) => key === '3')?.error).toContain('odd');
    expect(await states(world)).toEqual({ 3: 'library_changed' });
  });
});

describe('an exception', () => {
  it('hides a field until it ends, and says what it hides', async () => {
    const world = await begun();
    await edit(world, 'UPDATE FRAGRANCES SET cost = 1 WHERE fragrance_id IN (2, 3)');
    await edit(world, "UPDATE FRAGRANCES SET name = 'By hand' WHERE fragrance_id = 3");
    await scan(world);
    const until = new Date(Date.now() + 3_600_000).toISOString();
    const made = await ignoreField({
      actor,
      definitionId: world.definitionId,
      key: null,
      field: 'cost',
      until,
      note: 'prices are set by hand this week',
    });
    expect(made.hides).toBe(2);
    expect(await states(world)).toEqual({ 3: 'library_changed' });
    expect(await states(world, 'true')).toEqual({ 2: 'library_changed' });
    expect(await scan(world)).toEqual({ in_sync: 3, library_changed: 1, ignored: 1 });
    const { definitions } = await readDriftSummary(database());
    expect(definitions.find(({ definitionId }) => definitionId === world.definitionId)).toMatchObject({
      records: 5,
      inSync: 3,
      ignored: 1,
    });
    await endIgnore({ actor, id: made.id });
    expect(await states(world)).toEqual({ 2: 'library_changed', 3: 'library_changed' });
  });
});

it('a record tells its three sides as they are now, and what happened to it', async () => {
  const world = await begun();
  await edit(world, "UPDATE FRAGRANCES SET name = 'By hand' WHERE fragrance_id = 1");
  await scan(world);
  await repair(world, { direction: 'to_library', keys: ['1'], note: 'put back' });
  const record = await readRecord(database(), { definitionId: world.definitionId, key: '1' }, new Date());
  expect(record.state).toBe('in_sync');
  expect(record.fields.find(({ field }) => field === 'cost')).toEqual({
    field: 'cost',
    library: '11',
    expected: '11',
    agreed: '11',
    state: 'agree',
    source: '11',
    seq: '1',
  });
  expect(record.events.map(({ kind }) => kind)).toEqual(['repair', 'baseline', 'delivery']);
});
