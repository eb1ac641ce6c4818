import { afterAll, beforeAll, expect, it } from 'vitest';
import { routeTo, startTestJira, type TestJira } from '@/scripts/testing/jira';
import { type Pipeline, startPipeline } from '@/scripts/testing/pipeline';
import { database } from './core/db';
import { seedShippedRuleSets } from './rules/commands';
import { billOf, daily, dayOf, makeSource, send } from './sources/testing';

let jira: TestJira;
let pipeline: Pipeline;
let bill: string;

beforeAll(async () => {
  jira = await startTestJira();
  await routeTo(jira.connectionId, 'FIN');
  await seedShippedRuleSets();
  bill = await makeSource('focus');
  pipeline = await startPipeline(new Date(dayOf(33)), { jira });
});

afterAll(async () => {
  await pipeline.stop();
  await jira.site.close();
});

/** A bill, on that day, of a database that has run since 1 October and of what its extended support cost until one day. */
async function generate(day: number, supportedThrough: number): Promise<void> {
  await pipeline.turnTo(new Date(dayOf(day)));
  const charge = { ResourceId: 'db-1', ServiceName: 'Amazon RDS', BillingPeriodEnd: dayOf(200) };
  const charges = [
    ...daily(1, day - 1, { ...charge, SkuMeter: 'InstanceUsage:db.m5.large' }),
    ...daily(1, supportedThrough, { ...charge, SkuMeter: 'RDS:ExtendedSupport', EffectiveCost: '5' }),
  ];
  await send(bill, billOf(charges), { deliveredAt: new Date(dayOf(day)) });
  await pipeline.run('recommend');
}

const lineage = () =>
  database().lineage.findFirstOrThrow({ where: { action: 'upgrade' }, include: { resource: true } });

it('extended support that has ended is verified, though the database is charged for as before', async () => {
  await generate(33, 32);
  expect(await lineage()).toMatchObject({ status: 'open', resource: { nativeId: 'db-1' } });
  expect(await jira.issues()).toHaveLength(1);

  // The window still holds some of it.
  await generate(60, 40);
  expect((await lineage()).status).toBe('open');

  await generate(76, 40);
  expect(await lineage()).toMatchObject({ status: 'verified', isCovered: true });
});
