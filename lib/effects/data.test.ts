import { expect, it } from 'vitest';
import { database } from '@/lib/core/db';
import { effectsInState } from './data';

it('hands out a connection’s effects oldest first, the tenth after the ninth', async () => {
  const { id: connectionId } = await database().connection.create({
    data: {
      kind: 'jira',
      name: 'site',
      baseUrl: 'https://jira.example',
      account: 'a@b.example',
      sealedSecret: 'x',
    },
  });
  for (const id of [100, 9, 11, 8, 10]) {
    const own = { key: `ticket.create:${id}:1`, subject: `lineage:${id}`, kind: 'ticket.create' };
    await database().effect.create({ data: { id, ...own, connectionId, payload: {} } });
  }
  const effects = await effectsInState(database(), connectionId, ['intended']);
  expect(effects.map(({ id }) => id)).toEqual(['8', '9', '10', '11', '100']);
});
