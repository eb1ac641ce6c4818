import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { database, pool } from '@/lib/core/db';
import { drainSender } from './drain';
import { pauseAfter } from './failures.data';
import { closeLibraries } from './library';
import * as make from './testing';

beforeAll(async () => {
  process.env.OUTBOUND_ALLOW = '127.0.0.1,localhost';
  await make.publishQuality(`
ruleset: costs
domain: quality
rules:
  - { name: negative, condition: "'cost' in changed and cost < 0", quarantine: { fields: [cost], reason: "Below zero" } }
  - { name: trimmed, condition: "'name' in changed and len(name) > 20", fix: { name: "left(name, 20)" } }
  - { name: stranger, condition: "not known", quarantine: "No such record" }
  - { name: seen, type: log, condition: "len(unknown_fields) > 0", message: "Not mapped: {{ unknown_fields }}" }
`);
  await make.publishQuality(`
ruleset: names
domain: quality
rules:
  - { name: same, condition: "same.name > 0", quarantine: { fields: [name], reason: "Taken by {{ same.name }}" } }
  - { name: flaps, condition: "flips.forbidden > 3", quarantine: { fields: [forbidden], reason: "Flaps" } }
`);
});
afterAll(closeLibraries);

const { change } = make;
const drain = (world: make.World, at?: Date) => drainSender(world.senderId, at ? { now: () => at } : {});

describe('the baseline', () => {
  it('takes the library as what is agreed, marked as assumed until something is delivered', async () => {
    const world = await make.makeWorld({ rows: 3 });
    await make.deliver(world, [change(2, { cost: 25 })]);
    await drain(world);
    const records = await database().catalogRecord.findMany({
      where: { definitionId: world.definitionId },
      orderBy: { key: 'asc' },
    });
    expect(records.map(({ key, isAssumed }) => [key, isAssumed])).toEqual([
      ['1', true],
      ['2', false],
      ['3', true],
    ]);
    expect(records[0]).toMatchObject({
      mirror: { name: 'Fragrance 1', description: 'Smells of 1', cost: 10, forbidden: false },
      expected: { name: 'Fragrance 1', description: 'Smells of 1', cost: '10', forbidden: 'false' },
      seqs: { name: 0, description: 0, cost: 0, forbidden: 0 },
    });
    expect(records[0]?.agreed).toEqual(records[0]?.expected);
    expect(records[1]?.expected).toMatchObject({ cost: '25' });
  });
});

describe('a change', () => {
  it('sets the fields that it names, and says what it wrote', async () => {
    const world = await make.makeWorld();
    const [id = ''] = await make.deliver(world, [change(1, { cost: 12.5, name: '  Rose ' })]);
    expect(await drain(world)).toMatchObject({ deliveries: 1, applied: 1 });
    expect(await make.libraryRow(world, 1)).toMatchObject({
      name: 'Rose',
      cost: '12.5',
      description: 'Smells of 1',
    });
    expect(await make.deliveryOf(id)).toMatchObject({
      state: 'done',
      outcome: 'applied',
      attempts: 1,
      writes: [
        { field: 'name', from: 'Fragrance 1', to: 'Rose' },
        { field: 'cost', from: '10', to: '12.5' },
      ],
    });
  });

  it('A→B→A ends at A, each step on its own delivery; the value that is there is a recorded no-op', async () => {
    const world = await make.makeWorld();
    const ids = await make.deliver(world, [
      change(1, { forbidden: true }),
      change(1, { forbidden: false }),
      change(1, { forbidden: false }),
    ]);
    expect(await drain(world)).toMatchObject({ deliveries: 3, applied: 2, unchanged: 1 });
    expect(await make.libraryRow(world, 1)).toMatchObject({ forbidden: false });
    const deliveries = await Promise.all(ids.map(make.deliveryOf));
    expect(deliveries.map(({ outcome, writes }) => [outcome, writes])).toEqual([
      ['applied', [{ field: 'forbidden', from: 'false', to: 'true' }]],
      ['applied', [{ field: 'forbidden', from: 'true', to: 'false' }]],
      ['unchanged', null],
    ]);
  });

  it('makes a new row with its defaults', async () => {
    const world = await make.makeWorld();
    await make.deliver(world, [change(77, { name: 'New', cost: 3 })]);
    expect(await drain(world)).toMatchObject({ applied: 1 });
    expect(await make.libraryRow(world, 77)).toEqual({
      name: 'New',
      description: null,
      cost: '3',
      forbidden: false,
    });
  });

  it('of a row that nobody knew goes on from what the library holds', async () => {
    const world = await make.makeWorld();
    await drain(world);
    await pool().query(`INSERT INTO ${world.table} VALUES (50, 'Theirs', 'd', 5, true)`);
    await make.deliver(world, [change(50, { cost: 6 })]);
    await drain(world);
    expect(await make.libraryRow(world, 50)).toMatchObject({ name: 'Theirs', cost: '6', forbidden: true });
    expect((await make.recordOf(world, '50')).expected).toMatchObject({ name: 'Theirs', cost: '6' });
  });
});

