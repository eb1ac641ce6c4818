import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { Decimal } from 'decimal.js';
import Papa from 'papaparse';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { database, pool } from '@/lib/core/db';
import { publishRules } from '@/lib/recommendations/testing';
import { routeTo, startTestJira, type TestJira } from '@/scripts/testing/jira';
import { type Pipeline, startPipeline } from '@/scripts/testing/pipeline';
import { readCurrentDeliveries } from './bill.data';
import { importStream } from './commands';
import { readFacts } from './facts.data';
import type { ImportResult } from './schema';
import { actor, collect, makeSource } from './testing';
import { readSettledCosts } from './totals.data';
import { readSource } from './views.data';

/**
 * The bills of ../shared/cases and ../shared/data, each the whole way: imported, read by an analysis run, and what then
 * stands of money, resources and coverage. The cases of the reader alone are told in its own tests.
 */
const SHARED = join(process.cwd(), '../shared');
const CASES = join(SHARED, 'cases/bills');
const FOCUS = join(SHARED, 'data/focus');

let jira: TestJira;
let pipeline: Pipeline;

const at = (day: string) => new Date(`${day}T08:00:00Z`);

beforeAll(async () => {
  jira = await startTestJira();
  await routeTo(jira.connectionId, 'FIN');
  if (existsSync(CASES)) await publishRules(readFileSync(join(CASES, 'D15-idle.yaml'), 'utf8'));
  pipeline = await startPipeline(at('2026-11-30'), { jira });
});

afterAll(async () => {
  await pipeline.stop();
  await jira.site.close();
});

/** The next case has the same billing accounts: those of this one count no more. */
afterEach(async () => {
  await database().source.updateMany({ data: { enabled: false } });
});

type Sent = { file: string; on: string; handling?: 'ask' | 'overwrite' | 'append'; from?: string };

async function deliver(sourceId: string, { file, on, handling, from = CASES }: Sent): Promise<ImportResult> {
  const stream = createReadStream(join(from, file));
  const moment = at(on);
  const times = { deliveredAt: moment, clock: () => moment };
  return importStream({ actor, sourceId, stream, fileName: file, handling, ...times });
}

/** Everything that stands of a source when it is read on that day. */
async function standOf(sourceId: string, on: string) {
  const snapshotId = await collect(sourceId, at(on));
  const deliveries = await readCurrentDeliveries(database(), sourceId);
  const facts = new Map<string, { facts: Record<string, unknown>; money: Record<string, string> }>();
  for await (const batch of readFacts(database(), { snapshotIds: [snapshotId], now: at(on) })) {
    for (const { nativeId, facts: told, money } of batch) facts.set(nativeId, { facts: told, money });
  }
  return {
    months: await monthsOf(deliveries.map(({ id }) => id)),
    facts,
    coverage: await coverageOf(BigInt(snapshotId)),
    costs: await costsOf(),
  };
}

/** The same after an analysis run on that day, which judges what it reads. */
async function judge(sourceId: string, on: string) {
  await pipeline.turnTo(at(on));
  expect((await pipeline.run('recommend')).state).not.toBe('failed');
  return standOf(sourceId, on);
}

/** Cost of 30 days, as the Overview shows it. */
async function costsOf(): Promise<Record<string, string>> {
  const { costs } = await readSettledCosts(database());
  return Object.fromEntries(costs.map(({ currency, amount }) => [currency, amount]));
}

/** Σ EffectiveCost by billing month and currency of what counts. */
async function monthsOf(deliveryIds: bigint[]): Promise<Record<string, string>> {
  const { rows } = await pool().query<{ name: string; sum: string }>(
    `SELECT to_char(d.month AT TIME ZONE 'UTC', 'YYYY-MM') || ' ' || c.currency AS name,
       trim_scale(sum(c.effective_cost))::text AS sum
     FROM charges c JOIN bill_deliveries d ON d.id = c.delivery_id WHERE d.id = ANY($1) GROUP BY 1 ORDER BY 1`,
    [deliveryIds.map(String)],
  );
  return Object.fromEntries(rows.map(({ name, sum }) => [name, sum]));
}

