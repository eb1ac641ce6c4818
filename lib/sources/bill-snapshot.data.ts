import { hash } from 'node:crypto';
import type { Transaction } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import { groupBy } from '@/lib/core/group';
import { Prisma } from '@/prisma/generated/client';
import { type CurrentDelivery, readCurrentDeliveries } from './bill.data';
import { readBillReading } from './bill-reading.data';
import { type BillWindow, billWindow, WINDOW_DAYS } from './bill-window';
import { billCoverage, type CoverageRow } from './coverage';
import {
  type BillFacts,
  billResources,
  commitmentSums,
  coveredSince,
  insertAccountFacts,
  insertFacts,
  resourceSums,
  seenDays,
  usageSums,
} from './facts.sql';
import { identify } from './identity';
import { lockSource } from './imports.data';
import { meaningOf } from './meters';
import { endedMeters, meterFacts, usagePrices } from './meters.sql';
import { joinResources } from './resources.data';
import type { FocusConfig } from './schema';
import { readCoverage, writeCoverage } from './snapshots.data';

/** Raised when a formula or map changes, so that the next collect makes new facts of the same deliveries. */
const FACTS_VERSION = 3;

type Bill = { sourceId: string; config: FocusConfig; now: Date };

/**
 * The snapshot of a source's bill as it now stands: the one there is when it rests on the same deliveries, else a new
 * one with its coverage and facts. Throws `unavailable` when no bill was imported.
 */
export async function takeBillSnapshot(
  tx: Transaction,
  bill: Bill,
): Promise<{ snapshotId: string; isNew: boolean }> {
  await lockSource(tx, bill.sourceId);
  const deliveries = await readCurrentDeliveries(tx, bill.sourceId);
  const window = billWindow(basesOf(deliveries));
  if (!window) return takeEmptySnapshot(tx, bill);
  const rested = ofMonthsIn(window, deliveries);
  const coverage = billCoverage(await readBillReading(tx, bill, { deliveries, window }));
  const basis = await basisOf(tx, { deliveries: rested, window, coverage });
  const newest = await tx.$queryRaw<{ id: bigint; basis: string | null }[]>`
    SELECT id, statistics->>'basis' AS basis FROM snapshots WHERE source_id = ${bill.sourceId}::uuid
    ORDER BY id DESC LIMIT 1`;
  if (newest[0]?.basis === basis) return { snapshotId: String(newest[0].id), isNew: false };
  return {
    snapshotId: String(await makeSnapshot(tx, { ...bill, deliveries: rested, window, coverage, basis })),
    isNew: true,
  };
}

/**
 * What counts of the months that have a charge in the window: whole months, so that it does not matter into how many files
 * one was split.
 */
function ofMonthsIn({ from, through }: BillWindow, deliveries: CurrentDelivery[]): CurrentDelivery[] {
  const monthOf = ({ billingAccount, month }: CurrentDelivery) => `${month.toISOString()} ${billingAccount}`;
  const months = [...groupBy(deliveries, monthOf).values()];
  return months
    .filter(
      (own) =>
        own.some(({ chargedThrough }) => chargedThrough > from) &&
        own.some(({ chargedFrom }) => chargedFrom < through),
    )
    .flat();
}

/** Of a bill of which nothing counts any more, as its imports were undone: what was read is said to be read no longer. */
async function takeEmptySnapshot(
  tx: Transaction,
  { sourceId, now }: Bill,
): Promise<{ snapshotId: string; isNew: boolean }> {
  const newest = await tx.snapshot.findFirst({
    where: { sourceId },
    orderBy: { id: 'desc' },
  });
  if (!newest) throw new AppError('not_found', 'no bill was imported for this source yet');
  if (newest.dataThrough === null) return { snapshotId: String(newest.id), isNew: false };
  const statistics = { basis: 'nothing', days: WINDOW_DAYS, rows: 0, rowsTied: 0 };
  const { id } = await tx.snapshot.create({ data: { sourceId, takenAt: now, statistics } });
  const reason = 'no delivery of this bill counts any more';
  const read = await readCoverage(tx, String(newest.id));
  const none = { level: 'none', reason, dataFrom: null, dataThrough: null } as const;
  await writeCoverage(
    tx,
    id,
    read.map((row) => ({ ...row, ...none })),
  );
  return { snapshotId: String(id), isNew: true };
}