describe('quality rules', () => {
  it('a quarantined field holds only itself; a fix is noted; a later good value takes its place', async () => {
    const world = await make.makeWorld({ quality: 'costs' });
    const [first = ''] = await make.deliver(world, [
      change(1, { cost: -5, name: 'A name that is a good deal too long', season: 'winter' }),
    ]);
    expect(await drain(world)).toMatchObject({ partly: 1 });
    expect(await make.libraryRow(world, 1)).toMatchObject({ cost: '10', name: 'A name that is a goo' });
    const [hold] = await make.holdsOf(world);
    expect(hold).toMatchObject({
      state: 'held',
      isWhole: false,
      fields: [{ field: 'cost', from: '10', to: '-5' }],
      reasons: [{ ruleSet: 'costs', rule: 'negative', field: 'cost', reason: 'Below zero' }],
    });
    expect((await make.recordOf(world, '1')).held).toEqual({ cost: String(hold?.id) });
    expect((await make.deliveryOf(first)).notes).toMatchObject([
      { kind: 'fix', rule: 'trimmed', field: 'name' },
      { kind: 'note', rule: 'costs', detail: 'Not mapped: ["season"]' },
    ]);

    await make.deliver(world, [change(1, { description: 'Else' })]);
    expect(await drain(world)).toMatchObject({ applied: 1 });
    expect((await make.holdsOf(world))[0]).toMatchObject({ state: 'held' });

    const [good = ''] = await make.deliver(world, [change(1, { cost: 11 })]);
    await drain(world);
    expect((await make.holdsOf(world))[0]).toMatchObject({ state: 'superseded', bySettlement: BigInt(good) });
    expect(await make.recordOf(world, '1')).toMatchObject({ held: {}, expected: { cost: '11' } });
  });

  it('of two held values the later one is what waits, also within a batch', async () => {
    const world = await make.makeWorld({ quality: 'costs' });
    await make.deliver(world, [change(1, { cost: -5 }), change(1, { cost: -6 })]);
    expect(await drain(world)).toMatchObject({ held: 2 });
    expect((await make.holdsOf(world)).map(({ state }) => state)).toEqual(['superseded', 'held']);
  });

  it('a record in doubt is held whole, with every column that is known of it', async () => {
    const world = await make.makeWorld({ quality: 'costs' });
    await make.deliver(world, [change(99, { name: 'Ghost' }), change(99, { cost: 4 })]);
    await drain(world);
    expect(await make.libraryRow(world, 99)).toBeUndefined();
    const held = await make.holdsOf(world);
    expect(held.map(({ state }) => state)).toEqual(['superseded', 'held']);
    expect(held[1]).toMatchObject({ isWhole: true });
    expect(JSON.stringify(held[1]?.fields)).toMatch(/Ghost.*"4".*"false"/);
  });

  it('a value that does not fit its column is held by the definition itself', async () => {
    const world = await make.makeWorld();
    await make.deliver(world, [change(1, { name: 'x'.repeat(151), cost: 'cheap', description: 'Fits' })]);
    expect(await drain(world)).toMatchObject({ partly: 1 });
    expect(await make.libraryRow(world, 1)).toMatchObject({ description: 'Fits', name: 'Fragrance 1' });
    expect((await make.holdsOf(world))[0]?.reasons).toEqual([
      { ruleSet: null, rule: 'fits-column', field: 'name', reason: 'it has 151 characters, 150 fit' },
      { ruleSet: null, rule: 'fits-column', field: 'cost', reason: '“cheap” is no number' },
    ]);
  });

  it('counts who has a name now, also within a batch, and how often a column flips', async () => {
    const world = await make.makeWorld({ quality: 'names', more: 'unique: [name]' });
    await make.deliver(world, [
      change(1, { name: 'Rose' }),
      change(2, { name: 'Rose' }),
      change(3, { name: 'Fragrance 1' }),
    ]);
    await drain(world);
    expect(await make.libraryRow(world, 1)).toMatchObject({ name: 'Rose' });
    expect(await make.libraryRow(world, 2)).toMatchObject({ name: 'Fragrance 2' });
    expect(await make.libraryRow(world, 3)).toMatchObject({ name: 'Fragrance 1' }); // given up by the first
    const flips = [true, false, true, false].map((forbidden) => change(1, { forbidden }));
    await make.deliver(world, flips);
    await drain(world);
    expect((await make.holdsOf(world)).at(-1)).toMatchObject({ state: 'held', reasons: [{ rule: 'flaps' }] });
    expect(await make.libraryRow(world, 1)).toMatchObject({ forbidden: true });
  });
});

