import type { DeliveryOutcome, FieldChange } from '@/lib/deliveries/schema';
import type { FactValue } from '@/lib/rules/schema';
import { canonicalOf } from './canonical';
import type { Columns } from './compare';
import type { Judgement } from './judge';
import type { Hold, KnownRecord, Planned, Work } from './plan';
import type { HoldReason } from './quarantine.schema';
import type { Sync } from './sync';

/** A record whose mirror has the delivery already, and its row as the library has it. */
export type Settling = {
  record: KnownRecord;
  row: Columns | null;
  isKnown: boolean;
  work: Work;
  key: string;
};

/** Holds a record of which no column is known yet, in the place of a column's name. */
const WHOLE = '*';

/**
 * By column, what of a judged change is written, held, or had its value already. A new row is not made of parts: where one
 * of its columns is held, all are.
 */
export function settleColumns(sync: Sync, settling: Settling, judgement: Judgement): Planned {
  const { work, isKnown, record } = settling;
  const texts = textsOf(sync, judgement, record.expected);
  const reasons = [...doubtsOf(sync, settling, texts), ...reasonsOf(texts, judgement.holds)];
  reasons.push(...conflictsOf(sync, settling, texts, reasons));
  const isWhole = reasons.some(({ field }) => field === null) || (!isKnown && reasons.length > 0);
  const changed = [...texts].filter(([, { isChanged }]) => isChanged);
  const heldColumns = isWhole
    ? changed.map(([name]) => name)
    : [...new Set(reasons.map(({ field }) => field ?? ''))];
  const isHeld = isWhole || heldColumns.length > 0;
  const accepted = isWhole ? new Map() : without(texts, new Set(heldColumns));
  const hold: Hold | null = isHeld
    ? { deliveryId: work.id, isWhole, fields: differences(heldColumns, texts, record), reasons }
    : null;
  const written = write(sync, settling, accepted, judgement);
  const held = heldAfter(record.held, [...accepted.keys()], hold, heldColumns);
  const writes = written.writes.length > 0 || written.isMoved;
  return {
    state: { record: { ...written.record, held }, row: written.row },
    settled: {
      deliveryId: work.id,
      outcome: outcomeOf(isHeld, writes),
      writes: written.writes,
      notes: judgement.notes,
      hold,
      superseded: supersededBy(record.held, held),
    },
  };
}

type Text = { text: string | null; misfit: string | null; isChanged: boolean };
type Texts = Map<string, Text>;

function textsOf(sync: Sync, { values }: Judgement, expected: Columns): Texts {
  const texts: Texts = new Map();
  for (const [name, value] of values) {
    const mapping = sync.byColumn.get(name);
    if (!mapping) continue;
    const canonical = canonicalOf(mapping.column, value);
    const isSame = canonical.ok && Object.hasOwn(expected, name) && expected[name] === canonical.text;
    texts.set(name, {
      text: canonical.ok ? canonical.text : asText(value),
      misfit: canonical.ok ? null : canonical.reason,
      isChanged: !isSame,
    });
  }
  return texts;
}

/** What did not fit is shown as it was sent. */
function asText(value: FactValue): string | null {
  return value === null || typeof value === 'string' ? value : JSON.stringify(value);
}

const ownReason = (rule: string, field: string | null, reason: string): HoldReason => ({
  ...{ ruleSet: null, rule, field, reason },
});

/** What the definition itself holds: values that do not fit their column, keys that do not, rows that would lack something. */
function doubtsOf(sync: Sync, { isKnown, key }: Settling, texts: Texts): HoldReason[] {
  const doubts = [...texts].flatMap(([name, { misfit, isChanged }]) =>
    misfit === null || !isChanged ? [] : [ownReason('fits-column', name, misfit)],
  );
  const keyText = canonicalOf(sync.shape.key, key);
  if (!keyText.ok || keyText.text !== key) {
    const why = keyText.ok ? `the library would write it ${keyText.text}` : keyText.reason;
    doubts.push(ownReason('fits-column', null, `the key “${key}” is not the library's: ${why}`));
  }
  const lacking = isKnown ? [] : sync.required.filter((name) => !texts.has(name));
  if (lacking.length > 0) {
    doubts.push(ownReason('fits-column', null, `a new row cannot be without ${lacking.join(', ')}`));
  }
  return doubts;
}

/** Rules can hold back what this change sets anew, nothing else. */
function reasonsOf(texts: Texts, holds: HoldReason[]): HoldReason[] {
  return holds.filter(({ field }) => field === null || (texts.get(field)?.isChanged ?? false));
}