async function coverageOf(snapshotId: bigint): Promise<Record<string, [string, string | null]>> {
  const rows = await database().coverage.findMany({ where: { snapshotId } });
  return Object.fromEntries(
    rows.map(({ provider, account, level, reason }) => [`${provider} ${account}`, [level, reason]]),
  );
}

const WHOLE = ['whole', null];
const partial = (reason: string | RegExp) => ['partial', expect.stringMatching(reason)];

type Case = {
  name: string;
  sent: Sent[];
  /** What each of them asks, where it waits. */
  asks?: (RegExp | null)[];
  on: string;
  months: Record<string, string>;
  coverage: Record<string, unknown>;
  facts?: Record<string, Record<string, unknown>>;
  costs?: string; // of 30 days, in USD
};

/** What a correction of 40.00 over October leaves of 10.00 a day, where so many days of it lie in the window. */
const less = (days: number) =>
  new Decimal(300).minus(new Decimal(40).times(days).div(31)).div(30).toDecimalPlaces(10);

const TABLE: Case[] = [
  {
    name: 'D01: a correction that is appended is added to its month',
    sent: [
      { file: 'D01-october-whole.csv', on: '2026-11-03' },
      { file: 'D01-correction-appended.csv', on: '2026-11-04', handling: 'append' },
    ],
    on: '2026-11-04',
    months: { '2026-10 USD': '230' },
    costs: '220',
    coverage: { 'aws 111': WHOLE },
    facts: { 'vol-1': { days_covered: 30, daily_cost: '7.3333333333' } },
  },
  {
    name: 'D01: a correction of which nobody said what it does waits, and nothing is replaced meanwhile',
    sent: [
      { file: 'D01-october-whole.csv', on: '2026-11-03' },
      { file: 'D01-correction-appended.csv', on: '2026-11-04' },
    ],
    asks: [null, /It has 2 rows for October 2026 where the last had 16\..*only corrections/],
    on: '2026-11-04',
    months: { '2026-10 USD': '310' },
    coverage: { 'aws 111': partial('has waited for an answer') },
    facts: { 'vol-1': { days_covered: 30, daily_cost: '10' } },
  },
  {
    name: 'D01: corrections that replace a month never cover it whole',
    sent: [
      { file: 'D01-october-whole.csv', on: '2026-11-03' },
      { file: 'D01-correction-appended.csv', on: '2026-11-04', handling: 'overwrite' },
    ],
    on: '2026-11-04',
    months: { '2026-10 USD': '-80' },
    coverage: { 'aws 111': partial('.') },
  },
  {
    name: 'D01b: a correction of a closed month takes its money from the days it corrects, and covers nothing',
    sent: [
      { file: 'D01b-1-october.csv', on: '2026-11-03' },
      { file: 'D01b-2-november-to-18.csv', on: '2026-11-21' },
      { file: 'D01b-3-correction-of-october-appended.csv', on: '2026-11-21', handling: 'append' },
    ],
    on: '2026-11-21',
    months: { '2026-10 USD': '270', '2026-11 USD': '180' },
    costs: '284.5161290323',
    coverage: { 'aws 1b': WHOLE },
    // Data through 18 November: the window begins on 20 October, 12 days of October lie in it.
    facts: { 'i-1b': { days_covered: 30, bill_ok: true, daily_cost: less(12).toFixed() } },
  },
  {
    name: 'D03: five days where nine counted are asked for, and the nine stay',
    sent: [
      { file: 'D03-nine-days.csv', on: '2026-10-15' },
      { file: 'D03-five-days-later.csv', on: '2026-10-16' },
    ],
    asks: [null, /It has 5 rows for October 2026 where the last had 9\..*4 days less/],
    on: '2026-10-16',
    months: { '2026-10 USD': '90' },
    costs: '90',
    coverage: { 'aws 111': partial('has waited for an answer') },
  },
  {
    name: 'D04: the parts of a month, sent without a name, are asked for from the second on',
    sent: [
      { file: 'D04-part1-no-name.csv', on: '2026-11-02' },
      { file: 'D04-part2-no-name.csv', on: '2026-11-03' },
      { file: 'D04-part3-no-name.csv', on: '2026-11-04' },
    ],
    asks: [null, /10 days less/, /10 days less/],
    on: '2026-11-04',
    months: { '2026-10 USD': '100' },
    coverage: { 'aws 111': partial('has waited for an answer') },
  },
  {
    name: 'D04: the parts of a month, said to be added, are the month',
    sent: [
      { file: 'D04-part1-no-name.csv', on: '2026-11-02', handling: 'append' },
      { file: 'D04-part2-no-name.csv', on: '2026-11-03', handling: 'append' },
      { file: 'D04-part3-no-name.csv', on: '2026-11-04', handling: 'append' },
    ],
    on: '2026-11-04',
    months: { '2026-10 USD': '310' },
    coverage: { 'aws 111': WHOLE },
    facts: { 'vol-1': { days_covered: 30, daily_cost: '10' } },
  },
  {
    name: 'D07: what is older than what counts is asked for',
    sent: [
      { file: 'D07-first.csv', on: '2026-11-29' },
      { file: 'D07-corrected-with-older-date.csv', on: '2026-11-28' },
    ],
    asks: [null, /older than what counts for November 2026/],
    on: '2026-11-29',
    months: { '2026-11 USD': '260' },
    coverage: { 'aws 777': partial('has waited for an answer') },
  },
  {
    name: 'N01: an account that goes to another payer has one row of coverage, and its cost of both',
    sent: [
      { file: 'N01-account-moved-october-payer-1.csv', on: '2026-11-03' },
      { file: 'N01-account-moved-november-payer-2.csv', on: '2026-11-30' },
    ],
    on: '2026-11-30',
    months: { '2026-10 USD': '310', '2026-11 USD': '280' },
    costs: '300',
    coverage: { 'aws 3333': WHOLE },
    facts: { 'vol-m': { days_covered: 30, daily_cost: '10' } },
  },
  {
    name: 'N02: what costs 10.00 a day costs 304.17 a month',
    sent: [{ file: 'N02-one-resource-10-a-day.csv', on: '2026-11-29' }],
    on: '2026-11-29',
    months: { '2026-11 USD': '270' },
    costs: '260', // 26 settled days of them
    coverage: { 'aws 222222': WHOLE },
    facts: { 'vol-n2': { daily_cost: '10', monthly_cost: '304.167' } },
  },
];

