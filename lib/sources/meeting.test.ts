import { expect, it } from 'vitest';
import { database, pool, transaction } from '@/lib/core/db';
import { takeBillSnapshot } from './bill-snapshot.data';
import { readMeeting } from './meeting.data';
import { billOf, daily, dayOf, makeSource, send } from './testing';

const NOW = new Date(dayOf(33));

async function bill(
  charges: { provider?: string; account: string; region: string; id: string }[],
): Promise<string> {
  const sourceId = await makeSource();
  const rows = charges.flatMap(({ provider = 'AWS', account, region, id }) =>
    daily(1, 31, { ProviderName: provider, SubAccountId: account, RegionId: region, ResourceId: id }),
  );
  await send(sourceId, billOf(rows));
  await transaction((tx) => takeBillSnapshot(tx, { sourceId, config: { maxBadShare: 0.01 }, now: NOW }));
  return sourceId;
}

async function inventory(
  resources: { provider?: string; account: string; region: string; id: string }[],
): Promise<string> {
  const sourceId = await makeSource('inventory');
  const providers = [...new Set(resources.map(({ provider = 'AWS' }) => provider))];
  const file = {
    schema: 1,
    collected_at: dayOf(32),
    scopes: providers.map((provider) => ({
      provider,
      account: '*',
      region: '*',
      kinds: ['disk'],
      complete: true,
    })),
    resources: resources.map((one) => ({ provider: 'AWS', kind: 'disk', observed_at: dayOf(32), ...one })),
  };
  await send(sourceId, JSON.stringify(file));
  return sourceId;
}

it('says how many of each side met, with examples and what may be the reason', async () => {
  const charged = await bill([
    { account: '12345678901', region: 'eu-west-1', id: 'vol-0000000000000001' },
    { account: '4411', region: 'eu-west-1', id: 'vol-0000000000000002' },
    { account: '4411', region: 'eu-west-1', id: 'vol-0000000000000003' },
    { provider: 'GCP', account: 'p', region: 'us-central1', id: 'disk-1' },
  ]);
  const stock = await inventory([
    {
      account: '012345678901',
      region: 'eu-west-1',
      id: 'arn:aws:ec2:eu-west-1:012345678901:volume/vol-0000000000000001',
    },
    { account: '4411', region: 'eu-west-1', id: 'vol-0000000000000002' },
    { account: '4411', region: 'eu-west-1', id: 'vol-0000000000000004' },
    { provider: 'GCP', account: 'p', region: 'us-central1-a', id: 'disk-1' },
  ]);
  for (const sourceId of [charged, stock]) {
    const { items } = await readMeeting(database(), sourceId);
    expect(items.map(({ provider }) => provider)).toEqual(['aws', 'gcp']);
    expect(items[0]).toMatchObject({
      inventory: { resources: 3, met: 1 },
      hints: [
        {
          kind: 'zeros',
          resources: 1,
          examples: [{ inventory: { account: '012345678901' }, bill: { account: '12345678901' } }],
        },
      ],
    });
    expect(items[0]?.inventory.examples.map(({ nativeId }) => nativeId.slice(-1)).toSorted()).toEqual([
      '1',
      '4',
    ]);
    expect(items[1]).toMatchObject({
      inventory: { resources: 1, met: 0 },
      hints: [
        {
          kind: 'place',
          examples: [{ inventory: { region: 'us-central1-a' }, bill: { region: 'us-central1' } }],
        },
      ],
    });
  }
});

it('a source whose other side was not read meets nothing yet', async () => {
  const only = await makeSource('inventory');
  expect(await readMeeting(database(), only)).toEqual({ items: [] });
  await expect(readMeeting(database(), '00000000-0000-4000-8000-000000000000')).rejects.toThrow(
    'no such source',
  );
});

it('answers within seconds at 100,000 resources a side', { timeout: 120_000 }, async () => {
  const bills = await makeSource();
  const stock = await makeSource('inventory');
  const { rows } = await pool().query<{ bill: string; stock: string }>(
    `WITH b AS (INSERT INTO snapshots (source_id, taken_at, data_through) VALUES ($1, now(), now()) RETURNING id),
      s AS (INSERT INTO snapshots (source_id, taken_at, data_through) VALUES ($2, now(), now()) RETURNING id)
     SELECT b.id AS bill, s.id AS stock FROM b, s`,
    [bills, stock],
  );
  const ids = rows[0];
  await pool().query(
    `INSERT INTO coverage (snapshot_id, provider, account, kind, level) VALUES ($1, 'many', '*', 'disk', 'whole')`,
    [ids?.stock],
  );
  await pool().query(
    `WITH made AS (
      INSERT INTO resources (provider, account, region, native_id, first_seen_at, last_seen_at)
      SELECT 'many', CASE WHEN n % 3 = 0 THEN '0' ELSE '' END || '777', 'eu', 'disk-' || (n / 2), now(), now()
      FROM generate_series(1, 200000) n ON CONFLICT DO NOTHING RETURNING id)
     INSERT INTO resource_facts (snapshot_id, resource_id, facts)
     SELECT CASE WHEN id % 2 = 0 THEN $1 ELSE $2 END::bigint, id, '{"kind": "disk"}' FROM made`,
    [ids?.bill, ids?.stock],
  );
  await pool().query('ANALYZE resources, resource_facts');
  const before = performance.now();
  const { items } = await readMeeting(database(), stock);
  expect(items.find(({ provider }) => provider === 'many')?.inventory.resources).toBeGreaterThan(50_000);
  expect(performance.now() - before).toBeLessThan(15_000);
});
