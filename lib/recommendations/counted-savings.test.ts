import { beforeAll, describe, expect, it } from 'vitest';
import { database } from '@/lib/core/db';
import { shortAmount } from '@/lib/core/money.schema';
import { systemActor } from '@/lib/people/schema';
import type { Facts } from '@/lib/rules/schema';
import { dismissLineage, reopenLineage } from './commands';
import { listRecommendations, totalRecommendations } from './data';
import { readRecommendationDetail } from './detail.data';
import type { KnownResource } from './recommend';
import { listRecommendationsInput } from './schema';
import { readOverview } from './summary';
import * as make from './testing';

const ACTOR = systemActor('test');
const input = (given: Record<string, unknown> = {}) => listRecommendationsInput.parse(given);

let source = { sourceId: '', snapshotId: '' };
let hours = 2;

/** What is found of these resources, by one generation after the other. */
async function find(resources: KnownResource[]): Promise<void> {
  hours += 1;
  const at = hours;
  await make.generate({ snapshotIds: [source.snapshotId], resources, clock: () => make.hour(at) });
}

const known = (id: string, facts: Facts, money: Record<string, string>) => ({
  ...make.known({ id, facts, sources: [source] }),
  money,
});

beforeAll(async () => {
  await make.publishRules(
    make.WANTS.replace('action: upgrade\n      savings: claim', 'action: upgrade\n      savings: support'),
  );
  const sourceId = await make.makeSource('focus', 'AWS bill');
  const through = make.hour(1);
  source = { sourceId, snapshotId: await make.makeSnapshot({ sourceId, through, from: make.hour(-700) }) };
});

const lineageOf = async (resourceId: string, action: string) =>
  database().lineage.findFirstOrThrow({ where: { resourceId: BigInt(resourceId), action } });

describe('a resource that is to be deleted and upgraded (D15)', () => {
  let id = '';
  const facts = { wants_delete: true, wants_upgrade: true, claim: 100.38, support: 30.42, cash_cost: 100.38 };
  beforeAll(async () => {
    id = await make.makeResource('db-old');
    await find([known(id, facts, { cash_cost: '100.38', claim: '100.38', support: '30.42' })]);
  });

  it('saves no more than it costs, on the overview and in every list', async () => {
    const expected = [{ currency: 'USD', amount: '100.38', count: 1 }];
    const { savings, boards } = await readOverview(database(), make.hour(hours));
    expect(savings.open).toEqual(expected);
    expect(boards).toMatchObject([{ savings: '100.38' }]);
    expect(await totalRecommendations(database(), input())).toMatchObject({
      ...{ count: 2, excluded: 1, savings: expected },
    });
    const { items } = await listRecommendations(database(), input());
    expect(
      items.map(({ action, savings: claimed, countedSavings }) => [action, claimed, countedSavings]),
    ).toEqual([
      ['delete', '100.38', '100.38'],
      ['upgrade', '30.42', '0'],
    ]);
  });

  it('says why the upgrade counts less, and asks for one ticket', async () => {
    const deletion = await lineageOf(id, 'delete');
    const upgrade = await lineageOf(id, 'upgrade');
    expect(await readRecommendationDetail(database(), String(upgrade.id))).toMatchObject({
      cashCost: '100.38',
      countedLess: {
        words: 'Counts 0 of 30.42: delete db-old already saves all of it.',
        by: String(deletion.id),
      },
    });
    expect(upgrade.waitReason).toBe('excluded');
    expect(await readRecommendationDetail(database(), String(deletion.id))).toMatchObject({
      countedLess: null,
    });
  });

  it('counts the upgrade again while the delete is dismissed', async () => {
    const deletion = String((await lineageOf(id, 'delete')).id);
    const counted = async (action: string) => (await lineageOf(id, action)).countedSavings?.toFixed();
    await dismissLineage({ actor: ACTOR, id: deletion, reason: 'kept on purpose' });
    expect([await counted('upgrade'), await counted('delete')]).toEqual(['30.42', '69.96']);
    expect(await totalRecommendations(database(), input())).toMatchObject({
      savings: [{ currency: 'USD', amount: '100.38', count: 2 }],
    });
    await reopenLineage({ actor: ACTOR, id: deletion });
    expect([await counted('upgrade'), await counted('delete')]).toEqual(['0', '100.38']);
  });

  it('is capped by what it costs by the newest reading', async () => {
    await find([known(id, { ...facts, wants_upgrade: false, claim: 50 }, { cash_cost: '50', claim: '50' })]);
    expect((await lineageOf(id, 'delete')).countedSavings?.toFixed()).toBe('50');
    await database().lineage.updateMany({
      where: { resourceId: BigInt(id) },
      data: { status: 'resolved' },
    });
  });
});

