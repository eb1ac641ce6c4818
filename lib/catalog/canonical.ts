import { Decimal } from 'decimal.js';
import type { FactValue } from '@/lib/rules/schema';

/**
 * One form of text for every value of a library's column, the same whether PostgreSQL writes it or we do: what two sides
 * are compared by, hashed by, and kept as. Null stays null.
 */
export type ColumnKind =
  | 'text'
  | 'char' // padded by PostgreSQL: blanks at the end do not count
  | 'uuid'
  | 'integer'
  | 'numeric'
  | 'boolean'
  | 'date'
  | 'time' // with a zone
  | 'local_time'; // without one

/** A column as the library's catalog has it. */
export type LibraryColumn = {
  name: string;
  type: string; // as PostgreSQL writes it: character varying(150)
  kind: ColumnKind | null; // null: of a type that has no canonical text
  cast: string; // what a text is cast to before it is assigned: without a length, for a cast would cut it
  length: number | null; // characters that fit
  precision: number | null; // digits of a numeric in all
  scale: number | null; // of them behind the point
  bytes: number; // of an integer
  isNullable: boolean;
  hasDefault: boolean;
  isGenerated: boolean;
  isKey: boolean; // unique by itself and never null
};

/** The SQL that writes a column's value as canonical text; `expression` is quoted already. */
export function canonicalSql({ kind }: Pick<LibraryColumn, 'kind'>, expression: string): string {
  switch (kind) {
    case 'numeric':
      return `trim_scale(${expression})::text`;
    case 'boolean':
      return `CASE WHEN ${expression} THEN 'true' WHEN NOT ${expression} THEN 'false' END`;
    case 'date':
      return ifFinite(expression, `to_char(${expression}, 'YYYY-MM-DD')`);
    case 'time':
      return ifFinite(
        expression,
        `to_char(${expression} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`,
      );
    case 'local_time':
      return ifFinite(expression, `to_char(${expression}, 'YYYY-MM-DD"T"HH24:MI:SS.US')`);
    default:
      return `${expression}::text`;
  }
}

const ifFinite = (expression: string, sql: string) =>
  `CASE WHEN isfinite(${expression}) THEN ${sql} ELSE ${expression}::text END`;

export type Canonical = { ok: true; text: string | null } | { ok: false; reason: string };

/** The canonical text of a value for a column, or why the column cannot hold it. Texts may stand for other types. */
export function canonicalOf(column: LibraryColumn, value: FactValue): Canonical {
  if (value === null) return column.isNullable ? fits(null) : refused('the column may not be empty');
  if (typeof value === 'object')
    return refused(`a ${Array.isArray(value) ? 'list' : 'mapping'} has no column`);
  switch (column.kind) {
    case 'text':
    case 'char':
      return textOf(column, value);
    case 'uuid':
      return typeof value === 'string' && UUID.test(value)
        ? fits(value.toLowerCase())
        : refused('is no UUID');
    case 'integer':
      return integerOf(column, value);
    case 'numeric':
      return numericOf(column, value);
    case 'boolean':
      return value === true || value === 'true'
        ? fits('true')
        : value === false || value === 'false'
          ? fits('false')
          : refused(`${shown(value)} is neither true nor false`);
    case 'date':
      return typeof value === 'string' && isDate(value) ? fits(value) : refused(`${shown(value)} is no date`);
    case 'time':
    case 'local_time':
      return timeOf(column.kind, value);
    default:
      return refused(`a column of type ${column.type} cannot be kept in step`);
  }
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const fits = (text: string | null): Canonical => ({ ok: true, text });
const refused = (reason: string): Canonical => ({ ok: false, reason });
const shown = (value: string | number | boolean) => `“${String(value).slice(0, 40)}”`;

/** PostgreSQL counts characters, not the halves of which JavaScript's texts are made. */
function textOf({ kind, length }: LibraryColumn, value: string | number | boolean): Canonical {
  if (typeof value !== 'string') return refused(`${shown(value)} is no text`);
  if (value.includes('\u0000')) return refused('a text with a NUL character cannot be stored');
  const text = kind === 'char' ? value.replace(/ +$/, '') : value;
  if (length === null || text.length <= length) return fits(text);
  const count = [...text].length;
  return count <= length ? fits(text) : refused(`it has ${count} characters, ${length} fit`);
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,4})?$/;

