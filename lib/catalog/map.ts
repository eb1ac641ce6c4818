import { Decimal } from 'decimal.js';
import { Evaluator } from '@/lib/rules/evaluate';
import type { Facts, FactValue } from '@/lib/rules/schema';
import { readPath, type Value } from '@/lib/rules/values';
import type { LibraryColumn } from './canonical';
import { typeOfColumn } from './check';
import type { FieldType, SyncField } from './definition';

/** One column of a definition, ready to be filled from what the sender says. */
export type Mapping = {
  column: LibraryColumn;
  field: SyncField;
  /** The column's value; undefined where the sender says nothing of it. Text and numbers become each other where nothing is lost. */
  read: (mirror: Facts, now: Date) => Value;
};

const NO_LISTS = new Map<string, FactValue[]>();

export function mappingOf(field: SyncField, column: LibraryColumn): Mapping {
  const type = field.type ?? typeOfColumn(column);
  const read = reading(field);
  const shape = (value: Value): Value => {
    if (value === undefined || value === null) return value;
    const converted = convert(value, type);
    return field.trim && typeof converted === 'string' ? converted.trim() : converted;
  };
  return { column, field, read: (mirror, now) => shape(read(mirror, now)) };
}

function reading({ source }: SyncField): (mirror: Facts, now: Date) => Value {
  if (source.kind === 'constant') return () => source.value;
  if (source.kind === 'field') return (mirror) => readPath(mirror, source.path);
  const value = new Evaluator(NO_LISTS).value(source.expression);
  return (mirror, now) => value({ facts: mirror, now: now.getTime() });
}

/** As the definition has it, where nothing is lost by it; else as it came, for the rules and the column to refuse. */
function convert(value: FactValue, type: FieldType): FactValue {
  if (type === 'number' && typeof value === 'string') return asNumber(value);
  if (type === 'text' && (typeof value === 'number' || typeof value === 'boolean')) return String(value);
  if (type === 'boolean' && (value === 'true' || value === 'false')) return value === 'true';
  return value;
}

const NUMBER = /^[+-]?\d{1,30}(\.\d{1,30})?$/;

function asNumber(text: string): FactValue {
  const trimmed = text.trim();
  if (!NUMBER.test(trimmed)) return text;
  const number = Number(trimmed);
  return new Decimal(trimmed).eq(number) ? number : trimmed;
}
