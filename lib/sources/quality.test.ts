import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { expect, it } from 'vitest';
import { database } from '@/lib/core/db';
import { createSource, importStream } from './commands';
import { readFacts } from './facts.data';
import { keepMeasurement } from './quality.commands';
import { readCoverage } from './snapshots.data';
import { actor } from './testing';
import { listSources } from './views.data';

const AT = new Date('2026-11-21T02:45:00Z');
const later = (hours: number) => new Date(AT.getTime() + hours * 3_600_000);

let syncs = 0;
const makeSync = () => ({ definitionId: randomUUID(), slug: `perfumes-${++syncs}` });
type Sync = ReturnType<typeof makeSync>;

function measure(sync: Sync, fields: Record<string, number>, measuredAt = AT) {
  const measured = Object.entries(fields).map(([field, completeness]) => ({
    field,
    facts: { completeness, tags: { owner: 'web' } },
  }));
  return keepMeasurement({ ...sync, measuredAt, fields: measured });
}

async function factsOf(snapshotId: string, now = AT) {
  const all = [];
  for await (const batch of readFacts(database(), { snapshotIds: [snapshotId], now })) all.push(...batch);
  return all;
}

const sourcesOf = ({ definitionId }: Sync) =>
  database().source.findMany({ where: { config: { path: ['definitionId'], equals: definitionId } } });

it('columns are resources of their sync, which is covered whole', async () => {
  const sync = makeSync();
  const { snapshotId } = await measure(sync, { name: 1, cost: 0.5 });
  expect(await readCoverage(database(), snapshotId)).toMatchObject([
    {
      provider: 'catalog',
      account: sync.slug,
      region: '*',
      kind: '*',
      level: 'whole',
      dataThrough: AT.toISOString(),
    },
  ]);
  const [name, cost, ...others] = (await factsOf(snapshotId)).sort((a, b) =>
    b.nativeId.localeCompare(a.nativeId),
  );
  expect(others).toEqual([]);
  expect([name?.nativeId, cost?.nativeId]).toEqual([`sync:${sync.slug}/name`, `sync:${sync.slug}/cost`]);
  expect(cost).toMatchObject({
    ...{ domain: 'quality', kind: 'catalog_field', name: `${sync.slug}.cost`, money: {}, currency: null },
    facts: {
      sync: sync.slug,
      field: 'cost',
      completeness: 0.5,
      mapped: true,
      quality_ok: true,
      tags: { owner: 'web' },
    },
  });
});

it('figures of more than two days ago are not to be judged by', async () => {
  const { snapshotId } = await measure(makeSync(), { cost: 0.5 });
  const isOk = async (now: Date) => (await factsOf(snapshotId, now)).map(({ facts }) => facts.quality_ok);
  expect(await isOk(later(48))).toEqual([true]);
  expect(await isOk(later(49))).toEqual([false]);
});

it('a column that is not measured any more is told as one that is not mapped, from then on', async () => {
  const sync = makeSync();
  await measure(sync, { name: 1, cost: 0.5 });
  for (const hours of [24, 48]) {
    const { snapshotId } = await measure(sync, { name: 1 }, later(hours));
    const told = (await factsOf(snapshotId, later(hours))).map(({ facts }) => [facts.field, facts.mapped]);
    expect(told.sort()).toEqual([
      ['cost', false],
      ['name', true],
    ]);
  }
  const { snapshotId } = await measure(sync, { name: 1, cost: 1 }, later(72));
  expect((await factsOf(snapshotId)).map(({ facts }) => facts.mapped)).toEqual([true, true]);
});

it('many first measurements at once make one source', async () => {
  const sync = makeSync();
  const ends = await Promise.allSettled([1, 2, 3, 4].map(() => measure(sync, { name: 1 })));
  expect(ends.some(({ status }) => status === 'fulfilled')).toBe(true);
  expect(await sourcesOf(sync)).toHaveLength(1);
  await expect(measure(sync, { name: 1 })).resolves.toMatchObject({ snapshotId: expect.any(String) });
});

it('a name that people gave to a source of theirs stays theirs', async () => {
  const sync = makeSync();
  const name = `Data quality of ${sync.slug}`;
  await createSource({ actor, kind: 'inventory', name, config: {} });
  await measure(sync, { name: 1 });
  expect(await sourcesOf(sync)).toMatchObject([{ name: `${name} (${sync.definitionId})`, kind: 'quality' }]);
});

it('is shown among sources with its sync, is out of date after two days, and takes no file', async () => {
  const sync = makeSync();
  await measure(sync, { name: 1 });
  const list = (now: Date) =>
    listSources(database(), { limit: 50, kind: 'quality', q: sync.slug }, () => now);
  expect((await list(AT)).items).toMatchObject([
    {
      kind: 'quality',
      isStale: false,
      config: { sync: sync.slug },
      coverage: { whole: 1 },
      lastImport: null,
    },
  ]);
  expect((await list(later(49))).items).toMatchObject([{ isStale: true }]);
  const [source] = await sourcesOf(sync);
  const upload = {
    actor,
    sourceId: source?.id ?? '',
    stream: Readable.from(['{}']),
    fileName: 'figures.json',
  };
  await expect(importStream(upload)).rejects.toMatchObject({ code: 'invalid_input' });
  expect(await database().import.count({ where: { sourceId: source?.id ?? '' } })).toBe(0);
});
