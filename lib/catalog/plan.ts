import type { DeliveryKind, DeliveryNote, DeliveryOutcome, FieldChange } from '@/lib/deliveries/schema';
import type { Facts, FactValue } from '@/lib/rules/schema';
import { columnsOf, fieldsOf } from './body';
import { canonicalOf, factOf } from './canonical';
import type { Columns } from './compare';
import { fold, type Mirror } from './fold';
import { judge } from './judge';
import type { HoldReason } from './quarantine.schema';
import { release } from './release';
import { settleColumns } from './settle';
import type { Sync } from './sync';

/**
 * What becomes of one delivery of a record, as a pure function of what we know, what the library holds, and the rules:
 * fold into the mirror → map → judge → settle by column. `drain.ts` does what it says.
 */
export type KnownRecord = Mirror & {
  expected: Columns; // empty: nothing is expected of the library yet
  agreed: Columns;
  held: Record<string, string>; // by column, the quarantined change that holds it; new ones as `new:<delivery>`
  flips: Record<string, number[]>;
  isAssumed: boolean;
  lastDeliveryId: string | null;
};

/** A record and its row in the library, as they stand before a delivery and after it. */
export type KeyState = { record: KnownRecord | null; row: Columns | null };

export type Work = {
  id: string;
  kind: DeliveryKind;
  place: number;
  originPlace: number | null; // of a release: the place of the delivery that was held
  receivedAt: Date;
  body: string;
};

/** How many other rows hold a value of a column now. */
export type CountSame = (column: string, value: string, own: string | null) => number | undefined;

export type Circumstances = { key: string; now: Date; countSame: CountSame };

export type Hold = { deliveryId: string; isWhole: boolean; fields: FieldChange[]; reasons: HoldReason[] };

export type Settled = {
  deliveryId: string;
  outcome: DeliveryOutcome;
  writes: FieldChange[];
  notes: DeliveryNote[];
  hold: Hold | null;
  superseded: string[]; // quarantined changes that this delivery took the place of
};

export type Planned = { state: { record: KnownRecord; row: Columns | null }; settled: Settled };

const HOUR_MS = 3_600_000;
const MOST_FLIPS = 50;

/** Throws when the delivery cannot be worked on: a body that is not one, or a mapping that fails. */
export function planDelivery(sync: Sync, before: KeyState, work: Work, at: Circumstances): Planned {
  const known = knownOf(sync, before);
  if (work.kind === 'release') return release(sync, known, before.row, work, columnsOf(work.body));
  const fields = fieldsOf(work.body, sync.definition.key);
  const keyName = sync.definition.key.split('.').at(-1);
  const isKnown = Object.keys(known.expected).length > 0;
  const { mirror, seqs, set } = fold(known, fields, work.place, sync.reads);
  const touched = touchedValues(sync, { isKnown, mirror, set }, at.now);
  const flips = countFlips(sync, { known, mirror, set }, work.receivedAt, at.now);
  const judgement = judge(
    sync,
    {
      isKnown,
      values: touched,
      changed: changedOf(sync, touched, known.expected),
      expected: known.expected,
      fields,
      before: known.mirror,
      unknownFields: Object.keys(fields).filter((field) => field !== keyName && !sync.reads.has(field)),
      flips: Object.fromEntries([...sync.counted].map((column) => [column, flips[column]?.length ?? 0])),
      same: sameOf(sync, touched, before.row, at.countSame),
    },
    at.now,
  );
  const record = { ...known, mirror, seqs, flips, isAssumed: false, lastDeliveryId: work.id };
  return settleColumns(sync, { record, row: before.row, isKnown, work, key: at.key }, judgement);
}

/** A row that we have no record of is taken as it is, as at the baseline. */
function knownOf({ mappings }: Sync, { record, row }: KeyState): KnownRecord {
  if (record && Object.keys(record.expected).length > 0) return completed(record, row);
  const empty = { mirror: {}, seqs: {}, expected: {}, agreed: {}, held: {}, flips: {} };
  const known = record ?? { ...empty, isAssumed: true, lastDeliveryId: null };
  if (!row) return known;
  const assumed: Facts = {};
  for (const { field, column } of mappings) {
    const [name = ''] = field.reads;
    const isPlain = field.source.kind === 'field' && field.source.path.length === 1;
    if (isPlain && !Object.hasOwn(known.mirror, name))
      assumed[name] = factOf(column, row[column.name] ?? null);
  }
  return { ...known, mirror: { ...assumed, ...known.mirror }, expected: row, agreed: row };
}

/** A column that the definition has since it was changed begins with what the library holds. */
function completed(record: KnownRecord, row: Columns | null): KnownRecord {
  const missing = Object.entries(row ?? {}).filter(([column]) => !Object.hasOwn(record.expected, column));
  if (missing.length === 0) return record;
  const added = Object.fromEntries(missing);
  return { ...record, expected: { ...record.expected, ...added }, agreed: { ...record.agreed, ...added } };
}

type Folded = { isKnown: boolean; mirror: Facts; set: ReadonlySet<string> };

/** By column, what the delivery says of it; of a new record, of every column. */
function touchedValues(sync: Sync, { isKnown, mirror, set }: Folded, now: Date): Map<string, FactValue> {
  const values = new Map<string, FactValue>();
  for (const { column, field, read } of sync.mappings) {
    if (isKnown && !field.reads.some((name) => set.has(name))) continue;
    const said = read(mirror, now);
    // A default stands in for what a new record came without, not for what was sent empty.
    const value = said === undefined && !isKnown ? field.fallback : said;
    if (value !== undefined) values.set(column.name, value);
  }
  return values;
}

function changedOf(sync: Sync, values: ReadonlyMap<string, FactValue>, expected: Columns): string[] {
  return [...values].flatMap(([name, value]) => {
    const mapping = sync.byColumn.get(name);
    const canonical = mapping && canonicalOf(mapping.column, value);
    const isSame = canonical?.ok && Object.hasOwn(expected, name) && expected[name] === canonical.text;
    return isSame ? [] : [name];
  });
}

/** When a column's value changed at the sender within the hour before, this change among them. */
function countFlips(
  { counted, byColumn }: Sync,
  { known, mirror, set }: { known: KnownRecord; mirror: Facts; set: ReadonlySet<string> },
  receivedAt: Date,
  now: Date,
): Record<string, number[]> {
  const flips: Record<string, number[]> = {};
  const at = receivedAt.getTime();
  for (const name of counted) {
    const mapping = byColumn.get(name);
    const recent = (known.flips[name] ?? []).filter((time) => time > at - HOUR_MS && time <= at);
    const isSet = mapping?.field.reads.some((field) => set.has(field)) ?? false;
    const isOther =
      isSet &&
      mapping !== undefined &&
      JSON.stringify(mapping.read(known.mirror, now)) !== JSON.stringify(mapping.read(mirror, now));
    const times = isOther ? [...recent, at].slice(-MOST_FLIPS) : recent;
    if (times.length > 0) flips[name] = times;
  }
  return flips;
}

function sameOf(
  { definition, byColumn }: Sync,
  values: ReadonlyMap<string, FactValue>,
  row: Columns | null,
  countSame: CountSame,
): Record<string, number> {
  const same: Record<string, number> = {};
  for (const name of definition.unique) {
    const mapping = byColumn.get(name);
    const canonical =
      mapping && values.has(name) ? canonicalOf(mapping.column, values.get(name) ?? null) : null;
    if (!canonical?.ok || canonical.text === null) continue;
    const count = countSame(name, canonical.text, row?.[name] ?? null);
    if (count !== undefined) same[name] = count;
  }
  return same;
}
