import { pool, type Reader } from '@/lib/core/db';
import type { FactsDomain, SourceKind } from './schema';
import { type Facts, type Json, standBill, standInventory, standQuality, type Told } from './standing';

/** What all readings together say of one resource, at `now`. */
export type ResourceFacts = {
  resourceId: string;
  provider: string;
  account: string;
  region: string;
  nativeId: string;
  name: string | null;
  kind: string | null;
  domain: FactsDomain;
  facts: Record<string, Json>; // nested: meter.<slug>.cost, vendor.*, tags
  money: Record<string, string>; // exact decimals by dotted path
  currency: string | null;
  origins: Record<string, { sourceId: string; snapshotId: string }>; // of each top-level fact
};

type Question = { snapshotIds: string[]; now: Date; batch?: number };

/** What is read at once stays small enough to be young when it is dropped. */
const BATCH = 500;

/** All resources of these snapshots, merged over sources, in the order of their ids. */
export async function* readFacts(
  reader: Reader,
  { snapshotIds, now, batch = BATCH }: Question,
): AsyncIterable<ResourceFacts[]> {
  const snapshots = await readSnapshots(reader, snapshotIds);
  let next = readRows(snapshotIds, '0', batch);
  for (;;) {
    const rows = await next;
    const last = rows.at(-1);
    if (!last) return;
    // The database reads the next batch while the caller is at work on this one.
    next = readRows(snapshotIds, last.resource_id, batch);
    next.catch(() => undefined); // Whoever goes on hears of it; whoever stops here does not need to.
    yield mergeRows(rows, snapshots, now);
  }
}

/**
 * Each snapshot is walked along its key and no further than the batch needs, however much is still to come. A resource
 * that was joined into another since is part of that one, also in readings of before.
 */
const ROWS = `
  WITH wanted AS (
    SELECT next.resource_id FROM unnest($1::bigint[]) AS s(id)
    CROSS JOIN LATERAL (
      SELECT resource_id FROM resource_facts
      WHERE snapshot_id = s.id AND resource_id > $2::bigint
        AND NOT EXISTS (SELECT FROM resource_joins j WHERE j.joined_id = resource_id AND j.undone_at IS NULL)
      ORDER BY resource_id LIMIT $3::int) next
    GROUP BY next.resource_id ORDER BY next.resource_id LIMIT $3::int)
  SELECT f.resource_id, r.provider, r.account, r.region, r.native_id, r.name, f.facts, f.money, f.currency, f.snapshot_id
  FROM wanted w
  JOIN resource_facts f ON f.resource_id = w.resource_id AND f.snapshot_id = ANY($1::bigint[])
  JOIN resources r ON r.id = f.resource_id
  ORDER BY f.resource_id`;

/** By the bare pool, as snapshots never change and there may be hundreds of thousands of rows. */
async function readRows(snapshotIds: string[], after: string, batch: number): Promise<Row[]> {
  const { rows } = await pool().query<Row>({
    name: 'resource-facts',
    text: ROWS,
    values: [snapshotIds, after, batch],
  });
  return rows;
}

/** The same for one resource; null when none of the snapshots tells of it. */
export async function readResourceFacts(
  reader: Reader,
  resourceId: string,
  question: Question,
): Promise<ResourceFacts | null> {
  const [found] = await readFactsOf(reader, [resourceId], question);
  return found ?? null;
}

/** The same for some resources, in the order of their ids. */
export async function readFactsOf(
  reader: Reader,
  resourceIds: string[],
  { snapshotIds, now }: Question,
): Promise<ResourceFacts[]> {
  const snapshots = await readSnapshots(reader, snapshotIds);
  const rows = await reader.$queryRaw<Row[]>`
    SELECT f.resource_id::text, r.provider, r.account, r.region, r.native_id, r.name, f.facts, f.money, f.currency,
      f.snapshot_id::text
    FROM resource_facts f JOIN resources r ON r.id = f.resource_id
    WHERE f.resource_id = ANY(${resourceIds.map(BigInt)}::bigint[])
      AND f.snapshot_id = ANY(${snapshotIds.map(BigInt)}::bigint[])
    ORDER BY f.resource_id`;
  return mergeRows(rows, snapshots, now);
}

/** Where readings come from. `rank` is their order: bills before inventories before figures, each by date. */
type SnapshotOf = {
  snapshotId: string;
  sourceId: string;
  kind: SourceKind;
  through: Date | null;
  rank: number;
};
type Snapshots = ReadonlyMap<string, SnapshotOf>;

export async function readSnapshots(reader: Reader, snapshotIds: string[]): Promise<Snapshots> {
  const rows = await reader.snapshot.findMany({
    where: { id: { in: snapshotIds.map(BigInt) } },
    select: { id: true, sourceId: true, dataThrough: true, source: { select: { kind: true } } },
    orderBy: [{ source: { kind: 'asc' } }, { dataThrough: 'asc' }, { id: 'asc' }],
  });
  return new Map(
    rows.map(({ id, sourceId, dataThrough: through, source: { kind } }, rank) => [
      String(id),
      { snapshotId: String(id), sourceId, kind, through, rank },
    ]),
  );
}