/** Columns that somebody changed in the library meanwhile, of which the definition says that people decide. */
function conflictsOf(
  sync: Sync,
  { record, row, isKnown }: Settling,
  texts: Texts,
  reasons: HoldReason[],
): HoldReason[] {
  if (!isKnown || row === null || reasons.some(({ field }) => field === null)) return [];
  return [...texts].flatMap(([name, { text, isChanged }]) => {
    const policy = sync.byColumn.get(name)?.field.conflict;
    if (policy !== 'ask' || !isChanged || !isMovedThere(record, row, name) || row[name] === text) return [];
    return [ownReason('conflict', name, `the library was changed to ${shown(row[name] ?? null)} meanwhile`)];
  });
}

const shown = (text: string | null) => (text === null ? 'nothing' : `“${text}”`);

const isMovedThere = ({ agreed }: KnownRecord, row: Columns, name: string) =>
  Object.hasOwn(agreed, name) && agreed[name] !== row[name];

function without(texts: Texts, held: ReadonlySet<string>): Texts {
  return new Map([...texts].filter(([name]) => !held.has(name)));
}

function differences(columns: string[], texts: Texts, { expected }: KnownRecord): FieldChange[] {
  return columns.map((field) => ({
    field,
    from: expected[field] ?? null,
    to: texts.get(field)?.text ?? null,
  }));
}

type Written = { record: KnownRecord; row: Columns | null; writes: FieldChange[]; isMoved: boolean };

/** Sets what is accepted: in what the library should hold, and in its row as far as the conflict policy lets it. */
function write(sync: Sync, settling: Settling, accepted: Texts, { notes }: Judgement): Written {
  const { record, row, isKnown } = settling;
  if (accepted.size === 0) return { record, row, writes: [], isMoved: false };
  const policyOf = (name: string) => sync.byColumn.get(name)?.field.conflict ?? 'cms';
  const expected = { ...record.expected };
  const agreed = { ...record.agreed };
  const next = row === null ? null : { ...row };
  const writes: FieldChange[] = [];
  let isMoved = false;
  for (const [name, { text, isChanged }] of accepted) {
    const there = next?.[name] ?? null;
    if (next !== null && isKnown && there !== text && isMovedThere(record, next, name)) {
      if (policyOf(name) === 'library') {
        notes.push({
          rule: 'conflict',
          kind: 'note',
          field: name,
          detail: `the library keeps ${shown(there)}`,
        });
        isMoved ||= expected[name] !== there;
        expected[name] = there;
        agreed[name] = there;
        continue;
      }
      // The sender says again what it said before: what was changed in the library is drift, for people to see.
      if (policyOf(name) === 'ask' && !isChanged) continue;
    }
    if (next !== null && there !== text) writes.push({ field: name, from: there, to: text });
    // What stands there already was written by us before a crash, or by somebody who knew: it is this delivery's all the same.
    else if (isChanged && next !== null) writes.push({ field: name, from: expected[name] ?? null, to: text });
    isMoved ||= isChanged;
    expected[name] = text;
    if (next === null) continue;
    next[name] = text;
    agreed[name] = text;
  }
  if (next !== null) return { record: { ...record, expected, agreed }, row: next, writes, isMoved };
  return addRow(settling, { ...record, expected, agreed }, [...accepted.keys()], policyOf, notes);
}

/** A row that is not there: a new one, or one that somebody deleted, which comes back whole. */
function addRow(
  { isKnown }: Settling,
  record: KnownRecord,
  accepted: string[],
  policyOf: (name: string) => string,
  notes: Judgement['notes'],
): Written {
  if (isKnown && !accepted.some((name) => policyOf(name) === 'cms')) {
    notes.push({
      rule: 'conflict',
      kind: 'note',
      field: null,
      detail: 'the library has no such row any more',
    });
    return { record, row: null, writes: [], isMoved: true };
  }
  const row = { ...record.expected };
  const writes = Object.entries(row).map(([field, to]) => ({ field, from: null, to }));
  return { record: { ...record, agreed: row }, row, writes, isMoved: true };
}

function heldAfter(
  before: Record<string, string>,
  accepted: string[],
  hold: Hold | null,
  heldColumns: string[],
): Record<string, string> {
  const held = { ...before };
  for (const name of accepted) delete held[name];
  if (accepted.length > 0 || hold) delete held[WHOLE];
  if (!hold) return held;
  for (const name of heldColumns.length > 0 ? heldColumns : [WHOLE]) held[name] = `new:${hold.deliveryId}`;
  return held;
}

/** Quarantined changes that hold nothing any more. */
export function supersededBy(before: Record<string, string>, after: Record<string, string>): string[] {
  const still = new Set(Object.values(after));
  return [...new Set(Object.values(before))].filter((id) => !still.has(id));
}

function outcomeOf(isHeld: boolean, wrote: boolean): DeliveryOutcome {
  if (isHeld) return wrote ? 'partly' : 'held';
  return wrote ? 'applied' : 'unchanged';
}
