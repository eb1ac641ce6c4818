import { mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { database } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import { readResourceFacts } from './facts.data';
import { parseInventory } from './inventory';
import { readCoverage } from './snapshots.data';
import { actor, billOf, collect, daily, dayOf, makeSource, send } from './testing';

const folder = mkdtempSync(join(tmpdir(), 'evenkeel-inventory-'));
beforeAll(() => {
  process.env.IMPORT_DIR = folder; // before anything reads the settings of this process
});

type Seen = Record<string, unknown>;

function inventory(day: number, resources: Seen[], scope: Seen = {}): string {
  const place = { provider: 'AWS', account: '4411', region: 'eu-west-1' };
  return JSON.stringify({
    schema: 1,
    collected_at: dayOf(day),
    scopes: [{ ...place, kinds: ['instance', 'disk'], complete: true, ...scope }],
    resources: resources.map((seen) => ({ ...place, kind: 'instance', observed_at: dayOf(day), ...seen })),
  });
}

async function factsOf(nativeId: string, snapshotIds: string[], now: Date) {
  const { id } = await database().resource.findFirstOrThrow({ where: { nativeId } });
  return readResourceFacts(database(), String(id), { snapshotIds, now });
}

it('a snapshot with the scopes as given, a row a kind', async () => {
  const sourceId = await makeSource('inventory');
  await send(sourceId, inventory(10, [], { complete: false }));
  const snapshotId = await collect(sourceId);
  const [first] = await readCoverage(database(), snapshotId);
  expect(first).toMatchObject({
    ...{ provider: 'aws', account: '4411', region: 'eu-west-1', level: 'partial' },
    reason: expect.stringContaining('read only in part'),
    dataThrough: dayOf(10),
  });
});

it('counts the days a resource has been seen stopped without a break', async () => {
  const sourceId = await makeSource('inventory');
  const id = 'i-0000000000000001';
  const seen: [number, Seen, unknown][] = [
    [1, { id, state: 'stopped' }, 0],
    [5, { id, state: 'stopped' }, 4],
    [9, { id, state: 'running' }, undefined],
    [12, { id, state: 'stopped' }, 0],
    [20, { id, state: 'stopped' }, 8],
    [21, { id: 'i-0000000000000002' }, null], // not seen at all
    [25, { id, state: 'stopped' }, 0],
  ];
  for (const [day, resource, days] of seen) {
    await send(sourceId, inventory(day, [resource]));
    const snapshotId = await collect(sourceId);
    const facts = await factsOf(id, [snapshotId], new Date(dayOf(day)));
    expect(facts === null ? null : facts.facts.stopped_days).toBe(days);
  }
});

it('an inventory that comes late does not stand before a newer one', async () => {
  const sourceId = await makeSource('inventory');
  await send(sourceId, inventory(20, [{ id: 'i-0000000000000003', state: 'running' }]));
  const snapshotId = await collect(sourceId);
  await send(sourceId, inventory(18, [{ id: 'i-0000000000000003', state: 'stopped' }]));
  expect(await collect(sourceId)).toBe(snapshotId);
});

it('facts of a bill and an inventory meet in one resource: the kind of the inventory, the money of the bill', async () => {
  const id = 'vol-0bbbbbbbbbbbbbbb1';
  const arn = `arn:aws:ec2:eu-west-1:4411:volume/${id}`;
  const bill = await makeSource();
  const stock = await makeSource('inventory');
  await send(bill, billOf(daily(1, 31, { ResourceId: id, SkuMeter: 'Mystery', ServiceName: 'Some' })));
  const more = {
    kind: 'disk',
    created_at: dayOf(-57),
    size_gib: 20,
    tags: { 'user:Team': 'a' },
    attached: false,
  };
  await send(stock, inventory(32, [{ id: arn, ...more, metrics_days: 20, metrics_share: 0.95 }]));
  const snapshotIds = [await collect(bill), await collect(stock)];
  const facts = await factsOf(id, snapshotIds, new Date(dayOf(33)));
  expect(facts).toMatchObject({
    kind: 'disk',
    money: { cash_cost: '30.4167' },
    facts: {
      ...{ bill_ok: true, inv_ok: true, metrics_ok: true, inventory_age_h: 24, age_days: 90 },
      ...{ size_gib: 20, tags: { team: 'a' }, detached_days: 0 },
    },
    origins: { kind: { sourceId: stock }, cash_cost: { sourceId: bill } },
  });
  const later = await factsOf(id, snapshotIds, new Date(dayOf(35)));
  expect(later?.facts).toMatchObject({
    inv_ok: false,
    metrics_ok: false,
    bill_ok: true,
    inventory_age_h: 72,
  });
});

it('each fault of an inventory is told with its path', () => {
  const text = JSON.stringify({ schema: 1, collected_at: 'today', scopes: [], resources: [{ id: 7 }] });
  const paths = faultsOf(() => parseInventory(text)).map(({ path }) => path);
  expect(paths).toEqual(
    expect.arrayContaining(['$.collected_at', '$.scopes', '$.resources[0].id', '$.resources[0].kind']),
  );
  expect(faultsOf(() => parseInventory('{'))).toEqual([{ path: '$', message: 'not JSON' }]);
});

it('an inventory that is none is refused and leaves no snapshot', async () => {
  const sourceId = await makeSource('inventory');
  await expect(send(sourceId, '{"schema": 2}')).rejects.toThrow('not an inventory of schema 1');
  const row = await database().import.findFirstOrThrow({ where: { sourceId }, include: { faults: true } });
  expect(row.state).toBe('refused');
  expect(row.faults.map(({ column }) => column)).toContain('$.schema');
  await expect(collect(sourceId)).rejects.toThrow('no inventory was imported');
});

it('a source without an import cannot be collected', async () => {
  await expect(collect(await makeSource())).rejects.toThrow('no bill was imported for this source yet');
});

it('a file below IMPORT_DIR is read afresh at each collect', async () => {
  const sourceId = await makeSource('inventory', { path: 'stock.json' });
  await expect(collect(sourceId, new Date())).rejects.toThrow('stock.json cannot be read');
  writeFileSync(join(folder, 'stock.json'), inventory(10, [{ id: 'i-0000000000000009' }]));
  const snapshotId = await collect(sourceId, new Date());
  expect(await collect(sourceId, new Date())).toBe(snapshotId);
  writeFileSync(join(folder, 'stock.json'), inventory(11, [{ id: 'i-0000000000000009' }]));
  expect(await collect(sourceId, new Date())).not.toBe(snapshotId);
  writeFileSync(join(folder, 'stock.json'), '[]');
  await expect(collect(sourceId, new Date())).rejects.toThrow('not an inventory of schema 1');
});

it.each(['../secret', '/etc/hostname', 'link', '.'])('%s is not read', async (path) => {
  if (path === 'link') symlinkSync('/etc/hostname', join(folder, 'link'));
  await expect(collect(await makeSource('inventory', { path }))).rejects.toThrow(AppError);
});

function faultsOf(work: () => unknown) {
  try {
    work();
  } catch (error) {
    if (error instanceof AppError) return error.errors;
    throw error;
  }
  return [];
}

it('who imports is written down', async () => {
  const sourceId = await makeSource('inventory');
  const { importId } = await send(sourceId, inventory(10, []));
  const events = await database().auditEvent.findMany({
    where: { subjectKind: 'import', subjectId: importId },
    orderBy: { id: 'asc' },
  });
  expect(events.map(({ action, actorName }) => [action, actorName])).toEqual([
    ['import.started', actor.name],
    ['import.finished', actor.name],
  ]);
});