describe.skipIf(!existsSync(CASES))('the cases of bills', () => {
  it.each(TABLE)('$name', async ({ sent, asks = [], on, months, coverage, facts = {}, costs }) => {
    const sourceId = await makeSource();
    for (const [index, each] of sent.entries()) {
      const { waiting } = await deliver(sourceId, each);
      const asked = waiting.map(({ question }) => question.text);
      expect(asked).toEqual(asks[index] ? [expect.stringMatching(asks[index])] : []);
    }
    const stand = await standOf(sourceId, on);
    expect(stand.months).toEqual(months);
    expect(stand.coverage).toEqual(coverage);
    if (costs) expect(stand.costs).toEqual({ USD: costs });
    for (const [id, wanted] of Object.entries(facts)) {
      const told = stand.facts.get(id);
      expect({ ...told?.facts, ...told?.money }).toMatchObject(wanted);
    }
  });

  it('D02: a product of a marketplace is one resource with one finding when its file goes from FOCUS 1.3 to 1.4', async () => {
    const sourceId = await makeSource();
    await deliver(sourceId, { file: 'D02-month-1-focus-1.3.csv', on: '2026-11-03' });
    await judge(sourceId, '2026-11-03');
    await deliver(sourceId, { file: 'D02-month-2-focus-1.4.csv', on: '2026-11-30' });
    const { coverage, months } = await judge(sourceId, '2026-11-30');
    expect(months).toEqual({ '2026-10 USD': '310', '2026-11 USD': '280' });
    expect(coverage).toEqual({ 'aws 222': WHOLE });
    expect(await findingsOf('ddog-1')).toEqual([['delete', 'open', '304.167', expect.anything()]]);
  });

  it('D04b: a resource that only the first of two files names is not gone', async () => {
    const sourceId = await makeSource();
    await deliver(sourceId, { file: 'D04b-1-whole-16-days.csv', on: '2026-11-18' });
    await judge(sourceId, '2026-11-18');
    const before = [...(await findingsOf('p-a')), ...(await findingsOf('p-b'))];
    expect(before.map(([, status]) => status)).toContain('open');
    for (const file of ['D04b-2-a-week-later-file-1-of-2.csv', 'D04b-3-a-week-later-file-2-of-2.csv']) {
      const { waiting } = await deliver(sourceId, { file, on: '2026-11-26' });
      expect(waiting).toHaveLength(1);
      const { months, coverage } = await judge(sourceId, '2026-11-26');
      expect(months).toEqual({ '2026-11 USD': '320' });
      expect(coverage).toEqual({ 'aws 444': partial('has waited for an answer') });
    }
    const after = [...(await findingsOf('p-a')), ...(await findingsOf('p-b'))];
    expect(after.map(([, status]) => status)).toEqual(before.map(([, status]) => status));
  });

  it('D06: the same bill in two sources is said on both and counted once', async () => {
    const sent = { file: 'D06-same-bill-in-two-sources.csv', on: '2026-11-30' };
    const sources = [await makeSource(), await makeSource()];
    for (const sourceId of sources) await deliver(sourceId, sent);
    for (const sourceId of sources) {
      expect((await standOf(sourceId, sent.on)).months).toEqual({ '2026-11 USD': '280' });
      const others = sources.filter((each) => each !== sourceId);
      const { shared } = await readSource(database(), sourceId, () => at(sent.on));
      expect(shared).toMatchObject([{ billingAccount: 'BA-6', month: '2026-11' }]);
      expect(JSON.stringify(shared)).toContain(others[0]);
    }
    expect(await costsOf()).toEqual({ USD: '270' }); // through 27 November
  });

  it('D07d: a delivery date in the future is refused', async () => {
    const sourceId = await makeSource();
    const stream = createReadStream(join(CASES, 'D07-first.csv'));
    const upload = { actor, sourceId, stream, fileName: 'x.csv', clock: () => at('2026-11-29') };
    await expect(importStream({ ...upload, deliveredAt: at('2027-11-29') })).rejects.toThrow(
      'more than 24 hours ahead',
    );
    const { months } = await judged(sourceId, {
      file: 'D07-corrected-with-older-date.csv',
      on: '2026-11-29',
    });
    expect(months).toEqual({ '2026-11 USD': '156' });
  });

  it('D15: two findings of one resource save no more together than it costs', async () => {
    const rules = readFileSync(join(process.cwd(), 'rules/finops/extended-support.yaml'), 'utf8');
    await publishRules(rules);
    await judged(await makeSource(), { file: 'D15-extended-support.csv', on: '2026-11-29' });
    const found = await findingsOf('arn:aws:rds:eu-west-1:915:db:old');
    expect(found.map(([action]) => action).toSorted()).toEqual(['delete', 'upgrade']);
    const { rows } = await pool().query<{ counted: string; cost: string }>(
      `SELECT trim_scale(sum(l.counted_savings))::text AS counted, max(l.cash_cost)::text AS cost
       FROM lineages l JOIN resources r ON r.id = l.resource_id WHERE r.native_id = $1`,
      ['arn:aws:rds:eu-west-1:915:db:old'],
    );
    expect(Number(rows[0]?.cost)).toBeCloseTo(100.38, 2);
    expect(Number(rows[0]?.counted)).toBeLessThanOrEqual(Number(rows[0]?.cost));
  });

  it('a consolidated file that begins after the data date: what is said of its accounts is true', async () => {
    const sourceId = await makeSource();
    await deliver(sourceId, { file: 'D07-first.csv', on: '2026-11-29' });
    // Another billing account's first charges, of days that are not settled yet.
    const text = readFileSync(join(CASES, 'N02-one-resource-10-a-day.csv'), 'utf8');
    const [header, row = ''] = text.split('\n');
    const late = row.replace(
      /2026-11-0\dT00:00:00Z,2026-11-\d\dT00:00:00Z(?=,,,24)/,
      '2026-11-28T00:00:00Z,2026-11-29T00:00:00Z',
    );
    expect(late).not.toBe(row);
    const stream = Readable.from([`${header}\n${late}\n`]);
    const clock = () => at('2026-11-29');
    await importStream({ actor, sourceId, stream, fileName: 'late.csv', deliveredAt: clock(), clock });
    const { coverage } = await standOf(sourceId, '2026-11-29');
    expect(coverage['aws 777']).toEqual(WHOLE);
    expect(coverage['aws 222222']).toEqual([
      'none',
      'the bill of BA-N2 begins on 2026-11-28, after 2026-11-26',
    ]);
  });

  it('D11b: what has no quantity on any row is not known to be unused', async () => {
    await publishRules(readFileSync(join(CASES, 'D11b-never-used.yaml'), 'utf8'));
    const { facts, coverage } = await judged(await makeSource(), {
      file: 'D11b-quantity-empty.csv',
      on: '2026-11-23',
    });
    expect(coverage).toEqual({ 'aws 1111': WHOLE });
    expect(facts.get('vol-d11b')?.facts).toMatchObject({ bill_ok: true });
    expect(facts.get('vol-d11b')?.facts).not.toHaveProperty('days_seen');
    expect(await findingsOf('vol-d11b')).toEqual([]);
  });

  it('D14: a region that is missing on some rows makes no second resource and no second finding', async () => {
    const { facts } = await judged(await makeSource(), {
      file: 'D14-region-on-some-rows.csv',
      on: '2026-11-29',
    });
    expect(facts.get('i-d14')?.money.daily_cost).toBe('12');
    expect(await findingsOf('i-d14')).toEqual([['delete', 'open', '365.0004', expect.anything()]]);
    const found = await database().resource.count({ where: { nativeId: 'i-d14' } });
    expect(found).toBe(1);
  });
});

