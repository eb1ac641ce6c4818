import { beforeAll, expect, it } from 'vitest';
import { database } from '@/lib/core/db';
import { systemActor } from '@/lib/people/schema';
import { setArming } from './arming.commands';
import { pageArming } from './arming.data';
import { seedShippedRuleSets } from './commands';

const actor = systemActor('test');
let ids: Record<'real' | 'sandbox', string>;

beforeAll(async () => {
  await seedShippedRuleSets();
  const connection = async (name: string, isSandbox: boolean) =>
    (
      await database().connection.create({
        data: {
          kind: 'jira',
          name,
          baseUrl: 'http://127.0.0.1:1',
          account: 'a',
          sealedSecret: 'x',
          isSandbox,
        },
      })
    ).id;
  ids = { real: await connection('real', false), sandbox: await connection('sandbox', true) };
});

async function read(connectionId: string) {
  const { items } = await pageArming(database(), { limit: 200 });
  const set = items.find(({ slug }) => slug === 'gp2-to-gp3');
  return { ruleSetId: set?.id ?? '', cell: set?.cells.find((each) => each.connectionId === connectionId) };
}

it('starts in shadow on a real connection and live on a sandbox, and is what a person says from then on', async () => {
  expect((await read(ids.sandbox)).cell).toMatchObject({ state: 'live', isDefault: true, decidedBy: null });
  const { ruleSetId, cell } = await read(ids.real);
  expect(cell).toMatchObject({ state: 'shadow', isDefault: true });
  const deed = { actor, ruleSetId, connectionId: ids.real, clock: () => new Date('2026-11-20T08:00:00Z') };
  await setArming({ ...deed, state: 'live' });
  await setArming({ ...deed, state: 'live' });
  expect((await read(ids.real)).cell).toMatchObject({
    state: 'live',
    isDefault: false,
    decidedBy: 'test',
    decidedAt: '2026-11-20T08:00:00.000Z',
  });
  const audit = await database().auditEvent.findMany({
    where: { action: 'rule_set.armed' },
    orderBy: { id: 'asc' },
  });
  expect(audit.map(({ before, after }) => [before, after])).toEqual([
    [
      { state: null, connection: 'real', slug: 'gp2-to-gp3' },
      { state: 'live', connection: 'real', slug: 'gp2-to-gp3' },
    ],
    [
      { state: 'live', connection: 'real', slug: 'gp2-to-gp3' },
      { state: 'live', connection: 'real', slug: 'gp2-to-gp3' },
    ],
  ]);
});

it('does not know sets and connections that are not there', async () => {
  const { ruleSetId } = await read(ids.real);
  const state = 'live' as const;
  await expect(setArming({ actor, ruleSetId: '999', connectionId: ids.real, state })).rejects.toMatchObject({
    code: 'not_found',
  });
  const connectionId = '00000000-0000-4000-8000-000000000000';
  await expect(setArming({ actor, ruleSetId, connectionId, state })).rejects.toMatchObject({
    code: 'not_found',
  });
});

it('policy sets open no tickets: they are not among those to arm', async () => {
  const { items } = await pageArming(database(), { limit: 200 });
  expect(items.filter(({ domain }) => domain === 'policy')).toEqual([]);
  const live = await pageArming(database(), { limit: 200, state: 'live' });
  expect(live.items).toHaveLength(items.length);
});
