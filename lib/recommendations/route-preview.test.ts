import { beforeAll, describe, expect, it } from 'vitest';
import { database } from '@/lib/core/db';
import { systemActor } from '@/lib/people/schema';
import type { Facts } from '@/lib/rules/schema';
import { saveAccountOwner, saveRoute } from '@/lib/tickets/routes.commands';
import { pageAccountOwners, pageRoutes } from '@/lib/tickets/routes.data';
import { listUnroutedOwners, previewRoute } from './route-preview.data';
import * as make from './testing';

const actor = systemActor('test');
const NOW = make.hour(3);
let connectionId: string;
let resources: string[];

/** Lineages of 100 for Ada, 300 for Bea, and one of 50 that nobody owns. */
beforeAll(async () => {
  await make.publishRules(make.WANTS);
  connectionId = await make.makeConnection();
  const sourceId = await make.makeSource('inventory');
  const snapshotId = await make.makeSnapshot({ sourceId, through: make.hour(1) });
  const owners = ['Ada', 'Bea', null];
  resources = [];
  for (const [index] of owners.entries()) resources.push(await make.makeResource(`r${index}`));
  for (const [index, owner] of owners.entries()) {
    const facts = owner === null ? {} : { tags: { owner } };
    await database().resourceFacts.create({
      data: { snapshotId: BigInt(snapshotId), resourceId: BigInt(resources[index] ?? 0), facts },
    });
  }
  const claims = [100, 300, 50];
  await make.generate({
    snapshotIds: [snapshotId],
    clock: () => make.hour(2),
    resources: resources.map((id, index) => {
      const owner = owners[index];
      const tags: Facts = owner ? { tags: { owner } } : {};
      const facts = { wants_delete: true, claim: claims[index] ?? 0, ...tags };
      return make.known({ id, facts, sources: [{ sourceId, snapshotId }] });
    }),
  });
});

const goes = async (asked: Parameters<typeof previewRoute>[1]) => {
  const { owner, by, via, route } = await previewRoute(database(), asked, NOW);
  return [owner, by, via, route?.projectKey ?? null];
};

describe('where would this go', () => {
  it('waits where there is no route at all, and its owners are told by what they would save', async () => {
    expect(await goes({ owner: 'Ada' })).toEqual(['Ada', 'given', 'none', null]);
    expect(await listUnroutedOwners(database())).toEqual([
      { owner: 'Bea', recommendations: 1, savings: [{ currency: 'USD', amount: '300' }], goesTo: null },
      { owner: 'Ada', recommendations: 1, savings: [{ currency: 'USD', amount: '100' }], goesTo: null },
      { owner: null, recommendations: 1, savings: [{ currency: 'USD', amount: '50' }], goesTo: null },
    ]);
  });

  it('of a resource is decided by the tags that the last generation read', async () => {
    await saveRoute({ actor, owner: 'ada', connectionId, projectKey: 'ADA' });
    await saveRoute({ actor, owner: null, connectionId, projectKey: 'PLAT' });
    expect(await goes({ resourceId: resources[0] })).toEqual(['Ada', 'tag', 'own', 'ADA']);
    expect(await goes({ resourceId: resources[1] })).toEqual(['Bea', 'tag', 'default', 'PLAT']);
    expect(await goes({ resourceId: resources[2] })).toEqual([null, 'nobody', 'default', 'PLAT']);
    await expect(goes({ resourceId: '9999' })).rejects.toMatchObject({ code: 'not_found' });
  });

  it('of tags and an account is asked as people write them', async () => {
    await saveAccountOwner({ actor, provider: 'Amazon Web Services', account: '1', owner: 'Ada' });
    expect(await goes({ tags: { Team: 'Bea' } })).toEqual(['Bea', 'tag', 'default', 'PLAT']);
    expect(await goes({ provider: 'AWS', account: '1' })).toEqual(['Ada', 'account', 'own', 'ADA']);
    expect(await goes({ provider: 'Azure', account: '1' })).toEqual([null, 'nobody', 'default', 'PLAT']);
  });

  it('who has no route of their own is told with where the default one leads', async () => {
    const unrouted = await listUnroutedOwners(database());
    expect(unrouted.map(({ owner, goesTo }) => [owner, goesTo?.split(' ')[0]])).toEqual([['Bea', 'PLAT']]);
  });

  it('lists begin with the default route, and find by any word', async () => {
    const owners = async (q?: string) =>
      (await pageRoutes(database(), { limit: 50, q })).items.map(({ owner }) => owner);
    expect(await owners()).toEqual([null, 'ada']);
    expect(await owners('ADA')).toEqual(['ada']);
    const { items } = await pageAccountOwners(database(), { limit: 50, account: '1' });
    expect(items).toEqual([
      { id: 'Amazon Web Services:1', provider: 'Amazon Web Services', account: '1', owner: 'Ada' },
    ]);
  });
});
