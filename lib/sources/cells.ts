/** What a cell must hold, judged on its bytes. */

const QUOTE = 0x22;
const LONGEST_AMOUNT = 60;

/**
 * A decimal number, plain or with an exponent of at most two digits (1e-10), with or without quotes. Infinity and NaN,
 * which PostgreSQL's numeric would take, are none.
 */
export function isAmount(bytes: Buffer, from: number, to: number): boolean {
  let at = from;
  let end = to;
  if (bytes[at] === QUOTE) {
    at++;
    end--;
  }
  if (end - at > LONGEST_AMOUNT) return false;
  if (bytes[at] === 0x2d || bytes[at] === 0x2b) at++;
  let digits = 0;
  let points = 0;
  for (; at < end; at++) {
    const byte = bytes[at] ?? 0;
    if (byte >= 0x30 && byte <= 0x39) digits++;
    else if (byte === 0x2e && points === 0) points++;
    else break;
  }
  return digits > 0 && (at === end || isExponent(bytes, at, end));
}

function isExponent(bytes: Buffer, from: number, to: number): boolean {
  if (bytes[from] !== 0x65 && bytes[from] !== 0x45) return false;
  const sign = bytes[from + 1];
  const digits = from + (sign === 0x2d || sign === 0x2b ? 2 : 1);
  if (to - digits < 1 || to - digits > 2) return false;
  for (let at = digits; at < to; at++) {
    const byte = bytes[at] ?? 0;
    if (byte < 0x30 || byte > 0x39) return false;
  }
  return true;
}

const TIME =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d{1,9})?)?(?:\s?(Z|UTC|[+-]\d\d:?(?:\d\d)?))?)?$/i;

/**
 * Milliseconds of a timestamp, or null when it is none. Without a zone it is UTC, as the specification says and as
 * real files leave it out. Fractions of a second are dropped.
 */
export function parseTime(text: string): number | null {
  const match = TIME.exec(text.trim());
  if (!match) return null;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map((part) => Number(part ?? 0));
  if (year === undefined || month === undefined || day === undefined) return null;
  const at = Date.UTC(year, month - 1, day, hour ?? 0, minute ?? 0, second ?? 0);
  const written = new Date(at);
  const isReal =
    written.getUTCMonth() === month - 1 && written.getUTCDate() === day && written.getUTCHours() === hour;
  return isReal && year >= 2000 && year < 2200 ? at - offsetOf(match[7]) : null;
}

function offsetOf(zone: string | undefined): number {
  if (!zone || /^(z|utc)$/i.test(zone)) return 0;
  const digits = zone.replaceAll(/[^\d]/g, '').padEnd(4, '0');
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2, 4));
  return (zone.startsWith('-') ? -minutes : minutes) * 60_000;
}

/**
 * The Tags cell as an object of texts with its keys in lower case and without `user:`; a key that was there under
 * both spellings keeps the first. Null when the cell holds no JSON object of plain values.
 */
export function parseTags(text: string | null): Record<string, string> | null {
  if (text === null || text.trim() === '') return {};
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null; // whatever is wrong with it, it is no JSON
  }
  if (value === null) return {};
  if (typeof value !== 'object' || Array.isArray(value)) return null;
  const tags: Record<string, string> = Object.create(null);
  for (const [name, content] of Object.entries(value)) {
    if (typeof content === 'object' && content !== null) return null;
    const key = name
      .trim()
      .toLowerCase()
      .replace(/^user:/, '');
    if (content !== null && key !== '' && !(key in tags))
      tags[key] = String(content).replaceAll('\u0000', '');
  }
  return tags;
}
