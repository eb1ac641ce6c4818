import type { DeliveryNote } from '@/lib/deliveries/schema';
import type { Evaluation, Facts, FactValue } from '@/lib/rules/schema';
import { factOf } from './canonical';
import type { Columns } from './compare';
import type { HoldReason } from './quarantine.schema';
import type { Sync } from './sync';

/** What is known of a change before it is judged. */
export type Change = {
  isKnown: boolean; // the library has the record
  values: ReadonlyMap<string, FactValue>; // by column, what the change sets
  changed: string[]; // of these, what is set anew
  expected: Columns; // what the library should hold until now
  fields: Facts; // as sent
  before: Facts; // the sender's fields until now
  unknownFields: string[];
  flips: Record<string, number>;
  same: Record<string, number>;
};

export type Judgement = {
  values: Map<string, FactValue>; // after the fixes
  notes: DeliveryNote[];
  holds: HoldReason[]; // a reason without a field holds the whole record
};

/** Runs the definition's rule sets over a change, each on what the ones before it made of it. */
export function judge(sync: Sync, change: Change, now: Date): Judgement {
  const values = new Map(change.values);
  const judgement: Judgement = { values, notes: [], holds: [] };
  const hasNothing = change.changed.length === 0 && change.unknownFields.length === 0 && change.isKnown;
  if (hasNothing || sync.sets.length === 0) return judgement;
  let facts = factsOf(sync, change);
  for (const { slug, compiled } of sync.sets) {
    const evaluation = compiled.evaluate(facts, { now });
    takeFixes(sync, evaluation, judgement, facts);
    for (const message of evaluation.logs) {
      judgement.notes.push({ rule: slug, kind: 'note', field: null, detail: message });
    }
    judgement.holds.push(...holdsOf(slug, evaluation));
    facts = evaluation.facts;
  }
  return judgement;
}

function holdsOf(slug: string, { quarantine }: Evaluation): HoldReason[] {
  return quarantine.flatMap(({ rule, reason, fields }): HoldReason[] =>
    fields
      ? fields.map((field) => ({ ruleSet: slug, rule, field, reason }))
      : [{ ruleSet: slug, rule, field: null, reason }],
  );
}

/** A fix sets columns of the definition; what else a rule computes is for the rules after it. */
function takeFixes(sync: Sync, { fix }: Evaluation, { values, notes }: Judgement, before: Facts): void {
  for (const { rule, field, value } of fix) {
    if (!sync.byColumn.has(field)) continue;
    values.set(field, value);
    const from = shown(before[field] ?? null);
    notes.push({ rule, kind: 'fix', field, detail: `${from} became ${shown(value)}` });
  }
}

const MOST_SHOWN = 200;

function shown(value: FactValue): string {
  const text = typeof value === 'string' ? `“${value}”` : JSON.stringify(value);
  return text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text;
}

function factsOf(sync: Sync, change: Change): Facts {
  const previous: Facts = {};
  const facts: Facts = {};
  const types: Facts = {};
  const previousTypes: Facts = {};
  for (const { column, field } of sync.mappings) {
    const { name } = column;
    if (change.isKnown && Object.hasOwn(change.expected, name)) {
      previous[name] = factOf(column, change.expected[name] ?? null);
      facts[name] = previous[name];
    }
    const value = change.values.get(name);
    if (value !== undefined) facts[name] = value;
    if (field.source.kind !== 'field') continue;
    const [root = ''] = field.source.path;
    if (Object.hasOwn(change.fields, root)) types[name] = typeOf(change.fields[root] ?? null);
    if (Object.hasOwn(change.before, root)) previousTypes[name] = typeOf(change.before[root] ?? null);
  }
  facts.changed = change.changed;
  facts.known = change.isKnown;
  facts.previous = previous;
  facts.types = types;
  facts.previous_types = previousTypes;
  facts.unknown_fields = change.unknownFields;
  facts.flips = change.flips;
  facts.same = change.same;
  return facts;
}

/** As JSON calls it. */
function typeOf(value: FactValue): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'list' : typeof value;
}
