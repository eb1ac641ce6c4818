import { beforeAll, describe, expect, it } from 'vitest';
import { database, transaction } from '@/lib/core/db';
import { systemActor } from '@/lib/people/schema';
import { setArming } from '@/lib/rules/arming.commands';
import { dismissLineage } from './commands';
import * as make from './testing';
import { nextWishes, refreshWants } from './wishes.data';

const ACTOR = systemActor('test');
const NOW = make.hour(30);
let sandbox: string;
let real: string;
let resources: string[];

/** Lineages 1, 2 and 3 save 10, 100 and 300 a month on the sandbox; 4 belongs to a team with a real tracker. */
beforeAll(async () => {
  await make.publishRules(make.WANTS);
  sandbox = await make.makeConnection();
  real = await make.makeConnection({ isSandbox: false });
  await database().ticketRoute.create({ data: { connectionId: sandbox, projectKey: 'FIN', weeklyCap: 2 } });
  await database().ticketRoute.create({ data: { connectionId: real, projectKey: 'ADA', owner: 'Ada' } });
  const sourceId = await make.makeSource('inventory');
  const snapshotId = await make.makeSnapshot({ sourceId, through: make.hour(1) });
  resources = [];
  for (const name of ['a', 'b', 'c', 'd']) resources.push(await make.makeResource(name));
  const claims = [10, 100, 300, 500];
  await make.generate({
    snapshotIds: [snapshotId],
    clock: () => make.hour(2),
    resources: resources.map((id, index) =>
      make.known({
        id,
        facts: {
          wants_delete: true,
          claim: claims[index] ?? 0,
          ...(index === 3 ? { tags: { owner: 'ada' } } : {}),
        },
        sources: [{ sourceId, snapshotId }],
      }),
    ),
  });
});

const wishesOf = async (connectionId: string, after: string | null = null, limit = 100) =>
  (await nextWishes(database(), connectionId, after, limit, NOW)).map(
    ({ lineageId, deed }) => `${deed} ${lineageId}`,
  );

async function waits() {
  await transaction((tx) => refreshWants(tx, NOW));
  const lineages = await database().lineage.findMany({ orderBy: { id: 'asc' } });
  return lineages.map(({ waitReason, ticketWanted }) => (ticketWanted ? 'wanted' : waitReason));
}

describe('wishes for tickets', () => {
  it('come in the order of lineages, a page after the other, without those below the floor', async () => {
    expect(await wishesOf(sandbox)).toEqual(['create 2', 'create 3']);
    expect(await wishesOf(sandbox, '2')).toEqual(['create 3']);
    expect(await wishesOf(sandbox, null, 1)).toEqual(['create 2']);
    expect(await waits()).toEqual(['floor', 'wanted', 'wanted', 'shadow']);
  });

  it('say what the ticket is to say', async () => {
    const [wish] = await nextWishes(database(), sandbox, null, 1, NOW);
    expect(wish).toMatchObject({
      sequence: '1',
      owner: null,
      content: {
        summary: 'Delete b (1)',
        savings: '100',
        currency: 'USD',
        reason: 'wants delete',
        facts: [
          { label: 'wants_delete', value: 'true' },
          { label: 'bill_ok', value: 'true' },
        ],
        ruleTitle: 'wants',
        links: [{ url: expect.stringMatching(/\/recommendations\/2$/) }],
      },
    });
  });

  it('wait on a real tracker until the set is armed there', async () => {
    expect(await wishesOf(real)).toEqual([]);
    const set = await database().ruleSet.findUniqueOrThrow({ where: { slug: 'wants' } });
    await setArming({ actor: ACTOR, ruleSetId: String(set.id), connectionId: real, state: 'live' });
    expect(await wishesOf(real)).toEqual(['create 4']);
  });

  it('beyond the cap of a board wait for the next week; what has been begun and the largest saving go first', async () => {
    await database().ticketRoute.updateMany({ where: { connectionId: sandbox }, data: { weeklyCap: 1 } });
    expect(await wishesOf(sandbox)).toEqual(['create 3']);
    expect((await waits())[1]).toBe('cap');
    await database().effect.create({
      data: {
        key: 'ticket.create:2:1',
        kind: 'ticket.create',
        subject: 'lineage:2',
        connectionId: sandbox,
        state: 'uncertain',
        payload: {},
        horizonAt: NOW,
        uncertainSince: NOW,
        frozen: true,
        attempts: 1,
      },
    });
    expect(await wishesOf(sandbox)).toEqual(['create 2']);
    await database().effect.deleteMany();
    await make.openTicket('3', sandbox, NOW);
    expect(await wishesOf(sandbox)).toEqual([]);
    const nextWeek = new Date(NOW.getTime() + 7 * 86_400_000);
    expect(
      (await nextWishes(database(), sandbox, null, 9, nextWeek)).map(({ lineageId }) => lineageId),
    ).toEqual(['2']);
  });

  it('are none where neither a saving nor a stake is known', async () => {
    await database().ticketRoute.updateMany({ where: { connectionId: sandbox }, data: { weeklyCap: 10 } });
    await database().lineage.update({
      where: { id: 2n },
      data: { monthlySavings: null, countedSavings: null },
    });
    expect((await waits())[1]).toBe('floor');
    await database().lineage.update({
      where: { id: 2n },
      data: { monthlySavings: 100, countedSavings: 100 },
    });
  });

  it('tell a ticket what became of its finding, once', async () => {
    await dismissLineage({ actor: ACTOR, id: '3', reason: 'kept on purpose', clock: () => NOW });
    const wishes = await nextWishes(database(), sandbox, '2', 9, NOW);
    expect(wishes).toMatchObject([
      { lineageId: '3', deed: 'comment', content: { reason: expect.stringContaining('kept on purpose') } },
    ]);
    await database().effect.create({
      data: {
        key: `ticket.comment:3:${wishes[0]?.sequence}`,
        kind: 'ticket.comment',
        subject: 'lineage:3',
        connectionId: sandbox,
        state: 'confirmed',
        payload: {},
        settledAt: NOW,
        frozen: true,
        attempts: 1,
        result: {},
      },
    });
    expect(await wishesOf(sandbox, '2')).toEqual([]);
  });

  it('are none for what was dismissed', async () => {
    await dismissLineage({ actor: ACTOR, id: '2', reason: 'not ours' });
    expect(await wishesOf(sandbox)).toEqual([]);
  });
});