export type Row = {
  resource_id: string;
  provider: string;
  account: string;
  region: string;
  native_id: string;
  name: string | null;
  facts: Facts;
  money: Record<string, string>;
  currency: string | null;
  snapshot_id: string;
};

/** Rows of one resource come together. */
export function mergeRows(rows: Row[], snapshots: Snapshots, now: Date): ResourceFacts[] {
  const merged: ResourceFacts[] = [];
  for (let at = 0; at < rows.length; ) {
    const first = rows[at];
    if (!first) break;
    const readings = [first];
    for (at += 1; ; at += 1) {
      const row = rows[at];
      if (row?.resource_id !== first.resource_id) break;
      readings.push(row);
    }
    merged.push(mergeReadings(first, inOrder(readings, snapshots), now));
  }
  return merged;
}

type ReadingOf = SnapshotOf & { row: Row };

function inOrder(rows: Row[], snapshots: Snapshots): ReadingOf[] {
  const readings = rows.flatMap((row) => {
    const snapshot = snapshots.get(row.snapshot_id);
    return snapshot ? [{ ...snapshot, row }] : [];
  });
  return readings.sort((left, right) => left.rank - right.rank);
}

/** What holds until a reading says otherwise. */
export const GATES: Record<FactsDomain, Facts> = {
  finops: { inv_ok: false, bill_ok: false, metrics_ok: false },
  quality: { quality_ok: false },
};

/** What comes later is nearer to the truth and overwrites. */
function mergeReadings(identity: Row, readings: ReadingOf[], now: Date): ResourceFacts {
  const { provider, account, region, native_id: nativeId, name } = identity;
  const domain: FactsDomain = readings.some(({ kind }) => kind === 'quality') ? 'quality' : 'finops';
  const facts: Facts = { ...GATES[domain] };
  if (name !== null) facts.name = name;
  const tags: Facts = {};
  const money: Record<string, string> = {};
  let currency: string | null = null;
  for (const reading of readings) {
    const told = stand(reading, now);
    Object.assign(facts, told.facts);
    Object.assign(tags, told.facts.tags);
    Object.assign(money, told.money);
    currency = told.currency ?? currency;
  }
  if (areTagsKnown(readings)) facts.tags = tags;
  else delete facts.tags;
  const kind = typeof facts.kind === 'string' ? facts.kind : null;
  Object.assign(facts, { provider, account, region, native_id: nativeId });
  const told = { provider, account, region, nativeId, name, kind, domain, facts, money, currency };
  return new Merged(identity.resource_id, told, readings, now);
}

/** A bill whose tags could not be read leaves them unknown, unless another reading has them. */
function areTagsKnown(readings: ReadingOf[]): boolean {
  return (
    readings.some(({ row }) => row.facts.tags !== undefined) || readings.every(({ kind }) => kind !== 'focus')
  );
}

type MergedFacts = Omit<ResourceFacts, 'resourceId' | 'origins'>;

/**
 * What the readings of a resource come to. Few are asked for their origins, so those are made only then; by a getter of
 * the class, as V8 keeps the getter of a literal among old objects, and with it all rows until a full collection.
 */
class Merged implements ResourceFacts {
  readonly provider: string;
  readonly account: string;
  readonly region: string;
  readonly nativeId: string;
  readonly name: string | null;
  readonly kind: string | null;
  readonly domain: FactsDomain;
  readonly facts: Facts;
  readonly money: Record<string, string>;
  readonly currency: string | null;
  readonly #readings: ReadingOf[];
  readonly #now: Date;

  constructor(
    readonly resourceId: string,
    told: MergedFacts,
    readings: ReadingOf[],
    now: Date,
  ) {
    this.provider = told.provider;
    this.account = told.account;
    this.region = told.region;
    this.nativeId = told.nativeId;
    this.name = told.name;
    this.kind = told.kind;
    this.domain = told.domain;
    this.facts = told.facts;
    this.money = told.money;
    this.currency = told.currency;
    this.#readings = readings;
    this.#now = now;
  }

  get origins(): ResourceFacts['origins'] {
    return originsOf(this.#readings, this.#now);
  }
}

function originsOf(readings: ReadingOf[], now: Date): ResourceFacts['origins'] {
  const origins: ResourceFacts['origins'] = {};
  for (const reading of readings) {
    const { sourceId, snapshotId } = reading;
    for (const name of Object.keys(stand(reading, now).facts)) origins[name] = { sourceId, snapshotId };
  }
  return origins;
}

function stand({ row, kind, through }: ReadingOf, now: Date): Told {
  if (!through) return row;
  if (kind === 'focus') return standBill(row, through, now);
  if (kind === 'quality') return { ...row, facts: standQuality(row.facts, through, now) };
  const { observed_at } = row.facts;
  const observed = typeof observed_at === 'string' ? new Date(observed_at) : through;
  return { ...row, facts: standInventory(row.facts, observed, now) };
}
