import { parseEnd, parseTime, readAmount, shorten } from './cells';
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

/** A cell that is reported while its row counts. `isUnknown` false: it was taken for something all the same. */
export type BadCell = { column: FocusColumn; message: string; isUnknown: boolean };

export type Place = FocusHeader['place'];
export type Time = { at: number; bytes: Buffer }; // milliseconds; as COPY takes it, with a comma

/** The longest texts in bytes, so that they fit into PostgreSQL's indexes and many of them into memory. */
export const LONGEST = {
  provider: 100,
  region: 100,
  account: 400,
  name: 1_000, // also of services, meters and SKUs
  resource: 2_000,
  text: 10_000,
  tags: 200_000,
} as const;

const COMMA = 0x2c;
const QUOTE = 0x22;
const MOST_TIMES = 20_000;
const CATEGORIES = ['Usage', 'Purchase', 'Tax', 'Credit', 'Adjustment'];
const STATUSES = ['Used', 'Unused'];

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

/** The text of a cell that may have so many bytes; a longer one is reported and null. */
export function bounded(
  row: CsvRow,
  place: Place,
  column: FocusColumn,
  most: number,
  bad: BadCell[],
): string | null {
  const text = optional(row, place, column);
  if (text === null || text.length * 3 <= most || Buffer.byteLength(text) <= most) return text;
  bad.push(tooLong(column, most));
  return null;
}

export function tooLong(column: FocusColumn, most: number): BadCell {
  const message = `the text is longer than ${most.toLocaleString('en-US')} bytes`;
  return { column, message, isUnknown: true };
}

/** Copies a text cell as it is, and a byte after it; nothing for NULL, and for what is too long or cannot be copied. */
export function copyText(
  out: CopyBlocks,
  row: CsvRow,
  place: Place,
  column: FocusColumn,
  { most, bad, after = COMMA }: { most: number; bad: BadCell[]; after?: number },
): void {
  const cell = place[column];
  if (!isCellNull(row, cell)) {
    const from = row.ends[2 * cell] ?? 0;
    const to = row.ends[2 * cell + 1] ?? 0;
    const mark = out.mark();
    const quotes = row.bytes[from] === QUOTE ? 2 : 0;
    if (to - from - quotes > most) bad.push(tooLong(column, most));
    else if (!out.copyText(row.bytes, from, to)) {
      out.back(mark);
      const message = 'a quote or line end is in a cell without quotes';
      bad.push({ column, message, isUnknown: true });
    }
  }
  out.byte(after);
}

/** Copies an amount digit by digit: it is never a binary number. Returns about how much it is. */
export function copyAmount(out: CopyBlocks, row: CsvRow, place: Place, column: FocusColumn): number {
  const cell = place[column];
  if (isCellNull(row, cell)) throw new BadRow(column, 'the amount is missing');
  const from = row.ends[2 * cell] ?? 0;
  const to = row.ends[2 * cell + 1] ?? 0;
  const amount = readAmount(row.bytes, from, to);
  if (Number.isNaN(amount)) throw new BadRow(column, notNumber(row, cell));
  out.copy(row.bytes, from, to);
  out.byte(COMMA);
  return amount;
}

/** The same of a number that may be missing, or unknown. Returns whether the row has it. */
export function copyNumber(
  out: CopyBlocks,
  row: CsvRow,
  place: Place,
  column: FocusColumn,
  bad: BadCell[],
): boolean {
  const cell = place[column];
  let isThere = false;
  if (!isCellNull(row, cell)) {
    const from = row.ends[2 * cell] ?? 0;
    const to = row.ends[2 * cell + 1] ?? 0;
    isThere = !Number.isNaN(readAmount(row.bytes, from, to));
    if (isThere) out.copy(row.bytes, from, to);
    else bad.push({ column, message: notNumber(row, cell), isUnknown: true });
  }
  out.byte(COMMA);
  return isThere;
}

function notNumber(row: CsvRow, cell: number): string {
  return `${shown(row, cell)} is not a decimal number`;
}

