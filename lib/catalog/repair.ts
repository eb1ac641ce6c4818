import type { FieldChange } from '@/lib/deliveries/schema';
import { type Columns, isNeverLetIn } from './compare';
import type { RepairDirection } from './schema';

/** A record before a repair and after it: the library's row (null: none) and what we hold of it (null: unknown). */
export type RepairState = { library: Columns | null; expected: Columns | null; agreed: Columns };

export type RepairPlan = {
  after: RepairState;
  changes: FieldChange[]; // in the library to the library, in what it should hold from the library
};

/**
 * What repairing a record comes to. To the library: it gets what it should hold; a row that we do not know is deleted.
 * From the library: what it holds is taken as right; where it has no row, the record is forgotten. `fields` narrows a
 * repair to some columns, and then a row that is missing or unknown stays as it is. A record that was never let in has no row
 * and is to have none. Null: there is nothing to do.
 */
export function planRepair(
  before: RepairState,
  direction: RepairDirection,
  fields: readonly string[] = [],
): RepairPlan | null {
  if (before.library === null && isNeverLetIn(before.expected)) return null;
  const plan = direction === 'to_library' ? toLibrary(before, fields) : fromLibrary(before, fields);
  return plan && (plan.changes.length > 0 || isOther(before, plan.after)) ? plan : null;
}

function toLibrary(before: RepairState, fields: readonly string[]): RepairPlan | null {
  const { expected, library } = before;
  if (expected === null || library === null) {
    if (fields.length > 0) return null;
    const after = { ...before, library: expected, agreed: expected ?? {} };
    return { after, changes: changesOf(library, expected) };
  }
  const names = chosen(expected, fields);
  const written = { ...library, ...take(expected, names) };
  return {
    after: { library: written, expected, agreed: { ...before.agreed, ...take(expected, names) } },
    changes: changesOf(library, written),
  };
}

function fromLibrary(before: RepairState, fields: readonly string[]): RepairPlan | null {
  const { expected, library } = before;
  if (expected === null || library === null) {
    if (fields.length > 0) return null;
    const after = { library, expected: library, agreed: library ?? {} };
    return { after, changes: changesOf(expected, library) };
  }
  const names = chosen(expected, fields);
  const taken = { ...expected, ...take(library, names) };
  return {
    after: { library, expected: taken, agreed: { ...before.agreed, ...take(library, names) } },
    changes: changesOf(expected, taken),
  };
}

/** What undoes a repair: each side as it was, where nobody has moved it since. Null when somebody has. */
export function planUndo(
  now: RepairState,
  done: { before: RepairState; after: RepairState },
): RepairPlan | null {
  if (isOther(now, done.after)) return null;
  const changes = changesOf(now.library, done.before.library);
  return {
    after: done.before,
    changes: changes.length > 0 ? changes : changesOf(now.expected, done.before.expected),
  };
}

function chosen(columns: Columns, fields: readonly string[]): string[] {
  const all = Object.keys(columns);
  return fields.length === 0 ? all : all.filter((name) => fields.includes(name));
}

function take(columns: Columns, names: string[]): Columns {
  return Object.fromEntries(names.map((name) => [name, columns[name] ?? null]));
}

/** By column, what becomes of it; a whole row that comes or goes changes all its columns. */
export function changesOf(from: Columns | null, to: Columns | null): FieldChange[] {
  return [...new Set([...Object.keys(from ?? {}), ...Object.keys(to ?? {})])]
    .sort()
    .map((field) => ({ field, from: from?.[field] ?? null, to: to?.[field] ?? null }))
    .filter((change) => change.from !== change.to);
}

function isOther(one: RepairState, other: RepairState): boolean {
  return (
    isOtherRow(one.library, other.library) ||
    isOtherRow(one.expected, other.expected) ||
    changesOf(one.agreed, other.agreed).length > 0
  );
}

function isOtherRow(one: Columns | null, other: Columns | null): boolean {
  return (one === null) !== (other === null) || changesOf(one, other).length > 0;
}