function basesOf(deliveries: CurrentDelivery[]): CurrentDelivery[] {
  return deliveries.filter(({ isBase }) => isBase);
}

type Basis = { deliveries: CurrentDelivery[]; window: BillWindow; coverage: CoverageRow[] };

/** What makes two readings the same. */
async function basisOf(tx: Transaction, { deliveries, window, coverage }: Basis): Promise<string> {
  const prices = await tx.$queryRaw<{ sum: string | null }[]>`
    SELECT md5(string_agg(o::text, ';' ORDER BY provider, region, sku)) AS sum FROM operator_prices o`;
  // Spellings of these deliveries that have come to mean another resource.
  const changes = await tx.$queryRaw<{ last: string | null }[]>`
    SELECT max(c.id)::text AS last FROM resource_changes c JOIN delivery_resources d ON d.key = c.key
    WHERE d.delivery_id = ANY(${deliveries.map(({ id }) => id)}::bigint[])`;
  const parts = [
    FACTS_VERSION,
    deliveries.map(({ id, isBase }) => `${id} ${isBase}`),
    window.through.toISOString(),
    coverage,
    prices,
    changes,
  ];
  return hash('sha256', JSON.stringify(parts));
}

type Making = Bill & Basis & { basis: string };

async function makeSnapshot(tx: Transaction, making: Making): Promise<bigint> {
  const { sourceId, now, deliveries, window, coverage, basis } = making;
  const ids = await tx.$queryRaw<
    { id: bigint }[]
  >`SELECT nextval(pg_get_serial_sequence('snapshots', 'id')) AS id`;
  const snapshotId = ids[0]?.id ?? 0n;
  const facts: BillFacts = {
    snapshotId,
    deliveryIds: deliveries.map(({ id }) => id),
    baseIds: basesOf(deliveries).map(({ id }) => id),
    window,
  };
  await prepare(tx, facts, { sourceId, coverage });
  await joinAccounts(tx, facts);
  await tx.snapshot.create({
    data: {
      id: snapshotId,
      sourceId,
      importId: newestImport(deliveries),
      takenAt: now,
      dataFrom: window.from,
      dataThrough: window.through,
      statistics: { basis, days: WINDOW_DAYS, ...(await readStatistics(tx, facts)) },
    },
  });
  await tx.snapshotDelivery.createMany({
    data: facts.deliveryIds.map((deliveryId) => ({ snapshotId, deliveryId })),
  });
  await writeCoverage(tx, snapshotId, coverage);
  await tx.$executeRaw(insertFacts(facts));
  await tx.$executeRaw(insertAccountFacts(facts));
  return snapshotId;
}

function newestImport(deliveries: CurrentDelivery[]): bigint | null {
  let newest: bigint | null = null;
  for (const { importId } of deliveries) if (newest === null || importId > newest) newest = importId;
  return newest;
}

type Covering = { sourceId: string; coverage: CoverageRow[] };

async function prepare(tx: Transaction, facts: BillFacts, { sourceId, coverage }: Covering): Promise<void> {
  await tx.$executeRaw(billResources(facts));
  await tx.$executeRaw`CREATE UNIQUE INDEX ON bill_resources (resource_id)`;
  await tx.$executeRaw(usageSums(facts));
  await tx.$executeRaw(seenDays(facts));
  await tx.$executeRaw(coveredSince(facts));
  await tx.$executeRaw(commitmentSums(facts));
  await writeMeanings(tx);
  for (const table of [
    'bill_resources',
    'usage_sums',
    'seen_days',
    'covered_since',
    'commitment_sums',
    'meanings',
  ]) {
    await tx.$executeRawUnsafe(`ANALYZE ${table}`);
  }
  await tx.$executeRaw(usagePrices);
  await tx.$executeRaw(meterFacts);
  await tx.$executeRaw`CREATE INDEX ON meter_facts (resource_id)`;
  const whole = coverage.filter(({ level }) => level === 'whole');
  await tx.$executeRaw(endedMeters(facts, sourceId, JSON.stringify(whole)));
  await tx.$executeRaw`ANALYZE meter_facts`;
  await tx.$executeRaw(resourceSums(facts));
}

