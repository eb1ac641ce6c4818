import { expect, it } from 'vitest';
import { database, transaction } from '@/lib/core/db';
import { takeBillSnapshot } from './bill-snapshot.data';
import { listEnabledSources } from './data';
import { billOf, type Charge, daily, dayOf, makeSource, send } from './testing';
import { listSources, readSource } from './views.data';
import { listSourcesInput, type SourceView, sourceDetail, sourcePage } from './views.schema';

const NOW = new Date(dayOf(33));
const clock = () => NOW;

async function bill(charges: Charge[], deliveredAt = NOW): Promise<string> {
  const sourceId = await makeSource();
  await send(sourceId, billOf(charges), { deliveredAt });
  await transaction((tx) =>
    takeBillSnapshot(tx, { sourceId, config: { maxBadShare: 0.01 }, now: deliveredAt }),
  );
  return sourceId;
}

const scope = { provider: 'AWS', account: '4411', region: 'eu-west-1' };

async function inventory(collectedAt: string, complete = true): Promise<string> {
  const sourceId = await makeSource('inventory');
  await send(sourceId, inventoryOf(collectedAt, complete));
  return sourceId;
}

function inventoryOf(collectedAt: string, complete: boolean): string {
  const scopes = [{ ...scope, kinds: ['disk'], complete }];
  const resources = [{ ...scope, id: 'vol-0000000000000001', kind: 'disk', observed_at: collectedAt }];
  return JSON.stringify({ schema: 1, collected_at: collectedAt, scopes, resources });
}

async function listed(id: string): Promise<SourceView> {
  const { items } = await listSources(database(), listSourcesInput.parse({ limit: 200 }), clock);
  const found = items.find((each) => each.id === id);
  if (!found) throw new Error('the source is not in the list');
  return found;
}

it('a bill tells how far it reaches, what it covers, what was refused and what is tied to resources', async () => {
  const charges = [
    ...daily(1, 31, {}),
    ...daily(1, 31, { ResourceId: '' }),
    ...daily(1, 62, { SubAccountId: '5522' }),
    { EffectiveCost: 'much' },
  ];
  const view = await listed(await bill(charges));
  expect(view).toMatchObject({
    kind: 'focus',
    config: { path: null, maxBadShare: 0.01, expectedAccounts: null },
    dataThrough: dayOf(31),
    isStale: false,
    coverage: { whole: 1, partial: 1, none: 0 }, // one of its rows was refused
    joinShare: 0.75,
    rowsRead: 125,
    rowsRefused: 1,
    lastReadAt: NOW.toISOString(),
    lastImport: { state: 'done', fileName: 'made.csv', error: null },
  });
});

it('a source of which nothing was read stands first, then by the moment at which it is out of date', async () => {
  await database().source.updateMany({ data: { enabled: false } });
  const fresh = await bill(daily(1, 31, {}));
  const late = await inventory(dayOf(30)); // out of date since 1 November
  const never = await makeSource();
  const all = await listSources(database(), listSourcesInput.parse({ limit: 200 }), clock);
  const standing = all.items.filter(({ enabled }) => enabled);
  expect(standing.map(({ id, isStale }) => [id, isStale])).toEqual([
    [never, true],
    [late, true],
    [fresh, false],
  ]);
  expect(standing[0]).toMatchObject({ dataThrough: null, joinShare: null, lastImport: null, rowsRead: null });
  expect(all.items.slice(3).every(({ enabled, isStale }) => !enabled && !isStale)).toBe(true);
  expect((await listEnabledSources(database())).map(({ id }) => id).toSorted()).toEqual(
    [fresh, late, never].toSorted(),
  );
});

it.each(['stale', '-stale', 'name', 'dataThrough', '-lastRead'])(
  'pages sorted by %s hold every source once',
  async (sort) => {
    await makeSource();
    await makeSource();
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listSources(
        database(),
        listSourcesInput.parse({ limit: 2, sort, kind: 'focus', cursor }),
        clock,
      );
      expect(sourcePage.parse(page)).toEqual(page);
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    const ids = await database().source.findMany({ where: { kind: 'focus' }, select: { id: true } });
    expect(seen.toSorted()).toEqual(ids.map(({ id }) => id).toSorted());
  },
);

it('a name is looked for as it is written, wildcards and all', async () => {
  const one = await database().source.create({ data: { name: '100% of Prod', kind: 'focus', config: {} } });
  const find = async (q: string) =>
    (await listSources(database(), listSourcesInput.parse({ q }), clock)).items.map(({ id }) => id);
  expect(await find('100% of prod')).toEqual([one.id]);
  expect(await find('1__% of prod')).toEqual([]);
});