/** Copies `Correction` or nothing: what else stands there is not known to be one. Returns whether it is one. */
export function copyClass(out: CopyBlocks, row: CsvRow, place: Place, bad: BadCell[]): boolean {
  const text = isCellNull(row, place.ChargeClass) ? null : optional(row, place, 'ChargeClass');
  const isCorrection = text === 'Correction';
  if (isCorrection) out.ascii(text);
  else if (text !== null && text.trim() !== '') {
    const message = `${shown(row, place.ChargeClass)} is not Correction, nor empty`;
    bad.push({ column: 'ChargeClass', message, isUnknown: true });
  }
  out.byte(COMMA);
  return isCorrection;
}

export function copyStatus(out: CopyBlocks, row: CsvRow, place: Place, bad: BadCell[], after: number): void {
  const column = 'CommitmentDiscountStatus';
  if (!isCellNull(row, place[column])) {
    const status = wordOf(row, place, column, STATUSES, bad);
    if (status !== null) out.ascii(status);
    else bad.push({ column, message: noneOf(row, place[column], STATUSES), isUnknown: true });
  }
  out.byte(after);
}

export function readCategory(row: CsvRow, place: Place, bad: BadCell[]): string {
  required(row, place, 'ChargeCategory');
  const category = wordOf(row, place, 'ChargeCategory', CATEGORIES, bad);
  if (category !== null) return category;
  throw new BadRow('ChargeCategory', noneOf(row, place.ChargeCategory, CATEGORIES));
}

/** The one of the words that the cell is; in another letter case it is taken, and reported. */
function wordOf(
  row: CsvRow,
  place: Place,
  column: FocusColumn,
  words: string[],
  bad: BadCell[],
): string | null {
  const text = optional(row, place, column) ?? '';
  if (words.includes(text)) return text;
  const lower = text.trim().toLowerCase();
  const word = words.find((each) => each.toLowerCase() === lower);
  if (word === undefined) return null;
  bad.push({ column, message: `${shown(row, place[column])} is taken for ${word}`, isUnknown: false });
  return word;
}

function noneOf(row: CsvRow, cell: number, words: string[]): string {
  return `${shown(row, cell)} is not one of ${words.join(', ')}`;
}

export function readCurrency(row: CsvRow, place: Place, bad: BadCell[]): string {
  const value = required(row, place, 'BillingCurrency');
  if (/^[A-Z]{3}$/.test(value)) return value;
  const text = value.trim().toUpperCase();
  const cell = shown(row, place.BillingCurrency);
  if (!/^[A-Z]{3}$/.test(text))
    throw new BadRow('BillingCurrency', `${cell} is not a code of three capital letters`);
  bad.push({ column: 'BillingCurrency', message: `${cell} is taken for ${text}`, isUnknown: false });
  return text;
}

type ReadTime = (row: CsvRow, place: Place, column: FocusColumn) => Time;

/** Reads where periods begin, and where they end. */
export function makeTimeReaders(): { startIn: ReadTime; endIn: ReadTime } {
  return { startIn: makeTimeReader(parseTime), endIn: makeTimeReader(parseEnd) };
}

/** The few thousand different timestamps of a bill are parsed once, and found again by their digits. */
function makeTimeReader(parse: (text: string) => number | null): ReadTime {
  const times = new Map<number, Time>();
  return (row, place, column) => {
    const digits = digitsOf(row, place[column]);
    const known = digits < 0 ? undefined : times.get(digits);
    if (known) return known;
    const at = parse(required(row, place, column));
    if (at === null) throw new BadRow(column, `${shown(row, place[column])} is not a date and time`);
    const time = { at, bytes: Buffer.from(`${new Date(at).toISOString()},`) };
    if (times.size >= MOST_TIMES) times.clear();
    if (digits >= 0) times.set(digits, time);
    return time;
  };
}

const ZULU = 0x5a;

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
export function shown(row: CsvRow, cell: number): string {
  return `“${shorten(cellText(row, cell) ?? '')}”`;
}