async function judged(sourceId: string, sent: Sent) {
  await deliver(sourceId, sent);
  return judge(sourceId, sent.on);
}

/** The findings of a resource in whatever provider and region: action, status, saving and ticket. */
async function findingsOf(nativeId: string) {
  const { rows } = await pool().query<{
    action: string;
    status: string;
    savings: string | null;
    ticket: string | null;
  }>(
    `SELECT l.action, l.status, trim_scale(n.monthly_savings)::text AS savings, l.ticket_id::text AS ticket
     FROM lineages l JOIN resources r ON r.id = l.resource_id
     LEFT JOIN recommendations n ON n.id = l.last_recommendation_id WHERE r.native_id = $1 ORDER BY l.id`,
    [nativeId],
  );
  return rows.map(({ action, status, savings, ticket }) => [action, status, savings, ticket]);
}

type Row = Record<string, string>;
type Bill = { file: string; on: string; accounts: number };

describe.skipIf(!existsSync(FOCUS))('the bills of others', () => {
  const BILLS: Bill[] = [
    { file: 'aws_1_2_cost_and_usage_rows100_seed42.csv', on: '2026-06-03', accounts: 4 },
    { file: 'aws_1_3_cost_and_usage_rows100_seed42.csv', on: '2026-06-03', accounts: 4 },
    { file: 'aws_1_3_cost_and_usage_rows25_seed7_credits.csv', on: '2026-06-03', accounts: 4 },
    { file: 'azure_1_2_cost_and_usage_rows100_seed42.csv', on: '2026-06-03', accounts: 4 },
    { file: 'consolidated_multi_provider_1_3.csv', on: '2026-05-14', accounts: 3 },
    { file: 'focus_sample_1.0.csv', on: '2024-10-03', accounts: 73 },
  ];

  it.each(BILLS)('$file is read to the last digit', async ({ file, on }) => {
    const sourceId = await makeSource();
    const result = await deliver(sourceId, { file, on, from: FOCUS });
    const rows = Papa.parse<Row>(readFileSync(join(FOCUS, file), 'utf8'), {
      header: true,
      skipEmptyLines: true,
    }).data;
    expect(result).toMatchObject({ state: 'done', rowsRead: rows.length, rowsRefused: 0, waiting: [] });
    const stand = await judge(sourceId, on);
    expect(stand.months).toEqual(sumsOf(rows));
  });
});

/** Σ EffectiveCost by billing month and currency, added up from the file. */
function sumsOf(rows: Row[]): Record<string, string> {
  const sums = new Map<string, Decimal>();
  for (const row of rows) {
    const name = `${row.BillingPeriodStart?.slice(0, 7)} ${row.BillingCurrency}`;
    sums.set(name, new Decimal(row.EffectiveCost || 0).plus(sums.get(name) ?? 0));
  }
  return Object.fromEntries([...sums].map(([name, sum]) => [name, sum.toFixed()]));
}
