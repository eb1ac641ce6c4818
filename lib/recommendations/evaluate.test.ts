import { expect, it } from 'vitest';
import { database } from '@/lib/core/db';
import * as make from './testing';

it('the owner of an account is known however the provider and the account are written', async () => {
  await make.publishRules(make.WANTS);
  await database().accountOwner.createMany({
    data: [
      { provider: 'AWS', account: ' 1', owner: 'platform' },
      { provider: 'Microsoft', account: '/subscriptions/AB-12', owner: 'data' },
    ],
  });
  const sourceId = await make.makeSource('focus');
  const snapshotId = await make.makeSnapshot({ sourceId, through: make.hour(1) });
  const sources = [{ sourceId, snapshotId }];
  const known = async (name: string) =>
    make.known({ id: await make.makeResource(name), facts: { wants_delete: true }, sources });
  const resources = [
    await known('of aws'),
    { ...(await known('of azure')), provider: 'azure', account: 'ab-12' },
    { ...(await known('of nobody')), account: '2' },
  ];
  await make.generate({ snapshotIds: [snapshotId], resources, clock: () => make.hour(2) });
  const lineages = await database().lineage.findMany({ orderBy: { id: 'asc' } });
  expect(lineages.map(({ owner }) => owner)).toEqual(['platform', 'data', null]);
});
