import { expect, it } from 'vitest';
import { database, transaction } from '@/lib/core/db';
import { takeBillSnapshot } from './bill-snapshot.data';
import { type ResourceFacts, readFacts } from './facts.data';
import { billOf, type Charge, daily, dayOf, makeSource, send } from './testing';

const NOW = new Date(dayOf(33));

async function factsOf(
  charges: Charge[],
  { now = NOW, config = { maxBadShare: 0 } } = {},
): Promise<Map<string, ResourceFacts>> {
  const sourceId = await makeSource();
  await send(sourceId, billOf(charges));
  const { snapshotId } = await transaction((tx) => takeBillSnapshot(tx, { sourceId, config, now }));
  const found = new Map<string, ResourceFacts>();
  for await (const batch of readFacts(database(), { snapshotIds: [snapshotId], now })) {
    for (const facts of batch) found.set(facts.nativeId, facts);
  }
  return found;
}

async function oneFacts(charges: Charge[], options = {}): Promise<ResourceFacts> {
  const facts = (await factsOf(charges, options)).get(charges[0]?.ResourceId ?? 'vol-0000000000000001');
  if (!facts) throw new Error('no facts of the resource');
  return facts;
}

const VOLUME = 'vol-000000000000aaaa';

it('a resource that is charged every day: its mean day, its month, its meter', async () => {
  const { facts, money, currency } = await oneFacts(
    daily(1, 31, { EffectiveCost: '0.1', ResourceId: VOLUME }),
  );
  expect(money).toMatchObject({
    daily_cost: '0.1',
    monthly_cost: '3.04167',
    cash_cost: '3.04167',
    list_cost: '60.8334',
    'meter.ebs_volumeusage_gp2.cost': '3.04167',
  });
  expect(currency).toBe('USD');
  expect(facts).toMatchObject({
    kind: 'disk',
    days_covered: 30,
    days_seen: 30,
    age_days: 30,
    bill_age_days: 2,
    bill_ok: true,
    committed_share: 0,
    cost_trend: 1,
    meter: { ebs_volumeusage_gp2: { cost: 3.04167, qty: 30.4167, price: 0.1, unit: 'Hours' } },
  });
});
