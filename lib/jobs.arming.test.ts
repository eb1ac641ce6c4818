import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestJira, type TestJira } from '@/scripts/testing/jira';
import { inventoryAt, type Pipeline, startPipeline } from '@/scripts/testing/pipeline';
import { database } from './core/db';
import { previewArming } from './recommendations/arming-preview.data';
import { publishRules } from './recommendations/testing';
import { setArming } from './rules/arming.commands';
import { actor, billOf, daily, dayOf, makeSource, send } from './sources/testing';

/** What is said before arming is what the sandbox has afterwards. */
let jira: TestJira;
let pipeline: Pipeline;
const at = new Date(dayOf(33));

beforeAll(async () => {
  jira = await startTestJira();
  const { connectionId } = jira;
  await database().connection.update({ where: { id: connectionId }, data: { isSandbox: false } });
  await database().ticketRoute.create({ data: { connectionId, projectKey: 'FIN', weeklyCap: 3 } });
  await database().ticketRoute.create({
    data: { connectionId, projectKey: 'PLAT', owner: 'platform', weeklyCap: 10 },
  });
  for (const slug of ['idle', 'other']) {
    await publishRules(`
ruleset: ${slug}
domain: finops
rules:
  - name: delete-${slug}
    condition: "bill_ok and inv_ok and wanted_by == '${slug}'"
    recommend: { action: delete, savings: cash_cost, reason: "Nobody uses it" }
`);
  }
  pipeline = await startPipeline(at, { jira });
});

afterAll(async () => {
  await pipeline.stop();
  await jira.site.close();
});

it('arming opens as many tickets on each board as was said, and no others', async () => {
  const machines = Array.from({ length: 9 }, (_, index) => ({
    id: `i-${index}`,
    cost: index === 0 ? '0.1' : String(10 + index), // the first one stays below the floor
    wanted_by: index === 8 ? 'other' : 'idle',
    tags: index % 3 === 1 ? { owner: 'platform' } : {},
  }));
  const charges = machines.flatMap(({ id, cost }) =>
    daily(1, 32, {
      SkuMeter: 'BoxUsage:m5.large',
      EffectiveCost: cost,
      BillingPeriodEnd: dayOf(300),
      ResourceId: id,
    }),
  );
  await send(await makeSource('focus'), billOf(charges), { deliveredAt: at });
  const things = machines.map(({ cost: _, ...thing }) => thing);
  await send(await makeSource('inventory'), inventoryAt(at, things), { deliveredAt: at });
  expect(await pipeline.run('recommend')).toMatchObject({ state: 'succeeded', warnings: [] });
  expect(await jira.issues()).toEqual([]);

  const { id } = await database().ruleSet.findUniqueOrThrow({ where: { slug: 'idle' } });
  const place = { ruleSetId: String(id), connectionId: jira.connectionId };
  const said = await previewArming(database(), place, at);
  expect(said.held.map(({ reason, tickets }) => [reason, tickets])).toEqual(
    expect.arrayContaining([
      ['floor', 1],
      ['cap', 1],
    ]),
  );
  await setArming({ actor, ...place, state: 'live' });
  expect(await pipeline.run('distribute')).toMatchObject({ state: 'succeeded' });
  const opened = await jira.issues();
  expect(opened).toHaveLength(said.tickets);
  const byBoard = said.boards.map(({ projectKey, tickets }) => [
    projectKey,
    tickets,
    opened.filter(({ project }) => project === projectKey).length,
  ]);
  expect(byBoard.sort()).toEqual([
    ['FIN', 3, 3],
    ['PLAT', 3, 3],
  ]);
  expect((await previewArming(database(), place, at)).tickets).toBe(0);
});