/** Null for what is no number, or one whose digits a JSON number cannot have kept. */
function decimalOf(value: string | number | boolean): Decimal | string {
  if (typeof value === 'boolean' || !NUMBER.test(String(value))) return `${shown(value)} is no number`;
  if (typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value)) {
    return `${value} has more digits than a JSON number keeps; send it as a text`;
  }
  return new Decimal(value);
}

/** Whole numbers as PostgreSQL writes them, and how many digits fit whatever they are, by the bytes of a column. */
const WHOLE = /^(0|-?[1-9]\d*)$/;
const SURE_DIGITS = new Map([2, 4, 8].map((bytes) => [bytes, Math.min(15, Math.floor(bytes * 2.4))]));
const MOST_INTEGER = new Map([2, 4, 8].map((bytes) => [bytes, new Decimal(2).pow(bytes * 8 - 1)]));

function integerOf({ bytes }: LibraryColumn, value: string | number | boolean): Canonical {
  const plain = String(value); // most values need no arithmetic
  if (plain.length <= (SURE_DIGITS.get(bytes) ?? 0) && WHOLE.test(plain)) return fits(plain);
  const number = decimalOf(value);
  if (typeof number === 'string') return refused(number);
  if (!number.isInteger()) return refused(`${shown(value)} is no whole number`);
  const most = MOST_INTEGER.get(bytes);
  if (!most || number.gte(most) || number.lt(most.neg()))
    return refused(`${shown(value)} is beyond the column's range`);
  return fits(written(number));
}

/** A number that JavaScript writes with its digits alone, as PostgreSQL does. */
const PLAIN = /^(0|-?(0|[1-9]\d{0,14})(\.\d*[1-9])?)$/;

function numericOf({ precision, scale }: LibraryColumn, value: string | number | boolean): Canonical {
  if (precision === null && typeof value === 'number' && PLAIN.test(String(value))) {
    return fits(String(value));
  }
  const number = decimalOf(value);
  if (typeof number === 'string') return refused(number);
  if (precision === null) return fits(written(number));
  const places = scale ?? 0;
  if (number.decimalPlaces() > places) {
    return refused(`it has ${number.decimalPlaces()} decimal places, ${places} fit`);
  }
  if (number.abs().gte(new Decimal(10).pow(precision - places))) {
    return refused(`${shown(value)} has more than ${precision - places} digits before the point`);
  }
  return fits(written(number));
}

const written = (number: Decimal) => (number.isZero() ? '0' : number.toFixed());

const isDate = (text: string) =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && text > '0001' && dayOf(text)?.toISOString().slice(0, 10) === text;

function dayOf(text: string): Date | null {
  const day = new Date(`${text}T00:00:00Z`);
  return Number.isNaN(day.getTime()) ? null : day;
}

const TIME = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(?::(\d{2})(?:\.(\d{1,6})\d*)?)?(Z|[+-]\d{2}:?\d{2})?$/;

/** Times are told in UTC to the microsecond; one without a zone is UTC already. */
function timeOf(kind: 'time' | 'local_time', value: string | number | boolean): Canonical {
  const parts = typeof value === 'string' ? TIME.exec(value) : null;
  if (parts === null) return refused(`${shown(value)} is no time such as 2026-11-21T12:00:00Z`);
  const [, day = '', minutes = '', seconds = '00', fraction = '', zone = 'Z'] = parts;
  const at = new Date(`${day}T${minutes}:${seconds}${zone}`);
  if (Number.isNaN(at.getTime()) || !isDate(day)) return refused(`${shown(value)} is no time`);
  const whole = at.toISOString().slice(0, 19);
  return fits(`${whole}.${fraction.padEnd(6, '0')}${kind === 'time' ? 'Z' : ''}`);
}

/** What rules see of a canonical text: a number, a boolean, or the text itself. */
export function factOf({ kind }: Pick<LibraryColumn, 'kind'>, text: string | null): FactValue {
  if (text === null) return null;
  if (kind === 'integer' || kind === 'numeric') {
    const number = Number(text);
    return Number.isFinite(number) ? number : text;
  }
  return kind === 'boolean' ? text === 'true' : text;
}