it('the squares of a bill: whole where it reaches, none where an account falls silent or the bill ends', async () => {
  const id = await bill([...daily(1, 32, {}), ...daily(1, 20, { SubAccountId: '5522' })]);
  const detail = await readSource(database(), id, clock);
  expect(sourceDetail.parse(detail)).toEqual(detail);
  expect(detail.grid.days).toHaveLength(30);
  expect(detail.grid.days.at(-1)).toBe('2026-11-02');
  const levels = Object.fromEntries(
    detail.grid.scopes.map(({ account, cells }) => [account, cells.map(({ level }) => level[0]).join('')]),
  );
  expect(levels['4411']).toBe('ppn'.padStart(30, 'w'));
  expect(levels['5522']).toBe('n'.repeat(13).padStart(30, 'w'));
  expect(detail.grid.scopes[0]?.account).toBe('5522');
  expect(detail.snapshots).toHaveLength(1);
  expect(detail.snapshots[0]?.statistics).toMatchObject({ rows: 52, rowsTied: 52 });
  expect(detail.snapshots[0]?.statistics).not.toHaveProperty('basis');
});

it('the squares follow a newer delivery', async () => {
  const id = await bill(daily(1, 20, {}));
  const rowsOn = async (day: string) => {
    const { grid } = await readSource(database(), id, clock);
    return grid.scopes[0]?.cells[grid.days.indexOf(day)]?.rows;
  };
  expect(await rowsOn('2026-10-20')).toBe(1);
  await send(id, billOf([...daily(1, 20, {}), ...daily(1, 31, {})]));
  expect(await rowsOn('2026-10-20')).toBe(2);
  expect(await rowsOn('2026-10-21')).toBe(1);
});

it('a charge of a whole month counts on each of its days', async () => {
  const id = await bill([
    ...daily(1, 31, {}),
    { SubAccountId: '5522', ChargePeriodEnd: '2026-11-01T00:00:00Z' },
  ]);
  const { grid } = await readSource(database(), id, clock);
  const month = grid.scopes.find(({ account }) => account === '5522');
  expect(month?.cells.filter(({ level }) => level === 'whole').map(({ rows }) => rows)).toEqual(
    Array.from({ length: 27 }, () => 1),
  );
});

it('an inventory that comes late does not stand for the newest; its day has a square of its own', async () => {
  const id = await inventory(dayOf(32));
  await send(id, inventoryOf(dayOf(31), false));
  const detail = await readSource(database(), id, clock);
  expect(detail).toMatchObject({ dataThrough: dayOf(32), isStale: false, joinShare: null });
  expect(detail.scopes.map(({ level }) => level)).toEqual(['whole']);
  const cells = detail.grid.scopes[0]?.cells ?? [];
  expect(cells.slice(-3).map(({ level }) => level)).toEqual(['partial', 'whole', 'none']);
  expect(detail.snapshots).toHaveLength(2);
});

it('a source that is not there is not found, whatever was asked for', async () => {
  await expect(readSource(database(), 'x')).rejects.toMatchObject({ code: 'not_found' });
  await expect(readSource(database(), '00000000-0000-4000-8000-000000000000')).rejects.toMatchObject({
    code: 'not_found',
  });
});

it('is narrowed down by kind, by whether it is on, and by whether it is out of date as the list says it', async () => {
  const { items } = await listSources(database(), listSourcesInput.parse({ limit: 200 }), clock);
  const [first] = items;
  await database().source.update({ where: { id: first?.id }, data: { enabled: false } });
  const all = (await listSources(database(), listSourcesInput.parse({ limit: 200 }), clock)).items;
  const cases = [
    { filter: { isStale: 'true' }, fits: ({ isStale }: SourceView) => isStale },
    { filter: { isStale: 'false', enabled: 'true' }, fits: (one: SourceView) => !one.isStale && one.enabled },
    { filter: { enabled: 'false' }, fits: ({ enabled }: SourceView) => !enabled },
    { filter: { kind: 'inventory' }, fits: ({ kind }: SourceView) => kind === 'inventory' },
  ];
  for (const { filter, fits } of cases) {
    const found = await listSources(database(), listSourcesInput.parse({ limit: 200, ...filter }), clock);
    expect(found.items.length).toBeGreaterThan(0);
    expect(found.items.map(({ id }) => id)).toEqual(all.filter(fits).map(({ id }) => id));
  }
});
