import { createHash } from 'node:crypto';

/** What of an arrival can be judged from its bytes alone: pure. The limit is what is kept of a body. */
export const BODY_LIMIT = 262_144;
const LONGEST_KEY = 500;

export type Refusal = { code: 'too_large' | 'malformed' | 'invalid_input'; reason: string };
export type Judged = { key: string; fieldNames: string[] } | { refusal: Refusal };

/** The key and the fields that a body sets, or why it cannot be taken. `size` is of all that was sent. */
export function judgeBody({ body, size }: { body: Buffer; size: number }, keyField: string): Judged {
  if (size > BODY_LIMIT) {
    return refuse('too_large', `the body has ${size} bytes; ${BODY_LIMIT} are taken at most`);
  }
  const read = parseObject(body);
  if (typeof read === 'string') return refuse('malformed', read);
  const keyed = readKeyed(read, keyField);
  if (typeof keyed === 'string') return refuse('invalid_input', keyed);
  return { key: keyed.key, fieldNames: Object.keys(keyed.fields).map(storable) };
}

export type Fields = Record<string, unknown>;

/** A body as an object, or what it is instead. */
export function parseObject(body: Buffer): Fields | string {
  let value: unknown;
  try {
    value = JSON.parse(body.toString('utf8'));
  } catch (error) {
    return `the body is not JSON${error instanceof SyntaxError ? `: ${error.message}` : ''}`;
  }
  return isObject(value) ? value : 'the body is JSON, but no object';
}

/**
 * The record that a body is about: its key, and its fields, which stand beside the key. `keyField` is a name, or a path
 * such as `data.id` where no field has that very name. In words where there is no key.
 */
export function readKeyed(body: Fields, keyField: string): { key: string; fields: Fields } | string {
  const { holder, name } = holderOf(body, keyField);
  if (!isObject(holder) || !Object.hasOwn(holder, name)) return `the body has no field ${keyField}`;
  const { [name]: value, ...fields } = holder;
  const key = keyText(value);
  return key.text === null ? `${keyField} is no key: ${key.why}` : { key: key.text, fields };
}

/** What the key stands in, beside the record's fields, and the key's name there. */
export function holderOf(body: Fields, keyField: string): { holder: unknown; name: string } {
  const steps = Object.hasOwn(body, keyField) ? [keyField] : keyField.split('.');
  let holder: unknown = body;
  for (const step of steps.slice(0, -1)) holder = isObject(holder) ? own(holder, step) : undefined;
  return { holder, name: steps.at(-1) ?? keyField };
}

/** 0 is a key as any other; what is no text and no number is none. */
function keyText(value: unknown): { text: string } | { text: null; why: string } {
  if (typeof value === 'number') {
    if (Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value)))
      return { text: String(value) };
    return { text: null, why: 'the number is too large to be read exactly; send it as text' };
  }
  if (typeof value !== 'string') return { text: null, why: 'it is neither text nor a number' };
  if (value === '') return { text: null, why: 'it is empty' };
  if (value.length > LONGEST_KEY) return { text: null, why: `it is longer than ${LONGEST_KEY} characters` };
  if (value.includes('\0')) return { text: null, why: 'it holds a character that cannot be stored' };
  return { text: value };
}

const DROPPED = new Set(['authorization', 'cookie', 'proxy-authorization']);

/** The headers that are kept, and where they came to: without credentials, and without the token wherever it stands. */
export function keptHeaders(headers: Headers, path: string, token: string): Record<string, string> {
  const kept: Record<string, string> = { ':path': path };
  for (const [name, value] of headers) {
    if (!DROPPED.has(name)) kept[name] = token === '' ? value : value.replaceAll(token, '…');
  }
  return kept;
}

export function sha256(bytes: Buffer | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** PostgreSQL's text holds no U+0000. */
function storable(text: string): string {
  return text.replaceAll('\0', '\uFFFD');
}

function own(holder: Fields, name: string): unknown {
  return Object.hasOwn(holder, name) ? holder[name] : undefined;
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function refuse(code: Refusal['code'], reason: string): Judged {
  return { refusal: { code, reason } };
}
