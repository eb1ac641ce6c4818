import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DAY_MS } from '@/lib/core/clock';
import { database, pool } from '@/lib/core/db';
import { checkPlan, finalState } from '@/lib/runs/plan';
import { definitionById } from './definitions.data';
import { drainSender, openTarget } from './drain';
import { measureQualityGraph, scanDriftGraph } from './graphs';
import { closeLibraries } from './library';
import { figuresOf, measureQuality } from './quality';
import { readQuality } from './quality.data';
import * as make from './testing';

beforeAll(async () => {
  process.env.OUTBOUND_ALLOW = '127.0.0.1,localhost';
  await make.publishQuality(`
ruleset: measured
domain: quality
rules:
  - { name: negative, condition: "'cost' in changed and cost < 0", quarantine: { fields: [cost], reason: "Below zero" } }
  - { name: shouted, condition: "name == upper(name)", fix: { name: "lower(name)" } }
`);
});
afterAll(closeLibraries);

const { change } = make;
const NOW = new Date('2026-11-21T22:30:00Z');

/** A library of so many rows whose baseline is taken and whose deliveries are worked on, at a time. */
async function begun(rows: number, changes: ReturnType<typeof change>[] = [], at = NOW): Promise<make.World> {
  const world = await make.makeWorld({ rows, quality: 'measured' });
  await make.deliver(world, changes, { receivedAt: at });
  await drainSender(world.senderId, { now: () => at });
  return world;
}

async function measure({ definitionId }: make.World, at = NOW, isOnce = false) {
  const target = await openTarget(await definitionById(database(), definitionId));
  return measureQuality(target, { clock: () => at, signal: new AbortController().signal, isOnce });
}

async function figures({ definitionId }: make.World, at = NOW, days = 90) {
  const { slug } = await database().syncDefinition.findUniqueOrThrow({ where: { id: definitionId } });
  const { fields } = await readQuality(database(), { slug, days }, at);
  return Object.fromEntries(fields.map((field) => [field.field, field.figures]));
}

const edit = ({ table }: make.World, sql: string) => pool().query(sql.replaceAll('FRAGRANCES', table));

describe('completeness and uniqueness', () => {
  it('are of the rows that the library holds: blanks are no value, and what is missing is nobody’s equal', async () => {
    const world = await begun(4);
    await edit(world, "UPDATE FRAGRANCES SET name = 'Iris' WHERE fragrance_id IN (1, 2)");
    await edit(world, "UPDATE FRAGRANCES SET description = E' \\n' WHERE fragrance_id = 1");
    await edit(world, 'UPDATE FRAGRANCES SET description = NULL WHERE fragrance_id = 2');
    await edit(world, 'UPDATE FRAGRANCES SET cost = 20.00 WHERE fragrance_id = 1');
    expect(await measure(world)).toEqual({ day: '2026-11-21', fields: 4, rows: 4, isMeasured: true });
    expect(await figures(world)).toMatchObject({
      name: [{ rows: 4, completeness: 1, uniqueness: 0.75 }],
      description: [{ rows: 4, completeness: 0.5, uniqueness: 1 }],
      cost: [{ completeness: 1, uniqueness: 0.75 }],
      forbidden: [{ completeness: 1, uniqueness: 0.25 }],
    });
  });

  it('of an empty table lack nothing', async () => {
    const world = await begun(0);
    await measure(world);
    expect((await figures(world)).name).toEqual([
      { day: '2026-11-21', rows: 0, completeness: 1, validity: 1, uniqueness: 1, freshness: 1 },
    ]);
  });
});

describe('validity', () => {
  it('takes away what is held and what was mended, until the sender says it right', async () => {
    const changes = [change(1, { cost: -1 }), change(2, { name: 'LOUD', cost: -2 }), change(3, { cost: 33 })];
    const world = await begun(4, changes);
    await measure(world);
    expect(await figures(world)).toMatchObject({
      name: [{ validity: 0.75 }],
      cost: [{ validity: 0.5 }],
      description: [{ validity: 1 }],
    });
    await make.deliver(world, [change(1, { cost: 11 }), change(2, { name: 'Quiet' })]);
    await drainSender(world.senderId, { now: () => NOW });
    await measure(world);
    expect(await figures(world)).toMatchObject({ name: [{ validity: 1 }], cost: [{ validity: 0.75 }] });
  });

  it('knows nothing of records that were never let in', async () => {
    const world = await begun(2, [change(99, { name: 'New', cost: -1 })]);
    await measure(world);
    expect(await figures(world)).toMatchObject({ cost: [{ rows: 2, validity: 1, freshness: 0 }] });
  });
});