describe('order', () => {
  it('is kept with three drains at once', async () => {
    const world = await make.makeWorld({ rows: 40 });
    await drain(world);
    const bodies = Array.from({ length: 800 }, (_, n) =>
      change(1 + (n % 40), { cost: n, description: `step ${n}` }),
    );
    await make.deliver(world, bodies);
    const counts = await Promise.all([drain(world), drain(world), drain(world)]);
    expect(counts.reduce((sum, { deliveries }) => sum + deliveries, 0)).toBe(800);
    const { rows } = await pool().query(
      `SELECT count(*) FILTER (WHERE cost = 760 + fragrance_id - 1 AND description = 'step ' || cost) AS right FROM ${world.table}`,
    );
    expect(rows[0]?.right).toBe('40');
  });

  it('a replay sets only what is older', async () => {
    const world = await make.makeWorld();
    const [first = ''] = await make.deliver(world, [
      change(1, { cost: 50, description: 'first' }),
      change(1, { cost: 60 }),
    ]);
    await drain(world);
    await pool().query(`UPDATE ${world.table} SET description = 'by hand', cost = 1 WHERE fragrance_id = 1`);
    await database().delivery.update({
      where: { id: BigInt(first) },
      data: { state: 'pending', outcome: null, settledAt: null },
    });
    await drain(world);
    expect(await make.libraryRow(world, 1)).toMatchObject({ description: 'first', cost: '1' });
    expect((await make.recordOf(world, '1')).expected).toMatchObject({ cost: '60' });
  });
});

