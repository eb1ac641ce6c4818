import { beforeAll, expect, it } from 'vitest';
import { database } from '@/lib/core/db';
import { systemActor } from '@/lib/people/schema';
import { setArming } from '@/lib/rules/arming.commands';
import type { Facts } from '@/lib/rules/schema';
import { previewArming } from './arming-preview.data';
import * as make from './testing';
import { nextWishes } from './wishes.data';

const actor = systemActor('test');
const NOW = make.hour(30);
let real: string;
let ruleSetId: string;

/** On a real tracker: 10 is below the floor, 500 and 300 have a place on Ada's board, 200 waits for next week. */
beforeAll(async () => {
  await make.publishRules(make.WANTS);
  real = await make.makeConnection({ isSandbox: false });
  await database().ticketRoute.create({
    data: { connectionId: real, projectKey: 'ADA', owner: 'Ada', weeklyCap: 2 },
  });
  await database().ticketRoute.create({ data: { connectionId: real, projectKey: 'PLAT', weeklyCap: 5 } });
  const sourceId = await make.makeSource('inventory');
  const snapshotId = await make.makeSnapshot({ sourceId, through: make.hour(1) });
  const wanted: [string, number, string | null][] = [
    ['a', 10, 'Ada'],
    ['b', 500, 'Ada'],
    ['c', 300, 'Ada'],
    ['d', 200, 'Ada'],
    ['e', 150, null],
  ];
  const resources = [];
  for (const [name, claim, owner] of wanted) {
    const tags: Facts = owner === null ? {} : { tags: { owner } };
    const facts = { wants_delete: true, claim, ...tags };
    const id = await make.makeResource(name);
    resources.push(make.known({ id, facts, sources: [{ sourceId, snapshotId }] }));
  }
  await make.generate({ snapshotIds: [snapshotId], clock: () => make.hour(2), resources });
  ruleSetId = String((await database().ruleSet.findUniqueOrThrow({ where: { slug: 'wants' } })).id);
});

const usd = (amount: string, count: number) => [{ currency: 'USD', amount, count }];

it('says what would be opened by board and owner, and what holds the rest back', async () => {
  expect(await previewArming(database(), { ruleSetId, connectionId: real }, NOW)).toEqual({
    ruleSetId,
    title: 'wants',
    connectionId: real,
    connection: expect.stringMatching(/^jira-/),
    state: 'shadow',
    tickets: 3,
    savings: usd('950', 3),
    unowned: 1,
    boards: [
      { projectKey: 'ADA', tickets: 2, savings: usd('800', 2) },
      { projectKey: 'PLAT', tickets: 1, savings: usd('150', 1) },
    ],
    owners: [
      { owner: 'Ada', tickets: 2, savings: usd('800', 2) },
      { owner: null, tickets: 1, savings: usd('150', 1) },
    ],
    held: expect.arrayContaining([
      { reason: 'floor', tickets: 1, savings: usd('10', 1) },
      { reason: 'cap', tickets: 1, savings: usd('200', 1) },
    ]),
  });
});

it('asking changes nothing; once armed, the distribution walks just those', async () => {
  const wishes = () => nextWishes(database(), real, null, 100, NOW);
  expect(await wishes()).toEqual([]);
  await setArming({ actor, ruleSetId, connectionId: real, state: 'live' });
  expect((await wishes()).map(({ content }) => content.savings)).toEqual(['500', '300', '150']);
  const preview = await previewArming(database(), { ruleSetId, connectionId: real }, NOW);
  expect(preview).toMatchObject({ state: 'live', tickets: 3 });
});

it('what has no route is told as such', async () => {
  await database().ticketRoute.deleteMany({ where: { owner: null } });
  const { held, tickets } = await previewArming(database(), { ruleSetId, connectionId: real }, NOW);
  expect(tickets).toBe(2);
  expect(held).toContainEqual({ reason: 'no route', tickets: 1, savings: usd('150', 1) });
});
