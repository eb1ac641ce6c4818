import { z } from 'zod';
import { withDeadline } from '@/lib/core/deadline';
import { AppError, type Fault } from '@/lib/core/errors';

/** What a request says, before a schema has seen it: query, JSON body and path in one, the later ones winning. */
export type RawInput = Record<string, unknown>;

type Taken = { body?: 'json' | 'stream'; maxBytes?: number };

const DEFAULT_BODY_BYTES = 1_000_000;
const BODY_MS = 30_000;
const MOST_PARAMETERS = 100;
const DEEPEST = 100;

export async function readInput(request: Request, params: RawInput, taken: Taken): Promise<RawInput> {
  const query = readQuery(new URL(request.url).searchParams);
  const body = taken.body === 'json' ? await readJson(request, taken.maxBytes ?? DEFAULT_BODY_BYTES) : {};
  return { ...query, ...body, ...params };
}

/** A name that is given several times is a list. */
function readQuery(search: URLSearchParams): RawInput {
  if (search.size > MOST_PARAMETERS) {
    throw new AppError('invalid_input', `a query may hold ${MOST_PARAMETERS} parameters at most`);
  }
  const names = [...new Set(search.keys())];
  return Object.fromEntries(
    names.map((name) => {
      const values = search.getAll(name);
      return [name, values.length > 1 ? values : values[0]];
    }),
  );
}

async function readJson(request: Request, maxBytes: number): Promise<RawInput> {
  if (!/^application\/(json|.+\+json)\b/i.test(request.headers.get('content-type') ?? '')) {
    throw new AppError('unsupported_media', 'send the body as application/json');
  }
  const value = parseJson(await readText(request, maxBytes));
  refuseOddShapes(value);
  const object = z.record(z.string(), z.unknown()).safeParse(value);
  if (object.success) return object.data;
  throw new AppError('malformed', 'the body must be a JSON object');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const why = cause instanceof SyntaxError ? `: ${cause.message}` : '';
    throw new AppError('malformed', `the body is not JSON${why}`, { cause });
  }
}

async function readText(request: Request, maxBytes: number): Promise<string> {
  const tooLarge = new AppError('too_large', `the body may hold ${maxBytes} bytes at most`);
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) throw tooLarge;
  const chunks: Uint8Array[] = [];
  let size = 0;
  const collector = new WritableStream<Uint8Array>({
    write(chunk) {
      size += chunk.byteLength;
      if (size > maxBytes) throw tooLarge;
      chunks.push(chunk);
    },
  });
  await withDeadline({ ms: BODY_MS }, async (slow) =>
    request.body?.pipeTo(collector, { signal: slow }).catch((cause: unknown) => {
      if (!slow.aborted) throw cause;
      throw new AppError('timed_out', `the body did not come whole within ${BODY_MS / 1000} s`, { cause });
    }),
  );
  return Buffer.concat(chunks).toString('utf8');
}

/**
 * What no honest caller sends: nesting that would overflow the stack of whoever walks it, and a property named
 * __proto__, which becomes another object's prototype as soon as somebody copies it by assignment.
 */
function refuseOddShapes(value: unknown): void {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > DEEPEST) throw new AppError('malformed', `the body may be nested ${DEEPEST} deep at most`);
    level = level.flatMap(partsOf);
  }
}

function partsOf(value: unknown): unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value;
  if (Object.hasOwn(value, '__proto__')) {
    throw new AppError('malformed', 'the body may not hold a property named __proto__');
  }
  return Object.values(value);
}

const NO_TEXT = /[\0\p{Surrogate}]/u;
const MOST_FAULTS = 20;

/** Where a text holds what no text in PostgreSQL can. */
function faultsOfText(raw: RawInput): Fault[] {
  const faults: Fault[] = [];
  const parts: [path: string, value: unknown][] = Object.entries(raw);
  for (let part = parts.pop(); part && faults.length < MOST_FAULTS; part = parts.pop()) {
    const [path, value] = part;
    if (typeof value === 'string' && NO_TEXT.test(value)) {
      faults.push({ path, message: 'the text holds the character 0 or half of a surrogate pair' });
    }
    if (typeof value !== 'object' || value === null) continue;
    for (const [name, each] of Object.entries(value)) {
      if (NO_TEXT.test(name))
        faults.push({ path, message: 'a name holds the character 0 or half of a surrogate pair' });
      parts.push([`${path}.${name}`, each]);
    }
  }
  return faults;
}

/** The input as its schema has it. Throws `invalid_input` with each fault and its place. */
export function parseInput<I extends z.ZodType>(schema: I, raw: RawInput): z.output<I> {
  const unstorable = faultsOfText(raw);
  const result = unstorable.length > 0 ? null : schema.safeParse(raw);
  if (result?.success) return result.data;
  const errors: Fault[] =
    result?.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message })) ??
    unstorable;
  const first = errors[0];
  throw new AppError(
    'invalid_input',
    first ? `${first.path || 'input'}: ${first.message}` : 'the input is not valid',
    { errors },
  );
}