describe('what goes wrong', () => {
  it('a poisoned delivery stops its key alone, and rests after five tries', async () => {
    const world = await make.makeWorld();
    const [, poison = '', behind = ''] = await make.deliver(world, [
      change(1, { cost: 1 }),
      { key: '2', body: '{"fragrance_id": 2, "name": "a\\u0000b"}' },
      change(2, { cost: 2 }),
      change(3, { cost: 3 }),
    ]);
    expect(await drain(world)).toMatchObject({ deliveries: 2, failed: 1, dead: 0 });
    expect(await make.deliveryOf(poison)).toMatchObject({
      state: 'pending',
      attempts: 1,
      reason: expect.stringMatching(/NUL/),
    });
    expect(await drain(world)).toMatchObject({ deliveries: 0, failed: 0 }); // it is not its time yet
    let at = new Date();
    for (let attempts = 1; attempts < 5; attempts += 1) {
      at = new Date(at.getTime() + pauseAfter(attempts) + 1);
      expect(await drain(world, at)).toMatchObject({ failed: 1, dead: attempts === 4 ? 1 : 0 });
    }
    expect(await make.deliveryOf(poison)).toMatchObject({ state: 'dead', attempts: 5 });
    expect(await make.deliveryOf(behind)).toMatchObject({ state: 'waiting' });
    const key = await database().deliveryKey.findUniqueOrThrow({
      where: { senderId_key: { senderId: world.senderId, key: '2' } },
    });
    expect(key.blockedBy).toBe(BigInt(poison));
  });

  it('what the library refuses of one row is told of that delivery, and the rest of the batch is written', async () => {
    const world = await make.makeWorld({ rows: 20 });
    await pool().query(`ALTER TABLE ${world.table} ADD CHECK (cost <> 13)`);
    const ids = await make.deliver(world, [
      ...Array.from({ length: 20 }, (_, n) => change(n + 1, { cost: 100 + n })),
      change(7, { description: 'before' }),
      change(7, { cost: 13 }),
      change(7, { description: 'after' }),
    ]);
    expect(await drain(world)).toMatchObject({ deliveries: 21, failed: 1 });
    expect(await make.libraryRow(world, 7)).toMatchObject({ cost: '106', description: 'before' });
    expect(await make.deliveryOf(ids[21] ?? '')).toMatchObject({
      state: 'pending',
      reason: expect.stringMatching(/the library refused it: .*violates check constraint/),
    });
    expect(await make.libraryRow(world, 20)).toMatchObject({ cost: '119' });
  });

  it('while the library is away no try is counted, and it works when the library is back', async () => {
    const world = await make.makeWorld();
    await drain(world);
    const [id = ''] = await make.deliver(world, [change(1, { cost: 5 })]);
    const move = (baseUrl: string) =>
      database().connection.update({ where: { id: world.libraryId }, data: { baseUrl } });
    await move(make.libraryUrl(1));
    const away = drain(world);
    await expect(away).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringMatching(/cannot be reached/),
    });
    expect(await make.deliveryOf(id)).toMatchObject({ state: 'pending', attempts: 0 });
    await move(make.libraryUrl());
    expect(await drain(world)).toMatchObject({ applied: 1 });
  });

  it('a crash between the library’s commit and ours is harmless', async () => {
    const world = await make.makeWorld({ quality: 'costs' });
    await drain(world);
    const ids = await make.deliver(world, [
      change(1, { cost: 5 }),
      change(1, { cost: -1 }),
      change(2, { name: 'Rose' }),
    ]);
    // What the library has after its commit, while ours was lost.
    await pool().query(`UPDATE ${world.table} SET cost = 5 WHERE fragrance_id = 1`);
    await pool().query(`UPDATE ${world.table} SET name = 'Rose' WHERE fragrance_id = 2`);
    expect(await drain(world)).toMatchObject({ applied: 2, held: 1 });
    expect(await make.deliveryOf(ids[0] ?? '')).toMatchObject({
      writes: [{ field: 'cost', from: '10', to: '5' }],
    });
    expect(await make.libraryRow(world, 1)).toMatchObject({ cost: '5' });
    expect((await make.recordOf(world, '1')).agreed).toMatchObject({ cost: '5' });
  });
});

describe('somebody else changed the library', () => {
  it.each([
    ['cms', '77', 'applied', '77'],
    ['library', '66', 'applied', '66'],
    ['ask', '66', 'held', '10'],
  ] as const)('and the policy is %s', async (conflict, there, outcome, expected) => {
    const world = await make.makeWorld({
      yaml: (table) =>
        make
          .definitionYaml({ table })
          .replace('cost: { type: number }', `cost: { type: number, conflict: ${conflict} }`),
    });
    await drain(world);
    await pool().query(`UPDATE ${world.table} SET cost = 66 WHERE fragrance_id = 1`);
    const [id = ''] = await make.deliver(world, [change(1, { cost: 77 })]);
    await drain(world);
    expect(await make.libraryRow(world, 1)).toMatchObject({ cost: there });
    expect(await make.deliveryOf(id)).toMatchObject({ outcome });
    expect((await make.recordOf(world, '1')).expected).toMatchObject({ cost: expected });
  });

  it('a row that somebody deleted comes back whole with the next change', async () => {
    const world = await make.makeWorld();
    await drain(world);
    await pool().query(`DELETE FROM ${world.table} WHERE fragrance_id = 1`);
    await make.deliver(world, [change(1, { cost: 5 })]);
    await drain(world);
    expect(await make.libraryRow(world, 1)).toMatchObject({ name: 'Fragrance 1', cost: '5' });
  });
});

it('a release writes what a person let through, whatever the rules say, and outlives a replay of what was held', async () => {
  const world = await make.makeWorld({ quality: 'costs' });
  const [held = ''] = await make.deliver(world, [change(1, { cost: -5 })]);
  await drain(world);
  await make.deliver(world, [{ key: '1', body: { columns: { cost: '-5.50' } } }], {
    kind: 'release',
    originId: held,
  });
  expect(await drain(world)).toMatchObject({ applied: 1 });
  expect(await make.libraryRow(world, 1)).toMatchObject({ cost: '-5.5' });
  await database().delivery.update({
    where: { id: BigInt(held) },
    data: { state: 'pending', outcome: null, settledAt: null },
  });
  expect(await drain(world)).toMatchObject({ unchanged: 1 });
  expect(await make.libraryRow(world, 1)).toMatchObject({ cost: '-5.5' });
});
