import { randomUUID } from 'node:crypto';
import { database, transaction } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import { claimShippedSet, publishVersion } from '@/lib/rules/data';
import { parseRuleSet } from '@/lib/rules/parse';
import type { Facts } from '@/lib/rules/schema';
import { mapTicket } from './commands';
import { evaluateGeneration } from './evaluate';
import type { KnownResource } from './recommend';
import { recordGeneration } from './record';

/** What tests of generations are built from: sources with readings, resources, rule sets and trackers. */
export const BASE = Date.UTC(2026, 10, 1);

/** The moment so many hours into the first of November. */
export const hour = (hours: number): Date => new Date(BASE + hours * 3_600_000);

/** A clock that tells these moments, one each time it is asked; the last one for ever. */
export function scripted(...moments: Date[]): () => Date {
  let at = 0;
  return () => {
    const moment = moments[Math.min(at, moments.length - 1)];
    at += 1;
    if (!moment) throw new AppError('internal', 'a scripted clock needs a moment');
    return moment;
  };
}

export async function makeSource(
  kind: 'focus' | 'inventory',
  name = `${kind}-${randomUUID()}`,
): Promise<string> {
  const { id } = await database().source.create({ data: { name, kind, config: {} } });
  return id;
}

type Level = 'whole' | 'partial';
type SnapshotGiven = { sourceId: string; through: Date; from?: Date; level?: Level; accounts?: string[] };

/** One reading of a source over whole accounts. */
export async function makeSnapshot(given: SnapshotGiven): Promise<string> {
  const { sourceId, through, from = through, level = 'whole', accounts = ['1'] } = given;
  const { id } = await database().snapshot.create({
    data: {
      sourceId,
      takenAt: through,
      dataFrom: from,
      dataThrough: through,
      coverage: {
        create: accounts.map((account) => ({
          provider: 'aws',
          account,
          level,
          reason: level === 'whole' ? null : 'half of the rows are missing',
          dataFrom: from,
          dataThrough: through,
        })),
      },
    },
  });
  return String(id);
}

type DeliveryGiven = { sourceId: string; snapshotId: string; resourceId: string; through: Date };

/** A bill behind a snapshot, in which a resource is charged up to a moment. */
export async function makeDelivery({
  sourceId,
  snapshotId,
  resourceId,
  through,
}: DeliveryGiven): Promise<void> {
  const db = database();
  const upload = await db.import.create({
    data: { sourceId, fileName: 'bill.csv', state: 'done', deliveredAt: through, importedBy: 'test' },
  });
  await db.$executeRaw`
    UPDATE bill_deliveries SET standing = 'superseded'
    WHERE import_id IN (SELECT id FROM imports WHERE source_id = ${sourceId}::uuid)`;
  await db.$executeRaw`
    INSERT INTO bill_deliveries (id, import_id, billing_account, month, period_start, period_end, delivered_at, effective_at,
      standing, rows, charged_from, charged_through)
    VALUES (${upload.id}, ${upload.id}, 'b', date_trunc('month', ${hour(0)}::timestamptz), ${hour(0)}, ${hour(90 * 24)},
      ${through}, ${through}, 'base', 1, ${hour(0)}, ${through})`;
  await db.$executeRaw`
    INSERT INTO delivery_accounts (delivery_id, provider, account, rows, charged_from, charged_through)
    VALUES (${upload.id}, 'aws', '1', 1, ${hour(0)}, ${through})`;
  await db.$executeRaw`
    INSERT INTO snapshot_deliveries (snapshot_id, delivery_id) VALUES (${BigInt(snapshotId)}, ${upload.id})`;
  await db.$executeRaw`
    INSERT INTO delivery_resources (delivery_id, key, provider, account, region, native_id, is_commitment, tags,
      charged_from, charged_through)
    SELECT ${upload.id}, key, provider, account, region, native_id, false, '{}', ${hour(0)}, ${through}
    FROM resources WHERE id = ${BigInt(resourceId)}`;
}

/** A resource of account 1; its number is part of its name only. */
export async function makeResource(nativeId: string): Promise<string> {
  const { id } = await database().resource.create({
    data: {
      provider: 'aws',
      account: '1',
      region: 'eu-west-1',
      nativeId,
      firstSeenAt: hour(0),
      lastSeenAt: hour(0),
    },
  });
  return String(id);
}

