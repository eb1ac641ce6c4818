/** What a cell must hold, judged on its bytes. */

const QUOTE = 0x22;
const LONGEST_AMOUNT = 60;
const LARGEST_AMOUNT = 1e30; // beyond it a double of what is computed of it may overflow
const POWERS = Array.from({ length: 24 }, (_, power) => 10 ** -power);

/**
 * About how much a decimal number is, plain or with an exponent of at most two digits (1e-10), with or without quotes;
 * NaN when the cell has none. Infinity and NaN, which PostgreSQL's numeric would take, are none.
 */
export function readAmount(bytes: Buffer, from: number, to: number): number {
  let at = from;
  let end = to;
  if (bytes[at] === QUOTE) {
    at++;
    end--;
  }
  if (end - at > LONGEST_AMOUNT) return Number.NaN;
  const sign = bytes[at];
  if (sign === 0x2d || sign === 0x2b) at++;
  let value = 0;
  let digits = 0;
  let point = -1;
  for (; at < end; at++) {
    const byte = bytes[at] ?? 0;
    if (byte >= 0x30 && byte <= 0x39) {
      value = value * 10 + byte - 0x30;
      digits++;
    } else if (byte === 0x2e && point < 0) point = digits;
    else break;
  }
  if (digits === 0) return Number.NaN;
  const places = point < 0 ? 0 : digits - point;
  const exponent = at === end ? 0 : readExponent(bytes, at, end);
  const power = exponent - places;
  const amount = value * (power <= 0 ? (POWERS[-power] ?? 10 ** power) : 10 ** power);
  if (!(amount < LARGEST_AMOUNT)) return Number.NaN; // also when the exponent is none
  return sign === 0x2d ? -amount : amount;
}

function readExponent(bytes: Buffer, from: number, to: number): number {
  if (bytes[from] !== 0x65 && bytes[from] !== 0x45) return Number.NaN;
  const sign = bytes[from + 1];
  const digits = from + (sign === 0x2d || sign === 0x2b ? 2 : 1);
  if (to - digits < 1 || to - digits > 2) return Number.NaN;
  let exponent = 0;
  for (let at = digits; at < to; at++) {
    const byte = bytes[at] ?? 0;
    if (byte < 0x30 || byte > 0x39) return Number.NaN;
    exponent = exponent * 10 + byte - 0x30;
  }
  return sign === 0x2d ? -exponent : exponent;
}

const TIME =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d{1,9})?)?(?:\s?(Z|UTC|[+-]\d\d:?(?:\d\d)?))?)?$/i;

/**
 * Milliseconds of a timestamp, or null when it is none. Without a zone it is UTC, as the specification says and as
 * real files leave it out. Fractions of a second are dropped.
 */
export function parseTime(text: string): number | null {
  return readTime(text)?.at ?? null;
}

/**
 * The same of the end of a period, which FOCUS excludes: files that include it end at the last second of an hour
 * (23:59:59), or at the last minute (23:59), and are taken to the next.
 */
export function parseEnd(text: string): number | null {
  const time = readTime(text);
  if (!time) return null;
  const { at, minute, second } = time;
  if (minute !== 59) return at;
  if (second === null) return time.hour === 23 ? at + 60_000 : at;
  return second === 59 ? at + 1_000 : at;
}

type ReadTime = { at: number; hour: number; minute: number; second: number | null };

function readTime(text: string): ReadTime | null {
  const match = TIME.exec(text.trim());
  if (!match) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1, 7)
    .map((part) => Number(part ?? 0));
  const isMidnight = hour === 24 && minute === 0 && second === 0;
  if ((hour > 23 && !isMidnight) || minute > 59 || second > 59) return null;
  const date = new Date(Date.UTC(year, month - 1, day));
  const isReal = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  if (!isReal || year < 2000 || year >= 2200) return null;
  const at = Date.UTC(year, month - 1, day, hour, minute, second) - offsetOf(match[7]);
  return { at, hour, minute, second: match[6] === undefined ? null : second };
}

function offsetOf(zone: string | undefined): number {
  if (!zone || /^(z|utc)$/i.test(zone)) return 0;
  const digits = zone.replaceAll(/[^\d]/g, '').padEnd(4, '0');
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2, 4));
  return (zone.startsWith('-') ? -minutes : minutes) * 60_000;
}

/** `tags` null: unknown. A fault may leave the tags known. */
export type ReadTags = { tags: Record<string, string> | null; fault: string | null };

/**
 * A cell of tags as an object of texts with its keys in lower case and without `user:`; of a key that is there under
 * several spellings the first is kept, and told. What is not a JSON object of plain values is unknown.
 */
export function parseTags(text: string | null): ReadTags {
  if (text === null || text.trim() === '') return { tags: {}, fault: null };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return unknownTags('not a JSON object'); // whatever is wrong with it, it is not JSON
  }
  if (value === null) return { tags: {}, fault: null };
  if (typeof value !== 'object' || Array.isArray(value)) return unknownTags('not a JSON object');
  const tags: Record<string, string> = Object.create(null);
  let fault: string | null = null;
  for (const [name, content] of Object.entries(value)) {
    if (typeof content === 'object' && content !== null) {
      return unknownTags(`the tag “${shorten(name)}” has a nested value`);
    }
    if (!isStorable(name) || (typeof content === 'string' && !isStorable(content))) {
      return unknownTags(`the tag “${shorten(name)}” has half of a surrogate pair or the character 0`);
    }
    const key = name
      .trim()
      .toLowerCase()
      .replace(/^user:/, '');
    if (content === null || key === '') continue;
    if (!(key in tags)) tags[key] = String(content);
    else if (tags[key] !== String(content)) {
      fault ??= `two keys differ only in their spelling of “${shorten(key)}”: the first is kept`;
    }
  }
  return { tags, fault };
}

function unknownTags(fault: string): ReadTags {
  return { tags: null, fault };
}

/** Text that PostgreSQL takes: whole characters, and none of them 0. */
export function isStorable(text: string): boolean {
  return !/[\p{Surrogate}\0]/u.test(text);
}

/** Text with a mark in place of what PostgreSQL does not take. */
export function makeStorable(text: string): string {
  return text.replaceAll(/[\p{Surrogate}\0]/gu, '\ufffd');
}

/** The beginning of a text for a person to recognise, cut between characters. */
export function shorten(text: string): string {
  const characters = Array.from(makeStorable(text.slice(0, 100)));
  return characters.length > 40 ? `${characters.slice(0, 40).join('')}…` : characters.join('');
}
