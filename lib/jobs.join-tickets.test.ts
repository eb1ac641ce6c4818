import { afterAll, beforeAll, expect, it } from 'vitest';
import { routeTo, startTestJira, type TestJira } from '@/scripts/testing/jira';
import { type Pipeline, startPipeline } from '@/scripts/testing/pipeline';
import { database } from './core/db';
import { closeDuplicates, joinAll, undoJoin } from './recommendations/joins/commands';
import { listJoins } from './recommendations/joins/joins.data';
import { publishRules } from './recommendations/testing';
import { ended } from './runs/testing/harness';
import { actor, billOf, daily, dayOf, makeSource, send } from './sources/testing';

/** Resources that an older version doubled, each with an issue of its own: joined by a run, closed in the tracker. */
let jira: TestJira;
let pipeline: Pipeline;

beforeAll(async () => {
  jira = await startTestJira();
  await routeTo(jira.connectionId, 'FIN');
  await publishRules(`
ruleset: dear
domain: finops
rules:
  - name: delete-dear
    condition: "bill_ok and daily_cost >= 10"
    recommend: { action: delete, savings: cash_cost, reason: "It costs much" }
`);
  pipeline = await startPipeline(new Date(dayOf(33)), { jira });
});

afterAll(async () => {
  await pipeline.stop();
  await jira.site.close();
});

async function statuses(): Promise<string[]> {
  return (await jira.issues()).map(({ status }) => status).toSorted();
}

it('joins by a run, closes the other issue once when a person says so, and stays then', async () => {
  const disk = {
    ProviderName: 'GCP',
    ResourceId: 'disk-7',
    EffectiveCost: '10',
    BillingPeriodEnd: dayOf(300),
  };
  const charges = ['us-central1', 'us-central1-a'].flatMap((RegionId) => daily(1, 32, { ...disk, RegionId }));
  await send(await makeSource('focus'), billOf(charges), { deliveredAt: pipeline.now() });
  expect((await pipeline.run('recommend')).state).toBe('succeeded');
  expect(await statuses()).toEqual(['To Do', 'To Do']);

  const joined = await ended((await joinAll({ actor, reason: 'place' })).runId);
  expect(joined).toMatchObject({ state: 'succeeded', warnings: [] });
  expect(await database().lineage.count({ where: { status: { not: 'resolved' } } })).toBe(1);
  expect(await statuses()).toEqual(['To Do', 'To Do']); // nobody has confirmed it yet
  const [join] = (await listJoins(database(), { limit: 10 })).items;
  expect(join).toMatchObject({ reason: 'place', duplicates: [{ state: 'waiting' }] });

  expect(await closeDuplicates({ actor, id: join?.id ?? '' })).toEqual({ closing: 1 });
  for (const graph of ['distribute', 'sync-tickets', 'distribute', 'recommend']) {
    expect((await pipeline.run(graph)).state).toBe('succeeded');
    expect(await statuses()).toEqual(['Done', 'To Do']);
  }
  const closed = await database().$queryRaw<{ body: string }[]>`
    SELECT body::text AS body FROM sandbox.jira_comments WHERE body::text LIKE '%Closed as a duplicate%'`;
  expect(closed).toHaveLength(1);
  expect(closed[0]?.body).toMatch(/it is about the same resource as FIN-\d+/);
  expect(await database().lineage.count({ where: { status: 'open' } })).toBe(1);
  await expect(undoJoin({ actor, id: join?.id ?? '' })).rejects.toThrow(/was closed as a duplicate/);
});
