import { afterAll, beforeAll, expect, it } from 'vitest';
import { database } from '@/lib/core/db';
import { type Actor, systemActor } from '@/lib/people/schema';
import { drainSender } from './drain';
import { closeLibraries } from './library';
import { previewReplay } from './preview';
import { rejectHeld, releaseHeld, settleMany } from './quarantine.commands';
import { listQuarantine, summariseQuarantine } from './quarantine.data';
import * as make from './testing';

const actor: Actor = { ...systemActor('Ana'), kind: 'user', id: '1' };
const note = 'asked the product team';

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

const { change } = make;

/** A world in which costs of these records are held. */
async function held(...keys: number[]): Promise<{ world: make.World; ids: string[] }> {
  const world = await make.makeWorld({ rows: 5, quality: 'costs' });
  await make.deliver(
    world,
    keys.map((key) => change(key, { cost: -key })),
  );
  await drainSender(world.senderId);
  return { world, ids: (await make.holdsOf(world)).map(({ id }) => String(id)) };
}

it('a release writes what was held; who let it through and why is kept', async () => {
  const { world, ids } = await held(1);
  const view = await releaseHeld({ actor, id: ids[0] ?? '', note });
  expect(view).toMatchObject({ state: 'released', settledBy: 'Ana', note });
  await drainSender(world.senderId);
  expect(await make.libraryRow(world, 1)).toMatchObject({ cost: '-1' });
  expect(await make.recordOf(world, '1')).toMatchObject({ held: {}, expected: { cost: '-1' } });
  const event = await database().auditEvent.findFirstOrThrow({ where: { action: 'quarantine.released' } });
  expect(event.after).toMatchObject({ key: '1', values: { cost: '-1' }, note });
  await expect(releaseHeld({ actor, id: ids[0] ?? '', note })).rejects.toMatchObject({ code: 'conflict' });
});

it('edited and released, the given value is written; one that the column cannot hold is refused with its place', async () => {
  const { world, ids } = await held(1);
  const id = ids[0] ?? '';
  await expect(releaseHeld({ actor, id, note, values: { cost: 'cheap' } })).rejects.toMatchObject({
    code: 'invalid_input',
    errors: [{ path: 'values.cost', message: expect.stringMatching(/is no number/) }],
  });
  await expect(releaseHeld({ actor, id, note, values: { name: 'x' } })).rejects.toMatchObject({
    errors: [{ path: 'values.name' }],
  });
  await releaseHeld({ actor, id, note, values: { cost: '4.50' } });
  await drainSender(world.senderId);
  expect(await make.libraryRow(world, 1)).toMatchObject({ cost: '4.5' });
});

it('a value that came after the held one is not undone by its release', async () => {
  const { world, ids } = await held(1);
  await make.deliver(world, [change(1, { cost: 33 })]);
  await releaseHeld({ actor, id: ids[0] ?? '', note });
  await drainSender(world.senderId);
  expect(await make.libraryRow(world, 1)).toMatchObject({ cost: '33' });
});

it('what is rejected leaves the library as it is and holds nothing more', async () => {
  const { world, ids } = await held(2);
  await rejectHeld({ actor, id: ids[0] ?? '', note });
  await drainSender(world.senderId);
  expect(await make.libraryRow(world, 2)).toMatchObject({ cost: '20' });
  expect(await make.recordOf(world, '2')).toMatchObject({ held: {}, expected: { cost: '20' } });
});

it('many are settled at once; what cannot be is skipped', async () => {
  const { world, ids } = await held(1, 2, 3);
  await make.deliver(world, [change(4, { name: 'x'.repeat(200) })]);
  await drainSender(world.senderId);
  const all = (await make.holdsOf(world)).map(({ id }) => String(id));
  await rejectHeld({ actor, id: ids[0] ?? '', note });
  expect(await settleMany({ actor, ids: all, deed: 'release', note })).toEqual({ settled: 2, skipped: 2 });
  await drainSender(world.senderId);
  expect(await make.libraryRow(world, 3)).toMatchObject({ cost: '-3' });
  expect((await make.holdsOf(world)).map(({ state }) => state)).toEqual([
    'rejected',
    'released',
    'released',
    'held',
  ]);
});

it('lists by rule, state and text, and counts what is held by rule', async () => {
  const { world } = await held(1, 2);
  const { definitionId } = world;
  const list = (filter: object) => listQuarantine(database(), { limit: 50, definitionId, ...filter });
  expect((await list({ rule: 'negative', state: 'held' })).items.map(({ key }) => key).sort()).toEqual([
    '1',
    '2',
  ]);
  expect((await list({ rule: 'nothing' })).items).toEqual([]);
  expect((await list({ q: 'below ZERO', key: '2' })).items).toMatchObject([
    { fields: [{ from: '20', to: '-2' }] },
  ]);
  const { byRule } = await summariseQuarantine(database());
  expect(byRule.find(({ rule }) => rule === 'negative')?.count).toBeGreaterThanOrEqual(2);
});

it('a preview of a replay tells what it would write, and writes nothing', async () => {
  const world = await make.makeWorld();
  const ids = await make.deliver(world, [
    change(1, { cost: 50 }),
    change(1, { cost: 60 }),
    change(2, { cost: 7 }),
  ]);
  await drainSender(world.senderId);
  expect(await previewReplay({ ids, mode: 'replay' })).toMatchObject({
    deliveries: 3,
    records: 2,
    outcomes: [{ outcome: 'unchanged', count: 3 }],
  });
  const { sample } = await previewReplay({ ids: ids.slice(0, 1), mode: 'newest' });
  expect(sample).toMatchObject([
    { key: '1', outcome: 'applied', changes: [{ field: 'cost', from: '60', to: '50' }] },
  ]);
  expect(await make.libraryRow(world, 1)).toMatchObject({ cost: '60' });
});
