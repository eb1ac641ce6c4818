import type { Reader } from '@/lib/core/db';
import { type Facts, type Json, standBill, standInventory, type Told } from './standing';

/** What all readings together say of one resource, at `now`. */
export type ResourceFacts = {
  resourceId: string;
  provider: string;
  account: string;
  region: string;
  nativeId: string;
  name: string | null;
  kind: string | null;
  facts: Record<string, Json>; // nested: meter.<slug>.cost, vendor.*, tags
  money: Record<string, string>; // exact decimals by dotted path
  currency: string | null;
  origins: Record<string, { sourceId: string; snapshotId: string }>; // of each top-level fact
};

type Question = { snapshotIds: string[]; now: Date; batch?: number };

const BATCH = 2_000;

/** All resources of these snapshots, merged over sources, in the order of their ids. */
export async function* readFacts(
  reader: Reader,
  { snapshotIds, now, batch = BATCH }: Question,
): AsyncIterable<ResourceFacts[]> {
  let after = 0n;
  for (;;) {
    const rows = await reader.$queryRaw<Row[]>`
      WITH wanted AS (
        SELECT DISTINCT resource_id FROM resource_facts
        WHERE snapshot_id = ANY(${snapshotIds.map(BigInt)}::bigint[]) AND resource_id > ${after}
        ORDER BY resource_id LIMIT ${batch})
      SELECT f.resource_id, r.provider, r.account, r.region, r.native_id, r.name, f.facts, f.money, f.currency,
        s.id AS snapshot_id, s.source_id, s.data_through, o.kind::text AS source_kind
      FROM wanted w
      JOIN resource_facts f ON f.resource_id = w.resource_id AND f.snapshot_id = ANY(${snapshotIds.map(BigInt)}::bigint[])
      JOIN resources r ON r.id = f.resource_id
      JOIN snapshots s ON s.id = f.snapshot_id JOIN sources o ON o.id = s.source_id
      ORDER BY f.resource_id, o.kind, s.data_through, s.id`;
    const last = rows.at(-1);
    if (!last) return;
    yield mergeRows(rows, now);
    after = last.resource_id;
  }
}

/** The same for one resource; null when none of the snapshots tells of it. */
export async function readResourceFacts(
  reader: Reader,
  resourceId: string,
  { snapshotIds, now }: Question,
): Promise<ResourceFacts | null> {
  const rows = await reader.$queryRaw<Row[]>`
    SELECT f.resource_id, r.provider, r.account, r.region, r.native_id, r.name, f.facts, f.money, f.currency,
      s.id AS snapshot_id, s.source_id, s.data_through, o.kind::text AS source_kind
    FROM resource_facts f JOIN resources r ON r.id = f.resource_id
    JOIN snapshots s ON s.id = f.snapshot_id JOIN sources o ON o.id = s.source_id
    WHERE f.resource_id = ${BigInt(resourceId)} AND f.snapshot_id = ANY(${snapshotIds.map(BigInt)}::bigint[])
    ORDER BY o.kind, s.data_through, s.id`;
  return mergeRows(rows, now)[0] ?? null;
}

type Row = {
  resource_id: bigint;
  provider: string;
  account: string;
  region: string;
  native_id: string;
  name: string | null;
  facts: Facts;
  money: Record<string, string>;
  currency: string | null;
  snapshot_id: bigint;
  source_id: string;
  data_through: Date | null;
  source_kind: 'focus' | 'inventory';
};

function mergeRows(rows: Row[], now: Date): ResourceFacts[] {
  const merged: ResourceFacts[] = [];
  for (const row of rows) {
    const resourceId = String(row.resource_id);
    let target = merged.at(-1);
    if (target?.resourceId !== resourceId) {
      target = emptyFacts(row, resourceId);
      merged.push(target);
    }
    addReading(target, row, now);
  }
  return merged;
}

function emptyFacts(row: Row, resourceId: string): ResourceFacts {
  const { provider, account, region, native_id: nativeId, name } = row;
  const identity = { provider, account, region, native_id: nativeId, ...(name === null ? {} : { name }) };
  return {
    ...{ resourceId, provider, account, region, nativeId, name },
    kind: null,
    facts: { ...identity, tags: {}, inv_ok: false, bill_ok: false, metrics_ok: false },
    money: {},
    currency: null,
    origins: {},
  };
}

/** Bills come first, inventories after them, each by date: what comes later is nearer to the truth and overwrites. */
function addReading(target: ResourceFacts, row: Row, now: Date): void {
  const { facts, money, currency } = stand(row, now);
  const origin = { sourceId: row.source_id, snapshotId: String(row.snapshot_id) };
  for (const [name, value] of Object.entries(facts)) {
    if (name === 'tags') target.facts.tags = { ...objectOf(target.facts.tags), ...objectOf(value) };
    else target.facts[name] = value;
    target.origins[name] = origin;
  }
  Object.assign(target.money, money);
  target.currency = currency ?? target.currency;
  if (typeof target.facts.kind === 'string') target.kind = target.facts.kind;
}

function stand(row: Row, now: Date): Told {
  if (!row.data_through) return row;
  if (row.source_kind === 'focus') return standBill(row, row.data_through, now);
  const { observed_at } = row.facts;
  const observed = typeof observed_at === 'string' ? new Date(observed_at) : row.data_through;
  return { ...row, facts: standInventory(row.facts, observed, now) };
}

function objectOf(value: Json | undefined): Record<string, Json> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}
