import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { database, pool, type Transaction, transaction } from '@/lib/core/db';
import { Prisma } from '@/prisma/generated/client';
import { type Identity, identify, keyOf, NO_REGION } from './identity';
import { joinResources } from './resources.data';
import { billOf, daily, dayOf, makeSource, send } from './testing';

type Spelling = { region: string | null; id: string };

/** Ids of all kinds: unique ones, ones that need a region, short and full ones of the same things. */
const IDS = [
  'vol-0abcdef0123456789',
  'arn:aws:ec2:eu-west-1:1:volume/vol-0abcdef0123456789',
  'db-1',
  'i-d14',
  'bucket',
  'arn:aws:s3:::bucket',
  'ri-9',
  'arn:aws:ec2:us-east-1:909:reserved-instances/ri-9',
];
const REGIONS = [null, 'eu-west-1', 'us-east-1', 'us-west-2'];

let accounts = 0;

/** Joins the deliveries one after the other; what each spelling then means, in an account of its own. */
async function resourcesOf(tx: Transaction, deliveries: Spelling[][]): Promise<Map<string, string>> {
  const account = `permuted-${++accounts}`;
  const read = (spelling: Spelling) => identify('aws', account, spelling.region, spelling.id);
  for (const delivery of deliveries) {
    const rows = [...new Map(delivery.map((spelling) => [read(spelling).key, read(spelling)])).values()];
    await joinResources(tx, saidBy(rows));
  }
  const spellings = deliveries.flat();
  const keys = spellings.map((spelling) => read(spelling).key);
  const found = await tx.$queryRaw<{ key: string; resource_id: bigint }[]>`
    SELECT replace(key::text, '-', '') AS key, resource_id FROM resource_keys WHERE key = ANY(${keys}::uuid[])`;
  expect(found).toHaveLength(new Set(keys).size);
  const byKey = new Map(found.map(({ key, resource_id }) => [key, String(resource_id)]));
  return new Map(spellings.map((spelling) => [nameOf(spelling), byKey.get(read(spelling).key) ?? 'none']));
}

function saidBy(identities: Identity[]): Prisma.Sql {
  const rows = identities.map(({ nativeId, shortId, shortKey, ...rest }) => ({
    ...rest,
    ...{ native_id: nativeId, short_id: shortId, short_key: shortKey, name: null },
    ...{ charged_from: dayOf(1), charged_through: dayOf(2) },
  }));
  return Prisma.sql`SELECT * FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS s(key uuid, provider text,
    account text, region text, native_id text, short_id text, short_key uuid, name text, charged_from timestamptz,
    charged_through timestamptz)`;
}

const nameOf = ({ region, id }: Spelling) => `${id} in ${region ?? '-'}`;

function partsOf(resources: Map<string, string>): string[][] {
  const parts = new Map<string, string[]>();
  for (const [name, resource] of resources) parts.set(resource, [...(parts.get(resource) ?? []), name]);
  return [...parts.values()]
    .map((names) => names.toSorted())
    .toSorted((a, b) => (a.join() < b.join() ? -1 : 1));
}

/** The meaning in words, computed from the set of spellings alone. */
function expectedParts(spellings: Spelling[]): string[][] {
  const read = (spelling: Spelling) => identify('aws', 'any', spelling.region, spelling.id);
  const links = new Map<string, string>();
  const root = (key: string): string => {
    const next = links.get(key);
    return next === undefined || next === key ? key : root(next);
  };
  const tie = (a: string, b: string) => links.set(root(a), root(b));
  const regions = new Map<string, Set<string>>();
  for (const spelling of spellings) {
    const { key, shortKey, isRegional, region, nativeId } = read(spelling);
    if (shortKey) tie(key, shortKey);
    const loose = keyOf('aws', 'any', NO_REGION, nativeId);
    if (isRegional && region !== NO_REGION) regions.set(loose, (regions.get(loose) ?? new Set()).add(key));
  }
  for (const [loose, keys] of regions) {
    const [only] = keys;
    if (only && keys.size === 1) tie(loose, only);
  }
  return partsOf(new Map(spellings.map((spelling) => [nameOf(spelling), root(read(spelling).key)])));
}

const spelling = fc.record({ region: fc.constantFrom(...REGIONS), id: fc.constantFrom(...IDS) });
const history = fc
  .uniqueArray(spelling, { selector: nameOf, minLength: 1, maxLength: 14 })
  .chain((spellings) =>
    fc.record({
      spellings: fc.constant(spellings),
      order: fc.shuffledSubarray(spellings, { minLength: spellings.length }),
      cuts: fc.array(fc.boolean(), { minLength: spellings.length, maxLength: spellings.length }),
    }),
  );

it('which spellings are one resource does not depend on the order of rows and deliveries', {
  timeout: 180_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(history, async ({ spellings, order, cuts }) => {
      const deliveries: Spelling[][] = [[]];
      order.forEach((one, at) => {
        if (cuts[at]) deliveries.push([]);
        deliveries.at(-1)?.push(one);
      });
      const inOrder = await transaction((tx) =>
        resourcesOf(
          tx,
          deliveries.filter(({ length }) => length > 0),
        ),
      );
      expect(partsOf(inOrder)).toEqual(expectedParts(spellings));
    }),
    { numRuns: 30 },
  );
});

