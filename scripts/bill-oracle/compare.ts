import { Readable } from 'node:stream';
import { Decimal } from 'decimal.js';
import Papa from 'papaparse';
import { database, pool } from '@/lib/core/db';
import { systemActor } from '@/lib/people/schema';
import { createSource, importStream } from '@/lib/sources/commands';
import { groupCosts, totalCosts } from '@/lib/sources/costs.data';
import { answerDelivery } from '@/lib/sources/deliveries.commands';
import { readFacts } from '@/lib/sources/facts.data';
import type { ImportResult } from '@/lib/sources/schema';
import { collect } from '@/lib/sources/testing';
import { readSettledCosts } from '@/lib/sources/totals.data';
import { type Expected, expectedOf, nameOfMonth } from './expected';
import type { History } from './history';
import type { Answered, Row, Sent, Step } from './oracle';

/** Sends a history through the product and compares what it says with what the oracle does. */
const actor = systemActor('oracle');

/** Every disagreement in words; none is what there must be. Empties the database first. */
export async function disagreements({ steps, now }: History): Promise<string[]> {
  await emptyDatabase();
  const names = [...new Set(steps.flatMap((step) => ('send' in step ? [step.source] : [])))];
  const ids = new Map<string, string>();
  for (const name of names) {
    const { id } = await createSource({ actor, kind: 'focus', name, config: { maxBadShare: 1 } });
    ids.set(name, id);
  }
  const expected = expectedOf(steps, now);
  const imports = new Map<string, string>();
  const found: string[] = [];
  const sent = new Map<number, string[]>();
  for (const step of steps) {
    if ('answer' in step) {
      await answer(step, sent.get(step.to) ?? []);
      continue;
    }
    const results = await send(step, ids.get(step.source) ?? '');
    for (const [part, { importId }] of results.entries()) imports.set(importId, `${step.send}/${part}`);
    sent.set(step.send, importsOf(step, results, steps, sent));
    const waits = (await waitingOf(sent.get(step.send) ?? [])).map(({ name }) => name);
    const wanted = [...(expected.waits.get(step.send) ?? [])];
    if (waits.sort().join() !== wanted.sort().join()) {
      found.push(
        `send ${step.send}: ${waits.join(', ') || 'nothing'} waits, not ${wanted.join(', ') || 'nothing'}`,
      );
    }
  }
  const resources = await compareIdentity(expected, imports);
  found.push(...resources.faults);
  for (const [name, sourceId] of ids) {
    found.push(...(await compareSource({ name, sourceId, now, expected, resourceOf: resources.resourceOf })));
  }
  found.push(...(await compareTotal(expected)));
  return found;
}

/** The cost of 30 days on the Overview and on the page of costs, and what was billed of each month. */
async function compareTotal({ total, billed }: Expected): Promise<string[]> {
  const { costs } = await readSettledCosts(database());
  const page = (await totalCosts(database(), { isSettled: true })).items;
  const months = (await groupCosts(database(), { by: 'billingPeriod' })).items;
  return [
    ...compareSums('the cost of 30 days', new Map(costs.map((each) => [each.currency, each.amount])), total),
    ...compareSums('the cost of charges', new Map(page.map((each) => [each.currency, each.cost])), total),
    ...compareSums(
      'what was billed',
      new Map(months.map((each) => [`${each.value} ${each.currency}`, each.billedCost])),
      billed,
    ),
  ];
}

function compareSums(what: string, told: Map<string, string>, wanted: Map<string, Decimal>): string[] {
  return [...new Set([...told.keys(), ...wanted.keys()])].flatMap((name) => {
    const [is, should] = [told.get(name) ?? '0', wanted.get(name) ?? new Decimal(0)];
    return new Decimal(is).minus(should).abs().gt('1e-8')
      ? [`${what} is ${is} in ${name}, not ${should}`]
      : [];
  });
}

async function emptyDatabase(): Promise<void> {
  const { rows } = await pool().query<{ name: string }>(
    `SELECT format('%I', c.relname) AS name FROM pg_class c WHERE c.relispartition AND c.relkind = 'r'`,
  );
  for (const { name } of rows) await pool().query(`DROP TABLE ${name}`);
  await pool().query('TRUNCATE sources, resources, charges, delivery_resources CASCADE');
}

function csvOf(rows: Row[]): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return `${Papa.unparse({ fields: columns, data: rows.map((row) => columns.map((each) => row[each] ?? '')) }, { newline: '\n' })}\n`;
}

async function send({ send, source, at, parts, handling }: Sent, sourceId: string): Promise<ImportResult[]> {
  const imported: ImportResult[] = [];
  for (const [part, rows] of parts.entries()) {
    const result = await importStream({
      ...{ actor, sourceId, fileName: `${source}-${send}.csv`, stream: Readable.from([csvOf(rows)]) },
      ...{ deliveredAt: new Date(at), clock: () => new Date(at), handling },
      ...(parts.length > 1 ? { delivery: `send ${send}`, part: part + 1, parts: parts.length } : {}),
    });
    imported.push(result);
  }
  return imported;
}

/** The imports that hold what was sent: those that brought the same content first, where there are. */
function importsOf(
  step: Sent,
  results: ImportResult[],
  steps: Step[],
  sent: Map<number, string[]>,
): string[] {
  if (results.every(({ state }) => state === 'done')) return results.map(({ importId }) => importId);
  const content = JSON.stringify(step.parts);
  const same = steps.find(
    (each) => 'send' in each && each.source === step.source && JSON.stringify(each.parts) === content,
  );
  return same && 'send' in same ? (sent.get(same.send) ?? []) : [];
}

