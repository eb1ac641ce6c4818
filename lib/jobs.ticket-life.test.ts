import { afterAll, beforeAll, expect, it } from 'vitest';
import { routeTo, startTestJira, type TestJira } from '@/scripts/testing/jira';
import { inventoryAt, type Pipeline, startPipeline } from '@/scripts/testing/pipeline';
import { database } from './core/db';
import { openAnotherTicket } from './recommendations/commands';
import { publishRules } from './recommendations/testing';
import { actor, billOf, daily, dayOf, makeSource, send } from './sources/testing';

let jira: TestJira;
let pipeline: Pipeline;
let bill: string;
let inventory: string;

/** Midnight at the beginning of the n-th day, counted from 1 October 2026. */
const at = (day: number) => new Date(dayOf(day));

beforeAll(async () => {
  jira = await startTestJira();
  await routeTo(jira.connectionId, 'FIN');
  await publishRules(`
ruleset: idle
domain: finops
rules:
  - name: delete-idle
    condition: "bill_ok and inv_ok and idle == true"
    recommend: { action: delete, savings: cash_cost, reason: "Nobody uses it" }
`);
  bill = await makeSource('focus');
  inventory = await makeSource('inventory');
  pipeline = await startPipeline(at(33), { jira });
});

afterAll(async () => {
  await pipeline.stop();
  await jira.site.close();
});

/** On which days (from, through) the machine was charged so far; it costs 10 a day. Another one fills the bill. */
type Seen = { charged: [number, number][]; isThere: boolean };

/** A generation on that day over a bill and an inventory delivered on it. */
async function generate(day: number, { charged, isThere }: Seen): Promise<void> {
  await pipeline.turnTo(at(day));
  const machine = { SkuMeter: 'BoxUsage:m5.large', EffectiveCost: '10', BillingPeriodEnd: dayOf(300) };
  const charges = [
    ...daily(1, day - 1, { ...machine, ResourceId: 'i-busy' }),
    ...charged.flatMap(([from, through]) =>
      daily(from, through - from + 1, { ...machine, ResourceId: 'i-idle' }),
    ),
  ];
  await send(bill, billOf(charges), { deliveredAt: at(day) });
  const things = [{ id: 'i-busy', idle: false }, ...(isThere ? [{ id: 'i-idle', idle: true }] : [])];
  await send(inventory, inventoryAt(at(day), things), { deliveredAt: at(day) });
  expect(await pipeline.run('recommend')).toMatchObject({ state: 'succeeded', warnings: [] });
}

/** A person does that to the issue on that day, and the monitor comes by. */
async function person(day: number, deed: 'transition' | 'delete', body: object = {}): Promise<void> {
  await pipeline.turnTo(at(day));
  await jira.control('POST', `issues/${(await ticket()).key}/${deed}`, body);
  expect((await pipeline.run('sync-tickets')).state).toBe('succeeded');
}

async function lineage() {
  const [only, ...others] = await database().lineage.findMany();
  expect(others).toEqual([]);
  if (!only) throw new Error('no lineage');
  return only;
}

async function ticket() {
  const { ticketId } = await lineage();
  return database().ticket.findUniqueOrThrow({ where: { id: ticketId ?? 0n } });
}

const issueStatuses = async () => (await jira.issues()).map(({ status }) => status);

async function comments(): Promise<string> {
  const rows = await database().$queryRaw<{ body: string }[]>`
    SELECT body::text AS body FROM sandbox.jira_comments ORDER BY id`;
  return rows.map(({ body }) => body).join('\n');
}

