import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestJira, type TestJira } from '@/scripts/testing/jira';
import { type Pipeline, startPipeline } from '@/scripts/testing/pipeline';
import { definitionYaml, makeWorld, type World } from './catalog/testing';
import { DAY_MS } from './core/clock';
import { database, pool } from './core/db';
import { listRecommendations, totalRecommendations } from './recommendations/data';
import { publishRules } from './recommendations/testing';
import { seedShippedRuleSets } from './rules/commands';
import { billOf, daily, makeSource, send } from './sources/testing';

/** From a library's empty column to an issue and back, with the shipped alerts and beside a bill with its own rules. */
let jira: TestJira;
let pipeline: Pipeline;
let world: World;

const START = new Date('2026-11-03T02:45:00Z');
const day = (days: number) => new Date(START.getTime() + days * DAY_MS);

beforeAll(async () => {
  jira = await startTestJira();
  await database().ticketRoute.create({
    data: { owner: 'catalogue-team', connectionId: jira.connectionId, projectKey: 'FIN', weeklyCap: 10 },
  });
  await seedShippedRuleSets();
  await publishRules(`
ruleset: anything
domain: finops
rules:
  - name: delete-anything
    condition: "kind != 'account'"
    recommend: { action: delete, reason: "It is there" }
`);
  world = await makeWorld({
    rows: 100,
    yaml: (table) => definitionYaml({ table, more: 'tags: { Owner: catalogue-team }' }),
  });
  const charge = {
    SkuMeter: 'BoxUsage:m5.large',
    EffectiveCost: '10',
    Tags: '{"owner":"web"}',
    BillingPeriodEnd: '2027-10-01T00:00:00Z',
  };
  await send(await makeSource('focus'), billOf(daily(1, 32, { ...charge, ResourceId: 'i-1' })), {
    deliveredAt: day(0),
  });
  pipeline = await startPipeline(day(0), { jira });
});

afterAll(async () => {
  await pipeline.stop();
  await jira.site.close();
});

const edit = (sql: string) => pool().query(sql.replaceAll('FRAGRANCES', world.table));

/** Measured and judged on that day. */
async function generate(days: number): Promise<void> {
  await pipeline.turnTo(day(days));
  expect((await pipeline.run('measure-quality')).state).toBe('succeeded');
  await judge();
}

async function judge(): Promise<void> {
  const run = await pipeline.run('recommend');
  expect({ state: run.state, error: run.error }).toMatchObject({ error: null });
  expect(['succeeded', 'warned']).toContain(run.state);
}

const alerts = async () => (await listRecommendations(database(), { limit: 50, domain: 'quality' })).items;
const slug = () => world.table.replace(/^(.*)\..*$/, 'fragrances-$1');

it('a whole library raises no alert, and rules of costs do not see its columns', async () => {
  await generate(0);
  expect(await alerts()).toEqual([]);
  const { items } = await listRecommendations(database(), { limit: 50 });
  expect(items.map(({ action, nativeId, domain }) => [action, nativeId, domain])).toEqual([
    ['delete', 'i-1', 'finops'],
  ]);
  const source = await database().source.findFirstOrThrow({ where: { kind: 'quality' } });
  expect(source).toMatchObject({ name: `Data quality of ${slug()}`, enabled: true });
});

it('a column that turned empty is an alert with its owner’s ticket, though it saves nothing', async () => {
  await edit('UPDATE FRAGRANCES SET cost = NULL WHERE fragrance_id <= 40');
  await generate(1);
  const [alert, ...others] = await alerts();
  expect(others).toEqual([]);
  expect(alert).toMatchObject({
    ...{ domain: 'quality', action: 'fix_missing_values', set: 'field-alerts', status: 'open' },
    ...{ nativeId: `sync:${slug()}/cost`, account: slug(), kind: 'catalog_field', owner: 'catalogue-team' },
    ...{ savings: null, currency: null, waitReason: null },
    reason: `cost of ${slug()} has a value in 60% of 100 rows.`,
  });
  const issues = await jira.issues();
  expect(issues).toMatchObject([{ key: alert?.ticketKey, project: 'FIN' }]);
  expect(issues[0]?.summary).toContain(`Fix missing values ${slug()}.cost`);
});

it('what is found again is the same alert with the same ticket, and adds no money', async () => {
  await generate(2);
  expect(await alerts()).toHaveLength(1);
  expect(await jira.issues()).toHaveLength(1);
  const all = await totalRecommendations(database(), { limit: 1 });
  expect(all).toMatchObject({ count: 2, savings: [] });
});

it('a column that was mended stays an alert until it is measured again', async () => {
  await edit('UPDATE FRAGRANCES SET cost = 1 WHERE cost IS NULL');
  await pipeline.turnTo(day(3));
  await judge();
  expect(await alerts()).toMatchObject([{ status: 'open' }]);
});

it('data that was mended and measured again is verified, and its ticket is told', async () => {
  await generate(3);
  expect(await alerts()).toMatchObject([{ status: 'verified', savings: null, realised: null }]);
  const { rows } = await pool().query<{ body: string }>(
    'SELECT body::text AS body FROM sandbox.jira_comments',
  );
  expect(rows.map(({ body }) => body).join('\n')).toContain('Verified as fixed');
  const told = await database().generation.findFirstOrThrow({ orderBy: { id: 'desc' } });
  expect(told.summary).toMatchObject({ measured: 0 });
});

it('a column that is not mapped any more has no open alert, and figures of days ago raise none', async () => {
  await edit('UPDATE FRAGRANCES SET cost = NULL WHERE fragrance_id <= 40');
  await edit("UPDATE FRAGRANCES SET description = '' WHERE fragrance_id <= 40");
  await generate(4);
  const actions = async () =>
    (await alerts()).map(({ nativeId, status }) => [nativeId.split('/')[1], status]).sort();
  expect(await actions()).toEqual([
    ['cost', 'open'],
    ['description', 'open'],
  ]);
  const { definitionId, table } = world;
  const yaml = definitionYaml({ table }).replace('  cost: { type: number }\n', '');
  await database().syncDefinitionVersion.updateMany({ where: { definitionId }, data: { yaml } });
  await generate(5);
  expect(await actions()).toEqual([
    ['cost', 'verified'],
    ['description', 'open'],
  ]);
  await pipeline.turnTo(day(9));
  await judge();
  expect(await actions()).toEqual([
    ['cost', 'verified'],
    ['description', 'open'],
  ]);
});
