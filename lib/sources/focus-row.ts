import { isAmount, parseTime } from './cells';
import type { CopyBlocks } from './copy-block';
import { type CsvRow, cellText, isNull } from './csv';
import type { FocusColumn, FocusHeader } from './focus';

/** A row that is refused, and the column that is why; reported, and the file goes on. */
export class BadRow extends Error {
  constructor(
    readonly column: FocusColumn | null,
    message: string,
  ) {
    super(message);
  }
}

export type Place = FocusHeader['place'];
export type Time = { at: number; bytes: Buffer }; // milliseconds; as COPY takes it, with a comma

const COMMA = 0x2c;
const MOST_TIMES = 20_000;
const CATEGORIES = ['Usage', 'Purchase', 'Tax', 'Credit', 'Adjustment'];

export function isCellNull(row: CsvRow, cell: number): boolean {
  return cell < 0 || isNull(row.bytes, row.ends[2 * cell] ?? 0, row.ends[2 * cell + 1] ?? 0);
}

export function optional(row: CsvRow, place: Place, column: FocusColumn): string | null {
  return place[column] < 0 ? null : cellText(row, place[column]);
}

export function required(row: CsvRow, place: Place, column: FocusColumn): string {
  const text = optional(row, place, column);
  if (text === null) throw new BadRow(column, 'the cell is empty');
  return text;
}

/** Copies a text cell as it stands; nothing for NULL. */
export function copyText(
  out: CopyBlocks,
  row: CsvRow,
  place: Place,
  column: FocusColumn,
  after = COMMA,
): void {
  const cell = place[column];
  if (!isCellNull(row, cell)) {
    const from = row.ends[2 * cell] ?? 0;
    const to = row.ends[2 * cell + 1] ?? 0;
    if (!out.copyText(row.bytes, from, to))
      throw new BadRow(column, 'a quote or line end stands in a cell without quotes');
  }
  out.byte(after);
}

/** Copies an amount digit by digit: it is never a binary number. */
export function copyAmount(
  out: CopyBlocks,
  row: CsvRow,
  place: Place,
  column: FocusColumn,
  needed: 'required' | 'optional',
): void {
  const cell = place[column];
  if (isCellNull(row, cell)) {
    if (needed === 'required') throw new BadRow(column, 'the amount is missing');
  } else {
    const from = row.ends[2 * cell] ?? 0;
    const to = row.ends[2 * cell + 1] ?? 0;
    if (!isAmount(row.bytes, from, to)) throw new BadRow(column, `${shown(row, cell)} is no decimal number`);
    out.copy(row.bytes, from, to);
  }
  out.byte(COMMA);
}

export function readCategory(row: CsvRow, place: Place): string {
  const value = required(row, place, 'ChargeCategory');
  if (CATEGORIES.includes(value)) return value;
  throw new BadRow(
    'ChargeCategory',
    `${shown(row, place.ChargeCategory)} is none of ${CATEGORIES.join(', ')}`,
  );
}

export function readCurrency(row: CsvRow, place: Place): string {
  const value = required(row, place, 'BillingCurrency');
  if (/^[A-Z]{3}$/.test(value)) return value;
  throw new BadRow(
    'BillingCurrency',
    `${shown(row, place.BillingCurrency)} is no code of three capital letters`,
  );
}

/** Reads timestamps; the few thousand different ones of a bill are parsed once, and found again by their digits. */
export function makeTimeReader(): (row: CsvRow, place: Place, column: FocusColumn) => Time {
  const times = new Map<number, Time>();
  return (row, place, column) => {
    const digits = digitsOf(row, place[column]);
    const known = digits < 0 ? undefined : times.get(digits);
    if (known) return known;
    const at = parseTime(required(row, place, column));
    if (at === null) throw new BadRow(column, `${shown(row, place[column])} is no date and time`);
    const time = { at, bytes: Buffer.from(`${new Date(at).toISOString()},`) };
    if (times.size >= MOST_TIMES) times.clear();
    if (digits >= 0) times.set(digits, time);
    return time;
  };
}

const ZULU = 0x5a;
const QUOTE = 0x22;

/**
 * The fourteen digits of `2026-10-01T00:00:00Z` or `2026-10-01 00:00:00` as one number; -1 when it is written in
 * another way, which may be a time too.
 */
function digitsOf(row: CsvRow, cell: number): number {
  const { bytes, ends } = row;
  let at = ends[2 * cell] ?? 0;
  let end = ends[2 * cell + 1] ?? 0;
  if (bytes[at] === QUOTE) {
    at++;
    end--;
  }
  if (bytes[end - 1] === ZULU) end--;
  if (end - at !== 19) return -1;
  let number = 0;
  for (let place = 0; place < 19; place++) {
    const byte = bytes[at + place] ?? 0;
    const digit = byte - 0x30;
    if (digit >= 0 && digit <= 9) number = number * 10 + digit;
    else if (byte !== SEPARATORS[place] && !(place === 10 && byte === 0x20)) return -1;
  }
  return number > 1e13 ? number : -1;
}

/** What stands between the digits of a timestamp, by its place. */
const SEPARATORS = [0, 0, 0, 0, 0x2d, 0, 0, 0x2d, 0, 0, 0x54, 0, 0, 0x3a, 0, 0, 0x3a, 0, 0];

/** The beginning of a cell for a person to recognise. */
function shown(row: CsvRow, cell: number): string {
  const text = cellText(row, cell) ?? '';
  return `“${text.length > 40 ? `${text.slice(0, 40)}…` : text}”`;
}