it('the disk of a machine that goes is counted once, as long as the machine is to go', async () => {
  const machine = await make.makeResource('i-0aaaaaaaaaaaaaaa1');
  const disk = await make.makeResource('vol-0aaaaaaaaaaaaaaa1');
  const small = { claim: 20, support: 5, attached_to: 'i-0aaaaaaaaaaaaaaa1' };
  const diskFacts = { wants_upgrade: true, ...small };
  const money = { cash_cost: '100' };
  await find([known(machine, { wants_delete: true, claim: 80 }, money), known(disk, diskFacts, money)]);
  const [deletion, upgrade] = [await lineageOf(machine, 'delete'), await lineageOf(disk, 'upgrade')];
  expect(upgrade).toMatchObject({ attachedTo: BigInt(machine), excludedBy: deletion.id });
  expect(upgrade.countedSavings?.toFixed()).toBe('0');
  expect((await readRecommendationDetail(database(), String(upgrade.id))).countedLess?.words).toBe(
    'Counts 0 of 5.00: delete i-0aaaaaaaaaaaaaaa1 takes it along.',
  );
  await dismissLineage({ actor: ACTOR, id: String(deletion.id), reason: 'kept on purpose' });
  expect((await lineageOf(disk, 'upgrade')).countedSavings?.toFixed()).toBe('5');
  await reopenLineage({ actor: ACTOR, id: String(deletion.id) });
  expect((await lineageOf(disk, 'upgrade')).countedSavings?.toFixed()).toBe('0');
  await find([
    known(machine, { wants_delete: true, claim: 80 }, money),
    known(disk, { wants_upgrade: true, claim: 20, support: 5 }, money),
  ]);
  expect(await lineageOf(disk, 'upgrade')).toMatchObject({ attachedTo: null, excludedBy: null });
  await database().lineage.updateMany({ data: { status: 'resolved' } });
});

it('10,000 savings of 0.004 are <0.01 each and 40.00 in all', async () => {
  const resources = await database().$queryRaw<{ id: string }[]>`
    INSERT INTO resources (provider, account, region, native_id, first_seen_at, last_seen_at)
    SELECT 'aws', '1', 'eu-west-1', 'small-' || n, now(), now() FROM generate_series(1, 10000) n RETURNING id::text`;
  const facts = { wants_delete: true, claim: 0.004, cash_cost: 0.004 };
  await find(resources.map(({ id }) => known(id, facts, { cash_cost: '0.004', claim: '0.004' })));
  const { savings } = await readOverview(database(), make.hour(hours));
  expect(savings.open).toEqual([{ currency: 'USD', amount: '40', count: 10_000 }]);
  expect(shortAmount(savings.open[0]?.amount ?? '')).toBe('40.00');
  const { items } = await listRecommendations(database(), input({ status: 'open', limit: 1 }));
  expect(shortAmount(items[0]?.countedSavings ?? '')).toBe('<0.01');
}, 120_000);

it('what frees commitment instead of cash says so (D09)', async () => {
  const id = await make.makeResource('i-committed');
  const money = { monthly_cost: '30.4167', cash_cost: '0', claim: '0' };
  await find([known(id, { wants_delete: true, claim: 0, cash_cost: 0, monthly_cost: 30.4167 }, money)]);
  const detail = await readRecommendationDetail(database(), String((await lineageOf(id, 'delete')).id));
  expect(detail).toMatchObject({
    savings: '0',
    freedCommitment: '30.4167',
    reason: 'wants delete. It also frees 30.42 USD a month of commitment (no cash).',
  });
});
