import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { routeTo, startTestJira, type TestJira } from '@/scripts/testing/jira';
import { inventoryAt, type Pipeline, startPipeline } from '@/scripts/testing/pipeline';
import { DAY_MS } from './core/clock';
import { database } from './core/db';
import { publishRules } from './recommendations/testing';
import { retryJob } from './runs/commands';
import type { RunDetail } from './runs/schema';
import { actor, billOf, daily, dayOf, makeSource, send } from './sources/testing';

const folder = mkdtempSync(join(tmpdir(), 'evenkeel-import-'));
process.env.IMPORT_DIR = folder; // before anything reads the settings
const FILE = join(folder, 'machines.json');

let jira: TestJira;
let pipeline: Pipeline;
let bill: string;
let others: string;

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
  await makeSource('inventory', { path: 'machines.json' });
  others = await makeSource('inventory');
  pipeline = await startPipeline(week(0), { jira });
});

afterAll(async () => {
  await pipeline.stop();
  await jira.site.close();
  rmSync(folder, { recursive: true });
});

/** 2 November 2026 and the weeks after it. */
function week(number: number): Date {
  return new Date(Date.parse(dayOf(33)) + number * 7 * DAY_MS);
}

/** A bill over everything that was ever there, up to the day the week begins. */
function sendBill(number: number, charged: Record<string, number>): Promise<unknown> {
  const charges = Object.entries(charged).flatMap(([id, days]) =>
    daily(1, days, {
      ResourceId: id,
      SubAccountId: id.startsWith('i-other') ? '5522' : '4411',
      SkuMeter: 'BoxUsage:m5.large',
      EffectiveCost: '10',
      BillingPeriodEnd: dayOf(100),
    }),
  );
  return send(bill, billOf(charges), { deliveredAt: week(number) });
}

function writeMachines(number: number, text: string): void {
  writeFileSync(FILE, text);
  utimesSync(FILE, week(number), week(number));
}

const sendOthers = (number: number, things: { id: string; idle: boolean }[]) =>
  send(others, inventoryAt(week(number), things, '5522'), { deliveredAt: week(number) });

async function lineages() {
  const rows = await database().lineage.findMany({ include: { resource: true, ticket: true } });
  return Object.fromEntries(
    rows.map(({ resource, status, isCovered, notCoveredReason, ticket }) => [
      resource.nativeId,
      { status, isCovered, notCoveredReason, ticket: ticket !== null },
    ]),
  );
}

const jobNamed = (run: RunDetail, name: string) => run.jobs.find((job) => job.name.startsWith(name));

async function recordedGenerations() {
  return database().generation.findMany({ orderBy: { id: 'asc' }, include: { snapshots: true } });
}

it('a failed collect closes nothing of its scope, everything else goes on, and the next generation judges', async () => {
  writeMachines(
    0,
    inventoryAt(week(0), [
      { id: 'i-fixed', idle: true },
      { id: 'i-kept', idle: true },
    ]),
  );
  await sendOthers(0, [{ id: 'i-other-1', idle: true }]);
  await sendBill(0, { 'i-fixed': 33, 'i-kept': 33, 'i-other-1': 33, 'i-other-2': 33 });
  expect((await pipeline.run('recommend')).state).toBe('succeeded');
  expect(await jira.issues()).toHaveLength(3);

  // In the second week the file is away. What it told of is busy now, or is no longer there.
  rmSync(FILE);
  await pipeline.turnTo(week(1));
  await sendOthers(1, [
    { id: 'i-other-1', idle: false },
    { id: 'i-other-2', idle: true },
  ]);
  await sendBill(1, { 'i-fixed': 33, 'i-kept': 40, 'i-other-1': 40, 'i-other-2': 40 });
  const run = await pipeline.run('recommend');
  expect(run.state).toBe('warned');
  const failed = jobNamed(run, 'collect:inventory 2');
  expect(failed).toMatchObject({
    state: 'failed',
    sealedBy: 'evaluate',
    error: expect.stringMatching(/machines\.json cannot be read/),
  });
  expect(run.jobs.filter(({ state }) => state === 'failed')).toHaveLength(1);
  const said = run.warnings.map(({ message }) => message).join('\n');
  expect(said).toContain('collect:inventory 2 was not read; nothing of its scope was judged');
  expect(said).toContain(
    '2 recommendations stay as they were: inventory 2 was not read: it could not be read. None closed, none counted as saved.',
  );
  const uncovered = {
    status: 'open',
    isCovered: false,
    notCoveredReason: 'inventory 2 was not read: it could not be read',
    ticket: true,
  };
  expect(await lineages()).toEqual({
    'i-fixed': uncovered,
    'i-kept': uncovered,
    'i-other-1': { status: 'verified', isCovered: true, notCoveredReason: null, ticket: true },
    'i-other-2': { status: 'open', isCovered: true, notCoveredReason: null, ticket: true },
  });
  expect(await jira.issues()).toHaveLength(4);

  // The file is back: that generation stays what it is; a new one reads it.
  writeMachines(1, inventoryAt(week(1), [{ id: 'i-kept', idle: false }]));
  const before = await recordedGenerations();
  await expect(retryJob({ actor, runId: run.id, job: failed?.name ?? '' })).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringMatching(/evaluate has gone on without .* start a new run/),
  });
  expect(await recordedGenerations()).toEqual(before);
  expect((await pipeline.run('recommend')).state).toBe('succeeded');
  expect((await recordedGenerations()).map(({ state }) => state)).toEqual([
    'recorded',
    'recorded',
    'recorded',
  ]);
  const fixed = { status: 'verified', isCovered: true, notCoveredReason: null, ticket: true };
  expect(await lineages()).toMatchObject({ 'i-fixed': fixed, 'i-kept': fixed });
});

it('a malformed file costs its scope only', async () => {
  await pipeline.turnTo(week(2));
  writeMachines(2, '{"schema": 1, "collected_at": "yesterday"');
  await sendOthers(2, [{ id: 'i-other-2', idle: true }]);
  await sendBill(2, { 'i-fixed': 33, 'i-kept': 47, 'i-other-1': 47, 'i-other-2': 47 });
  const before = await lineages();
  const run = await pipeline.run('recommend');
  expect(run.state).toBe('warned');
  expect(jobNamed(run, 'collect:inventory 2')?.error).toMatch(/this is not JSON/);
  expect(await lineages()).toEqual(before);
});