it('a spelling without a region follows the regions that are known of its id, and leaves a trace where it changes', async () => {
  const id = 'db-7';
  const at = (region: string | null) => [{ region, id }];
  const one = await transaction((tx) => resourcesOf(tx, [at(null), at('eu-west-1')]));
  expect(partsOf(one)).toEqual([[`${id} in -`, `${id} in eu-west-1`]]);
  const several = await transaction((tx) => resourcesOf(tx, [at(null), at('eu-west-1'), at('us-east-1')]));
  expect(partsOf(several)).toHaveLength(3);
  const [change] = await database().$queryRaw<
    { count: number }[]
  >`SELECT count(*)::int AS count FROM resource_changes`;
  expect(change?.count).toBeGreaterThan(0);
});

it('a resource that was known without its region keeps its row when that becomes known', async () => {
  const before = await transaction((tx) => resourcesOf(tx, [[{ region: null, id: 'db-8' }]]));
  const account = `permuted-${accounts}`;
  await transaction((tx) => joinResources(tx, saidBy([identify('aws', account, 'eu-west-1', 'db-8')])));
  const rows = await database().resource.findMany({ where: { account }, include: { aliases: true } });
  expect(rows).toMatchObject([{ region: 'eu-west-1', aliases: [{ region: 'global', alias: 'db-8' }] }]);
  expect(String(rows[0]?.id)).toBe([...before.values()][0]);
});

it('the region of an id that needs none is filled in when a row names it', async () => {
  const id = 'vol-0123456789abcdef0';
  await transaction((tx) => resourcesOf(tx, [[{ region: null, id }], [{ region: 'eu-west-1', id }]]));
  const rows = await database().resource.findMany({ where: { account: `permuted-${accounts}` } });
  expect(rows).toMatchObject([{ region: 'eu-west-1', nativeId: id }]);
});

async function chargedResources(account: string) {
  const { rows } = await pool().query<{ native_id: string; region: string; charges: number }>(
    `SELECT r.native_id, r.region, count(*)::int AS charges FROM charges c JOIN resource_keys k ON k.key = c.resource_key
     JOIN resources r ON r.id = k.resource_id WHERE c.account = $1 GROUP BY r.id ORDER BY r.native_id, r.region`,
    [account],
  );
  return rows;
}

it('a region that only some rows of a bill name', async () => {
  const rows = [
    ...daily(1, 3, { SubAccountId: '8801', ResourceId: 'i-short', RegionId: 'us-east-1' }),
    ...daily(1, 3, { SubAccountId: '8801', ResourceId: 'i-short', RegionId: '' }),
    ...daily(1, 3, { SubAccountId: '8801', ResourceId: 'vol-0aaaaaaaaaaaaaaa9', RegionId: '' }),
    ...daily(1, 2, { SubAccountId: '8801', ResourceId: 'vol-0aaaaaaaaaaaaaaa9', RegionId: 'us-east-1' }),
  ];
  await send(await makeSource(), billOf(rows));
  expect(await chargedResources('8801')).toEqual([
    { native_id: 'i-short', region: 'us-east-1', charges: 6 },
    { native_id: 'vol-0aaaaaaaaaaaaaaa9', region: 'us-east-1', charges: 5 },
  ]);
});

it('a commitment is one by its ARN and by its short id, with a region and without', async () => {
  const ids = ['arn:aws:ec2:us-east-1:8802:reserved-instances/ri-77', 'ri-77'];
  const rows = ids.flatMap((ResourceId) =>
    ['us-east-1', ''].map((RegionId) => ({ SubAccountId: '8802', ResourceId, RegionId })),
  );
  await send(await makeSource(), billOf(rows));
  expect(await chargedResources('8802')).toMatchObject([{ charges: 4 }]);
});

const CASES = join(process.cwd(), '../shared/cases/bills');

it.skipIf(!existsSync(CASES))(
  'D02: a marketplace resource stays one when ProviderName gives way to ServiceProviderName and HostProviderName',
  async () => {
    const sourceId = await makeSource();
    for (const [name, day] of [
      ['D02-month-1-focus-1.3.csv', 33],
      ['D02-month-2-focus-1.4.csv', 60],
    ] as const) {
      const file = readFileSync(join(CASES, name));
      await send(sourceId, file, { deliveredAt: new Date(dayOf(day)) });
    }
    expect(await chargedResources('222')).toEqual([{ native_id: 'ddog-1', region: 'global', charges: 30 }]);
  },
);

it.skipIf(!existsSync(CASES))('D14: one resource, though some of its rows name no region', async () => {
  await send(await makeSource(), readFileSync(join(CASES, 'D14-region-on-some-rows.csv')), {
    deliveredAt: new Date(dayOf(60)),
  });
  expect(await chargedResources('714')).toEqual([{ native_id: 'i-d14', region: 'us-east-1', charges: 8 }]);
});