// One life in four parts, each of which goes on where the one before it ended.
it('a finding is opened, worked on and closed as its ticket moves, and opened again when it is still there', async () => {
  await generate(33, { charged: [[1, 32]], isThere: true });
  expect(await lineage()).toMatchObject({ id: 1n, status: 'open', incarnation: 1 });
  expect(await issueStatuses()).toEqual(['To Do']);

  await person(34, 'transition', { to: 'In Progress' });
  expect((await lineage()).status).toBe('in_progress');

  await person(35, 'transition', { to: 'Done' });
  expect(await lineage()).toMatchObject({ status: 'closed', closedAt: at(35) });

  // What shows it reaches back to before the closing: that proves nothing.
  await generate(42, { charged: [[1, 41]], isThere: true });
  expect((await lineage()).status).toBe('closed');

  // A whole window that begins after the closing and the grace.
  await generate(72, { charged: [[1, 71]], isThere: true });
  expect(await lineage()).toMatchObject({ status: 'open', closedAt: null });
  expect(await issueStatuses()).not.toContain('Done');
  expect(await comments()).toContain('Data from after the closing still shows it.');
  expect((await pipeline.run('sync-tickets')).state).toBe('succeeded');
  expect((await lineage()).status).toBe('open');
});

it('a finding that is gone is verified and measured, its ticket is told, and coming back takes the claim back', async () => {
  await person(73, 'transition', { to: 'Done' });
  await generate(80, { charged: [[1, 73]], isThere: false });
  expect(await lineage()).toMatchObject({ status: 'verified', verifiedAt: at(80) });
  expect(await comments()).toContain('Verified as fixed: The bill has no charge for it');
  expect(await issueStatuses()).toEqual(['Done']);

  await generate(90, { charged: [[1, 73]], isThere: false });
  expect((await lineage()).verifiedSavings).toMatchObject({ currency: 'USD', cash: '304.167' });

  await generate(115, {
    charged: [
      [1, 73],
      [95, 114],
    ],
    isThere: true,
  });
  expect(await lineage()).toMatchObject({
    ...{ id: 1n, status: 'open', isRegressed: true, verifiedAt: null, verifiedSavings: null },
  });
  expect(await issueStatuses()).toEqual(['To Do']);
  expect(await comments()).toContain('Found again after it was verified as fixed.');
  const maps = await database().recommendationTicketMap.findMany();
  expect(new Set(maps.map((row) => `${row.firstRecommendationId} ${row.ticketId}`))).toEqual(
    new Set(['1 1']),
  );
  expect(maps).toHaveLength(await database().recommendation.count());
});

it('a ticket closed as “Won’t Do” dismisses its finding until it is opened again', async () => {
  await person(116, 'transition', { to: 'Done', resolution: "Won't Do" });
  expect(await lineage()).toMatchObject({
    status: 'dismissed',
    dismissedBy: 'ticket',
    dismissedReason: "The ticket was closed as “Won't Do”",
  });
  await generate(120, {
    charged: [
      [1, 73],
      [95, 119],
    ],
    isThere: true,
  });
  expect((await lineage()).status).toBe('dismissed');
  await person(121, 'transition', { to: 'To Do' });
  expect(await lineage()).toMatchObject({ status: 'open', dismissedBy: null });
});

it('a deleted ticket leaves its finding open for a person, who may open another one', async () => {
  await person(123, 'delete');
  expect(await lineage()).toMatchObject({
    status: 'open',
    needsPerson: 'Its ticket was deleted: open another one or dismiss it',
  });
  expect((await ticket()).deletedAt).toEqual(at(123));
  await pipeline.run('distribute');
  expect(await jira.issues()).toEqual([]);

  await openAnotherTicket({ actor, id: '1', clock: () => at(123) });
  expect((await pipeline.run('distribute')).state).toBe('succeeded');
  expect(await issueStatuses()).toEqual(['To Do']);
  const { id } = await ticket();
  expect(await lineage()).toMatchObject({ status: 'open', incarnation: 2, needsPerson: null, ticketId: id });
  const creations = await database().effect.findMany({
    where: { kind: 'ticket.create' },
    orderBy: { id: 'asc' },
  });
  expect(creations.map(({ key, state }) => [key, state])).toEqual([
    ['ticket.create:1:1', 'confirmed'],
    ['ticket.create:1:2', 'confirmed'],
  ]);
  const maps = await database().recommendationTicketMap.findMany();
  expect(new Set(maps.map(({ ticketId }) => ticketId))).toEqual(new Set([id]));
});
