import type { AuditView } from '@/lib/people/audit.schema';

/** What an event changed, field by field. */
type Json = AuditView['before'];

export type Change = {
  field: string; // dotted where it lies within another
  kind: 'changed' | 'added' | 'removed' | 'same';
  before: string | null; // null: there was no such field
  after: string | null;
};

/** The fields in the order of what is now; those that are gone stand last. Both sides null: nothing. */
export function changesBetween(before: Json, after: Json): Change[] {
  const [was, is] = [fieldsOf(before), fieldsOf(after)];
  const names = [...new Set([...is.keys(), ...was.keys()])];
  return names.map((field) => {
    const [old, now] = [was.get(field) ?? null, is.get(field) ?? null];
    return { field, kind: kindOf(old, now), before: old, after: now };
  });
}

function kindOf(before: string | null, after: string | null): Change['kind'] {
  if (before === null) return 'added';
  if (after === null) return 'removed';
  return before === after ? 'same' : 'changed';
}

function fieldsOf(value: Json): Map<string, string> {
  if (value === null) return new Map();
  return isRecord(value) ? new Map(leavesOf(value, '')) : new Map([['value', words(value)]]);
}

function isRecord(value: Json | undefined): value is Record<string, Json> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function leavesOf(record: Record<string, Json>, path: string): [string, string][] {
  return Object.entries(record).flatMap(([name, value]): [string, string][] => {
    const field = path ? `${path}.${name}` : name;
    const isBranch = isRecord(value) && Object.keys(value).length > 0;
    return isBranch ? leavesOf(value, field) : [[field, words(value)]];
  });
}

/** As one would say it; a list of plain values with commas. */
function words(value: Json): string {
  if (value === null || value === '') return 'none';
  if (value === true) return 'yes';
  if (value === false) return 'no';
  if (typeof value !== 'object') return String(value);
  const items = Array.isArray(value) ? value : [value];
  if (items.length === 0) return 'none';
  return items.some((item) => typeof item === 'object')
    ? JSON.stringify(value, null, 2)
    : items.map(words).join(', ');
}