/** meanings: the shipped map, applied to the meters that this bill has. */
async function writeMeanings(tx: Transaction): Promise<void> {
  const meters = await tx.$queryRaw<{ service: string | null; meter: string | null }[]>`
    SELECT DISTINCT service, meter FROM usage_sums`;
  const meanings = meters.map((each) => ({ ...each, ...meaningOf(each.service, each.meter) }));
  await tx.$executeRaw`CREATE TEMP TABLE meanings ON COMMIT DROP AS
    SELECT * FROM jsonb_to_recordset(${JSON.stringify(meanings)}::jsonb)
      AS m(service text, meter text, usage text, slug text, kind text, target text)`;
}

async function joinAccounts(tx: Transaction, { deliveryIds }: BillFacts): Promise<void> {
  const accounts = await tx.$queryRaw<
    { provider: string; account: string; charged_from: Date; charged_through: Date }[]
  >`
    SELECT provider, account, min(charged_from) AS charged_from, max(charged_through) AS charged_through
    FROM delivery_accounts WHERE delivery_id = ANY(${deliveryIds}::bigint[]) GROUP BY provider, account`;
  const said = accounts.map(({ provider, account, charged_from, charged_through }) => {
    const { region, nativeId, key } = identify(provider, account, null, account);
    return { key, provider, account, region, native_id: nativeId, charged_from, charged_through };
  });
  await joinResources(
    tx,
    Prisma.sql`SELECT key, provider, account, region, native_id, NULL::text AS short_id, NULL::uuid AS short_key,
        NULL::text AS name, charged_from, charged_through
      FROM jsonb_to_recordset(${JSON.stringify(said)}::jsonb) AS s(key uuid, provider text, account text, region text,
        native_id text, charged_from timestamptz, charged_through timestamptz)`,
  );
}

/** What the Sources page tells of the reading; the cost whose kind is not known is counted, never hidden. */
async function readStatistics(tx: Transaction, { deliveryIds }: BillFacts): Promise<Prisma.InputJsonObject> {
  const totals = await tx.$queryRaw<{ currency: string; cost: string; unmapped: string }[]>`
    SELECT u.currency, trim_scale(round(sum(u.cost), 10))::text AS cost,
      trim_scale(round(COALESCE(sum(u.cost) FILTER (WHERE s.kind IS NULL AND NOT s.is_commitment), 0), 10))::text AS unmapped
    FROM usage_sums u JOIN resource_sums s USING (resource_id) GROUP BY u.currency ORDER BY u.currency`;
  const rows = await tx.$queryRaw<{ rows: number; tied: number }[]>`
    SELECT sum(rows)::float8 AS rows, sum(rows_tied)::float8 AS tied FROM delivery_accounts
    WHERE delivery_id = ANY(${deliveryIds}::bigint[])`;
  const conflicts = await tx.$queryRaw<{ resourceId: string }[]>`
    SELECT resource_id::text AS "resourceId" FROM resource_sums WHERE currencies > 1 ORDER BY resource_id`;
  const counts = await tx.$queryRaw<
    { resources: number }[]
  >`SELECT count(*)::int AS resources FROM bill_resources`;
  return {
    totals,
    rows: rows[0]?.rows ?? 0,
    rowsTied: rows[0]?.tied ?? 0,
    resources: counts[0]?.resources ?? 0,
    faultCount: conflicts.length,
    faults: conflicts
      .slice(0, 100)
      .map(({ resourceId }) => ({ resourceId, message: 'billed in two currencies: its costs are not told' })),
  };
}