export async function publishRules(yaml: string): Promise<void> {
  const parsed = parseRuleSet(yaml);
  if (!parsed.ok) throw new AppError('invalid_input', JSON.stringify(parsed.errors));
  const { ruleset: slug, title = slug, domain } = parsed.set;
  await transaction(async (tx) => {
    const set = { slug, title, domain, yaml, checksum: randomUUID() };
    const known = await claimShippedSet(tx, set);
    const version = known.currentVersion + 1;
    const next = { ruleSetId: known.id, version, publishedBy: 'test', publishedAt: hour(0), note: '' };
    await publishVersion(tx, set, next);
  });
}

/** Each fact that begins with "wants_" and is true asks for that action; savings are `claim`. */
export const WANTS = `
ruleset: wants
domain: finops
rules:
${['resize', 'delete', 'stop', 'upgrade']
  .map(
    (action) => `  - name: ${action}
    condition: "wants_${action} == true and bill_ok"
    recommend:
      action: ${action}
      savings: claim
      reason: "wants ${action}"`,
  )
  .join('\n')}
`;

type Known = { id: string; facts: Facts; sources?: { sourceId: string; snapshotId: string }[] };

/** A resource as sources would read it: `bill_ok` is of the first source given, every other fact of the last. */
export function known({ id, facts, sources = [] }: Known): KnownResource {
  const [first, last] = [sources[0], sources.at(-1)];
  const own = last ? Object.fromEntries(Object.keys(facts).map((fact) => [fact, last])) : {};
  return {
    resourceId: id,
    provider: 'aws',
    account: '1',
    region: 'eu-west-1',
    nativeId: `native-${id}`,
    name: `name-${id}`,
    kind: 'instance',
    domain: 'finops',
    facts: { bill_ok: true, cash_cost: 1000, claim: 100, ...facts },
    money: {},
    currency: 'USD',
    origins: first ? { ...own, bill_ok: first } : own,
  };
}

export async function makeRun(): Promise<string> {
  const { id } = await database().run.create({
    data: {
      graph: 'recommend',
      mode: 'async',
      input: {},
      plan: [],
      state: 'running',
      requestedBy: 'test',
      trigger: 'hand',
    },
  });
  return id;
}

export async function endRun(id: string): Promise<void> {
  await database().run.update({ where: { id }, data: { state: 'failed', endedAt: hour(0) } });
}

type GenerationGiven = {
  resources: KnownResource[];
  snapshotIds: string[];
  clock: () => Date;
  runId?: string;
};

async function* inOneBatch(resources: KnownResource[]): AsyncIterable<KnownResource[]> {
  yield resources;
}

/** Evaluate and record, as the jobs do. */
export async function generate({ resources, snapshotIds, clock, runId }: GenerationGiven) {
  const run = runId ?? (await makeRun());
  const evaluated = await evaluateGeneration({
    runId: run,
    snapshotIds,
    clock,
    readResources: () => inOneBatch(resources),
  });
  if (!evaluated) throw new AppError('conflict', 'recorded already');
  const recorded = await recordGeneration({ ...evaluated, told: { ...evaluated, unread: [] }, clock });
  if (!runId) await endRun(run);
  return { runId: run, evaluated, recorded };
}

export async function makeConnection(given: { isSandbox?: boolean; floor?: string } = {}): Promise<string> {
  const { id } = await database().connection.create({
    data: {
      kind: 'jira',
      name: `jira-${randomUUID()}`,
      baseUrl: 'http://127.0.0.1:1',
      account: 'a@b.c',
      sealedSecret: 'x',
      isSandbox: given.isSandbox ?? true,
      ticketFloor: given.floor ?? '25',
    },
  });
  return id;
}

let tickets = 0;

/** Opens a ticket for a lineage as the distribution would; returns its id. */
export async function openTicket(
  lineageId: string,
  connectionId: string,
  createdAt = hour(20),
): Promise<string> {
  tickets += 1;
  const { id } = await database().ticket.create({
    data: {
      connectionId,
      externalId: String(10_000 + tickets),
      key: `FIN-${tickets}`,
      url: 'http://127.0.0.1:1/browse',
      summary: 'A ticket',
      projectKey: 'FIN',
      status: 'To Do',
      statusCategory: 'new',
      createdAt,
      updatedAt: createdAt,
    },
  });
  await transaction((tx) => mapTicket(tx, { lineageId, ticketId: String(id) }));
  return String(id);
}