/** What waits of these imports; a delivery of two files waits as one. */
async function waitingOf(importIds: string[]): Promise<{ id: string; name: string }[]> {
  const { rows } = await pool().query<{ id: string; name: string }>(
    `SELECT min(id)::text AS id, billing_account || ' ' || to_char(month, 'YYYY-MM') AS name FROM bill_deliveries
     WHERE import_id = ANY($1) AND standing = 'waiting' GROUP BY 2`,
    [importIds],
  );
  return rows;
}

async function answer({ answer, at, ...asked }: Answered, importIds: string[]): Promise<void> {
  const waiting = (await waitingOf(importIds)).find(({ name }) => name === nameOfMonth(asked));
  if (waiting) await answerDelivery({ actor, deliveryId: waiting.id, answer, clock: () => new Date(at) });
}

type Resources = { faults: string[]; resourceOf: Map<string, string> };

/** Two rows are of one resource for the one exactly where they are for the other. */
async function compareIdentity(expected: Expected, imports: Map<string, string>): Promise<Resources> {
  const { rows } = await pool().query<{
    import_id: string;
    line: string;
    resource: string | null;
    commitment: string | null;
  }>(`
    SELECT d.import_id::text, c.line::text, r.resource_id::text AS resource, m.resource_id::text AS commitment
    FROM charges c JOIN bill_deliveries d ON d.id = c.delivery_id
    LEFT JOIN resource_keys r ON r.key = c.resource_key LEFT JOIN resource_keys m ON m.key = c.commitment_key`);
  const faults: string[] = [];
  const resourceOf = new Map<string, string>();
  const subjectOf = new Map<string, string>();
  const pair = (subject: string | null, resource: string | null, name: string) => {
    if ((subject === null) !== (resource === null))
      faults.push(`${name}: subject ${subject}, resource ${resource}`);
    if (subject === null || resource === null) return;
    const [other, another] = [resourceOf.get(subject), subjectOf.get(resource)];
    if (other !== undefined && other !== resource)
      faults.push(`${subject} is two resources, ${other} and ${resource}`);
    if (another !== undefined && another !== subject)
      faults.push(`${another} and ${subject} are one resource`);
    resourceOf.set(subject, resource);
    subjectOf.set(resource, subject);
  };
  for (const { import_id, line, resource, commitment } of rows) {
    const name = `${imports.get(import_id)}/${Number(line) - 2}`;
    const charge = expected.charges.get(name);
    if (!charge) {
      faults.push(`row ${name} is kept`);
      continue;
    }
    pair(charge.resource, resource, name);
    pair(charge.commitment, commitment, name);
  }
  return { faults: [...new Set(faults)].slice(0, 20), resourceOf };
}

type Compared = {
  name: string;
  sourceId: string;
  now: number;
  expected: Expected;
  resourceOf: Map<string, string>;
};

async function compareSource({ name, sourceId, now, expected, resourceOf }: Compared): Promise<string[]> {
  const wanted = expected.sources.get(name);
  if (!wanted) return [];
  const clock = () => new Date(now);
  const snapshotId = await collect(sourceId, clock());
  const snapshot = await database().snapshot.findUniqueOrThrow({ where: { id: BigInt(snapshotId) } });
  const faults: string[] = [];
  const through = snapshot.dataThrough?.getTime();
  if (through !== wanted.window.through) {
    faults.push(
      `${name}: data through ${snapshot.dataThrough?.toISOString()}, not ${new Date(wanted.window.through).toISOString()}`,
    );
  }
  const found = new Map<string, { facts: Record<string, unknown>; money: Record<string, string> }>();
  for await (const batch of readFacts(database(), { snapshotIds: [snapshotId], now: clock() })) {
    for (const each of batch) found.set(each.resourceId, { facts: each.facts, money: each.money });
  }
  for (const [subject, facts] of wanted.facts) {
    const told = found.get(resourceOf.get(subject) ?? '');
    if (!told) faults.push(`${name}: no facts of ${subject}`);
    for (const fact of told ? FACTS : []) {
      const is = told?.money[fact] ?? told?.facts[fact] ?? null;
      const should = facts[fact] ?? null;
      if (!isSame(is, should)) faults.push(`${name}: ${fact} of ${subject} is ${is}, not ${should}`);
    }
  }
  const coverage = await database().coverage.findMany({ where: { snapshotId: BigInt(snapshotId) } });
  const levels = new Map(
    coverage.map(({ provider, account, level, reason }) => [`${provider} ${account}`, { level, reason }]),
  );
  for (const account of new Set([...levels.keys(), ...wanted.coverage.keys()])) {
    const [is, should] = [levels.get(account), wanted.coverage.get(account)];
    if (is?.level !== should)
      faults.push(`${name}: ${account} is ${is?.level} (${is?.reason}), not ${should}`);
  }
  return faults;
}

const FACTS = [
  ...['days_covered', 'days_seen', 'age_days', 'daily_cost', 'monthly_cost', 'cash_cost', 'list_cost'],
  ...['committed_share', 'cost_trend', 'unused_cost', 'utilisation'],
];

/** Facts that a division made are kept to ten places; a double has some fifteen digits. */
function isSame(is: unknown, should: Decimal | number | string | null): boolean {
  if (is === null || should === null) return is === should;
  const difference = new Decimal(String(is)).minus(should).abs();
  return difference.lte(new Decimal(should).abs().times('1e-13').plus('2e-10'));
}