describe('freshness', () => {
  it('is of what the sender said within thirty days; what the library had before is not', async () => {
    const world = await begun(4, [change(1, { name: 'Iris' }), change(2, { cost: 22 })]);
    await measure(world);
    expect(await figures(world)).toMatchObject({
      name: [{ freshness: 0.25 }],
      cost: [{ freshness: 0.25 }],
      description: [{ freshness: 0 }],
    });
    const later = new Date(NOW.getTime() + 31 * DAY_MS);
    await measure(world, later);
    expect((await figures(world, later)).name?.map(({ freshness }) => freshness)).toEqual([0.25, 0]);
  });

  it('of a constant goes by whatever is delivered', async () => {
    const yaml = (table: string) =>
      make
        .definitionYaml({ table })
        .replace('forbidden: { type: boolean, default: false }', 'forbidden: { constant: false }');
    const world = await make.makeWorld({ rows: 2, yaml });
    await make.deliver(world, [change(1, { name: 'Iris' })], { receivedAt: NOW });
    await drainSender(world.senderId, { now: () => NOW });
    await measure(world);
    expect(await figures(world)).toMatchObject({ forbidden: [{ freshness: 0.5, validity: 1 }] });
  });
});

describe('the figures of a day', () => {
  it('are measured anew when asked, and left alone by a scan’s measuring', async () => {
    const world = await begun(2);
    await measure(world);
    await edit(world, 'UPDATE FRAGRANCES SET cost = NULL WHERE fragrance_id = 1');
    expect(await measure(world, NOW, true)).toMatchObject({ isMeasured: false });
    expect((await figures(world)).cost).toMatchObject([{ completeness: 1 }]);
    await measure(world);
    expect((await figures(world)).cost).toMatchObject([{ completeness: 0.5 }]);
    const tomorrow = new Date(NOW.getTime() + DAY_MS);
    expect(await measure(world, tomorrow, true)).toMatchObject({ day: '2026-11-22', isMeasured: true });
  });

  it('are read for as many days as asked for, today among them, in order', async () => {
    const world = await begun(1);
    for (const days of [0, -1, -3]) await measure(world, new Date(NOW.getTime() + days * DAY_MS));
    const daysOf = async (days: number) => (await figures(world, NOW, days)).name?.map(({ day }) => day);
    expect(await daysOf(90)).toEqual(['2026-11-18', '2026-11-20', '2026-11-21']);
    expect(await daysOf(2)).toEqual(['2026-11-20', '2026-11-21']);
  });

  it('are of a sync that there is', async () => {
    await expect(readQuality(database(), { slug: 'none', days: 90 }, NOW)).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});

it('a share stays one while both sides move', () => {
  const there = { rows: 2, columns: [{ filled: 2, distinct: 2 }] };
  const here = { records: 1, fresh: new Map([['name', 2]]), faulty: new Map([['name', 3]]) };
  expect(figuresOf(['name'], there, here)).toMatchObject([{ validity: 0, freshness: 1 }]);
});

it('every sync that is switched on is measured every night, and after its scan', async () => {
  const { definitionId } = await make.makeWorld();
  const nightly = await measureQualityGraph.resolve({ definitionId }, database());
  expect(nightly).toMatchObject([{ job: 'measure-quality', input: { definitionId, isOnce: false } }]);
  const scanned = await scanDriftGraph.resolve({ definitionId }, database());
  checkPlan(scanned, new Set(['scan-drift', 'measure-quality']));
  expect(scanned).toMatchObject([
    { job: 'scan-drift' },
    {
      job: 'measure-quality',
      input: { isOnce: true },
      needs: [{ job: scanned[0]?.name, when: 'succeeded' }],
    },
  ]);
  const names = scanned.map(({ name }) => name);
  const states = { [names[0] ?? '']: 'succeeded', [names[1] ?? '']: 'failed' } as const;
  expect(finalState(scanned, states)).toBe('warned'); // the scan stands, measured or not
});
