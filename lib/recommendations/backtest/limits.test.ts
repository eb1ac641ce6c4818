import { beforeEach, expect, it } from 'vitest';
import { database } from '@/lib/core/db';
import type { Actor } from '@/lib/people/schema';
import { readVersion } from '@/lib/rules/editing/data';
import * as make from '../testing';
import { publishWithinLimits } from './commands';
import { exceeded } from './limits';
import { actor, backtest, draftOf, generateWeek, readWeek, routeTo } from './testing/weeks';

const operator: Actor = { ...actor, kind: 'user', name: 'Ola', role: 'operator' };
const admin: Actor = { ...actor, kind: 'user', name: 'Ana', role: 'admin' };
const note = 'Stops what nobody uses';

const text = (limits: string, condition = 'wants_stop == true') => `
ruleset: wants
domain: finops
limits: ${limits}
rules:
  - name: stop
    condition: "${condition} and inv_ok"
    recommend: { action: stop, savings: claim, reason: "wants stop" }
`;

beforeEach(async () => {
  await database().$executeRaw`
    TRUNCATE recommendations_generated, recommendations, lineages, resources, snapshots, sources, rule_sets, runs,
      ticket_routes, connections CASCADE`;
  await routeTo(await make.makeConnection(), 'FIN', null);
  const sourceId = await make.makeSource('inventory');
  const things = await Promise.all(
    ['a', 'b', 'c', 'd'].map(async (name, index) => ({
      id: await make.makeResource(name),
      facts: { claim: 100, wants_stop: index < 3 },
    })),
  );
  await generateWeek(1, [await readWeek(sourceId, 1, things)]);
});

const publish = (number: number, by: Actor, overrideReason?: string) =>
  publishWithinLimits({
    ...{ actor: by, slug: 'wants', number, revision: 1, note },
    ...(overrideReason === undefined ? {} : { overrideReason }),
  });

it('a set that declares limits is not published before its text was tried', async () => {
  const number = await draftOf('wants', text('{ new_tickets: 5 }'));
  await expect(publish(number, admin)).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringContaining('run a backtest first'),
  });
  await backtest('wants', number);
  expect(await publish(number, operator)).toMatchObject({ version: 1 });
  expect(await readVersion(database(), { slug: 'wants', version: 1 })).toMatchObject({
    limitsOverride: null,
  });
});

it('above its limits only an administrator publishes, with a reason that stays with the version', async () => {
  const number = await draftOf('wants', text('{ new_tickets: 2, share: 0.5 }'));
  const { id } = await backtest('wants', number);
  await expect(publish(number, operator)).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringMatching(
      /would open 3 tickets .* allows 2\. .* 75 % of all resources; .* allows 50 %/,
    ),
  });
  await expect(publish(number, operator, 'I want it')).rejects.toMatchObject({ code: 'forbidden' });
  expect(await publish(number, admin, 'The owners know of it')).toMatchObject({ version: 1 });
  expect((await readVersion(database(), { slug: 'wants', version: 1 })).limitsOverride).toEqual({
    reason: 'The owners know of it',
    by: 'Ana',
    exceeded: [
      { limit: 'new_tickets', allowed: 2, found: 3 },
      { limit: 'share', allowed: 0.5, found: 0.75 },
    ],
    backtestId: id,
  });
  const published = await database().auditEvent.findFirstOrThrow({
    where: { action: 'rule_set.published' },
    orderBy: { id: 'desc' },
  });
  expect(published.after).toMatchObject({ overrideReason: 'The owners know of it' });
});

it('a backtest of another text, or against an older version, says nothing of this one', async () => {
  const first = await draftOf('wants', text('{ new_tickets: 5 }'));
  await backtest('wants', first);
  const other = text('{ new_tickets: 5 }', 'wants_stop == false');
  const changed = await draftOf('wants', other);
  const stale = await draftOf('wants', `${other}# later\n`);
  await expect(publish(changed, admin)).rejects.toMatchObject({
    message: expect.stringContaining('backtest first'),
  });
  await backtest('wants', stale);
  await publish(first, operator);
  await database().ruleDraft.update({
    where: {
      ruleSetId_number: { ruleSetId: (await database().ruleSet.findFirstOrThrow()).id, number: stale },
    },
    data: { baseVersion: 1 },
  });
  await expect(publish(stale, admin)).rejects.toMatchObject({
    message: expect.stringContaining('backtest first'),
  });
});

it('a set without limits is published as before', async () => {
  const number = await draftOf('wants', text('{ new_tickets: 1 }').replace(/limits:.*\n/, ''));
  expect(await publish(number, operator)).toMatchObject({ version: 1 });
});

it.each([
  [{ newTickets: 3 }, { newTickets: 3, resources: 10 }, []],
  [{ newTickets: 3 }, { newTickets: 4, resources: 10 }, ['new_tickets']],
  [{ share: 0.1 }, { newTickets: 1, resources: 10 }, []],
  [{ share: 0.1 }, { newTickets: 2, resources: 10 }, ['share']],
  [{ newTickets: 0, share: 0 }, { newTickets: 0, resources: 0 }, []],
  [{ newTickets: 3, share: 0.1 }, null, ['new_tickets', 'share']],
])('limits %j over %j: %j', (limits, found, over) => {
  expect(exceeded(limits, found).map(({ limit }) => limit)).toEqual(over);
});
