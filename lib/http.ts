import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { currentViewer } from './auth';
import type { AnyContract, Contract } from './contract';
import { addressOf } from './core/address';
import { databaseAway } from './core/db';
import { env, publicUrl } from './core/env';
import { AppError, type Fault } from './core/errors';
import { log } from './core/log';
import { toCsv } from './core/page';
import { type Actor, mayAct } from './people/schema';
import { identifyToken } from './people/tokens.commands';

/**
 * The edge of the API. A request goes: session or token → role → zod → handler → zod → JSON; whatever is thrown
 * leaves as RFC 9457 problem+json with the request id that the log has.
 */
type Call<Input> = { input: Input; actor: Actor; request: Request; requestId: string };
type RouteContext = { params: Promise<Record<string, string | string[] | undefined>> };

const DEFAULT_BODY_BYTES = 1_000_000;
const STRANGER: Actor = { kind: 'system', id: null, name: 'stranger', role: 'viewer' };

export function route<I extends z.ZodType, O extends z.ZodType>(
  contract: Contract<I, O>,
  handler: (call: Call<z.output<I>>) => Promise<z.input<O>>,
) {
  return async (request: Request, context: RouteContext): Promise<Response> => {
    const requestId = randomUUID();
    const startedAt = performance.now();
    let actor: Actor | undefined;
    let response: Response;
    try {
      actor = await authorise(contract, request, requestId);
      const input = await readInput(contract, request, await context.params);
      const call = { actor, request, requestId };
      response = wantsCsv(contract, request)
        ? await csvResponse(contract, (page) =>
            handler({ ...call, input: parseInput(contract, { ...input, ...page }) }),
          )
        : Response.json(
            contract.response.parse(await handler({ ...call, input: parseInput(contract, input) })),
            {
              status: contract.status ?? 200,
            },
          );
    } catch (thrown) {
      response = problemResponse(thrown, requestId);
    }
    response.headers.set('x-request-id', requestId);
    response.headers.set('cache-control', 'no-store');
    logRequest(request, response, { requestId, startedAt, actor });
    return response;
  };
}

async function authorise(contract: AnyContract, request: Request, requestId: string): Promise<Actor> {
  if (contract.role === 'public') return { ...STRANGER, requestId, address: addressOf(request.headers) };
  const actor = await identify(request, contract.method !== 'GET');
  if (!mayAct(actor.role, contract.role)) {
    throw new AppError('forbidden', `this call is for the role ${contract.role}; yours is ${actor.role}`);
  }
  return { ...actor, requestId, address: addressOf(request.headers) };
}

async function identify(request: Request, isWrite: boolean): Promise<Actor> {
  const bearer = /^Bearer (.+)$/i.exec(request.headers.get('authorization') ?? '')?.[1];
  if (bearer !== undefined) {
    const holder = await identifyToken(bearer, new Date());
    if (holder) return holder;
    throw new AppError('unauthenticated', 'the token is not valid: it is unknown, revoked or has run out');
  }
  const viewer = await currentViewer();
  if (!viewer) throw new AppError('unauthenticated', 'sign in, or send “Authorization: Bearer <token>”');
  if (isWrite) requireSameOrigin(request);
  if (viewer.mustChangePassword && !new URL(request.url).pathname.endsWith('/account/password')) {
    throw new AppError('forbidden', 'change the password you were given first');
  }
  const { id, email, role, sessionId } = viewer;
  return { kind: 'user', id, name: email, role, sessionId };
}

/** A write that rides on a cookie must come from our own pages. */
function requireSameOrigin(request: Request): void {
  const origin = request.headers.get('origin');
  const own = [new URL(publicUrl()).host, request.headers.get('host')];
  if (origin !== null && URL.canParse(origin) && own.includes(new URL(origin).host)) return;
  throw new AppError('foreign_origin', `writes with a session come from ${publicUrl()} only`);
}

type RawInput = Record<string, unknown>;

async function readInput(contract: AnyContract, request: Request, params: RawInput): Promise<RawInput> {
  const query = readQuery(new URL(request.url).searchParams);
  const body =
    contract.body === 'json' ? await readJson(request, contract.maxBytes ?? DEFAULT_BODY_BYTES) : {};
  return { ...query, ...body, ...params };
}

/** A name that is given several times is a list. */
function readQuery(search: URLSearchParams): RawInput {
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
  const text = await readText(request, maxBytes);
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(text));
  } catch (cause) {
    const detail =
      cause instanceof SyntaxError
        ? `the body is not JSON: ${cause.message}`
        : 'the body must be a JSON object';
    throw new AppError('malformed', detail, { cause });
  }
}

async function readText(request: Request, maxBytes: number): Promise<string> {
  const tooLarge = new AppError('too_large', `the body may hold ${maxBytes} bytes at most`);
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) throw tooLarge;
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength;
    if (size > maxBytes) throw tooLarge;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parseInput<I extends z.ZodType>({ input }: { input: I }, raw: RawInput): z.output<I> {
  const result = input.safeParse(raw);
  if (result.success) return result.data;
  const errors: Fault[] = result.error.issues.map((issue) => ({
    path: issue.path.join('.'),
    message: issue.message,
  }));
  const first = errors[0];
  throw new AppError(
    'invalid_input',
    first ? `${first.path || 'input'}: ${first.message}` : 'the input is not valid',
    { errors },
  );
}

function wantsCsv(contract: AnyContract, request: Request): boolean {
  return contract.csv !== undefined && (request.headers.get('accept') ?? '').startsWith('text/csv');
}

const csvPage = z.object({
  items: z.array(z.record(z.string(), z.unknown())),
  nextCursor: z.string().nullable(),
});

/** Walks the whole filtered list page by page, so that an export of any length takes the memory of one page. */
async function csvResponse(
  contract: AnyContract,
  read: (page: RawInput) => Promise<unknown>,
): Promise<Response> {
  const columns = contract.csv ?? [];
  const readPageOfCsv = async (cursor: string | undefined) =>
    csvPage.parse(await read({ limit: 200, cursor }));
  const cells = (page: z.infer<typeof csvPage>) =>
    page.items.map((item) => columns.map((column) => csvValue(item[column])));
  const first = await readPageOfCsv(undefined);
  const encoder = new TextEncoder();
  let next: string | null = first.nextCursor;
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(encoder.encode(toCsv([columns, ...cells(first)]))),
    async pull(controller) {
      if (next === null) return controller.close();
      const page = await readPageOfCsv(next);
      next = page.nextCursor;
      controller.enqueue(encoder.encode(toCsv(cells(page))));
    },
  });
  return new Response(body, {
    headers: { 'content-type': 'text/csv; charset=utf-8', 'content-disposition': 'attachment' },
  });
}

function csvValue(value: unknown): string | number | null {
  if (typeof value === 'string' || typeof value === 'number') return value;
  return value === null || value === undefined ? null : JSON.stringify(value);
}

function problemResponse(thrown: unknown, requestId: string): Response {
  const known = thrown instanceof AppError ? thrown : databaseAway(thrown);
  if (!known || known.status >= 500) log().error({ requestId, err: thrown }, 'request failed');
  const error =
    known ?? new AppError('internal', `something went wrong here; the log has it under ${requestId}`);
  const body = {
    type: 'about:blank',
    title: error.code.replaceAll('_', ' '),
    status: error.status,
    code: error.code,
    detail: error.message,
    errors: error.errors,
    requestId,
  };
  return Response.json(body, {
    status: error.status,
    headers: { 'content-type': 'application/problem+json' },
  });
}

type Served = { requestId: string; startedAt: number; actor: Actor | undefined };

/** The path without its query, which may hold a webhook's token. */
function logRequest(request: Request, response: Response, { requestId, startedAt, actor }: Served): void {
  const ms = Math.round(performance.now() - startedAt);
  const { pathname } = new URL(request.url);
  log().info(
    { requestId, method: request.method, path: pathname, status: response.status, ms, actor: actor?.name },
    'request',
  );
}

/** The largest upload taken, in bytes. */
export function uploadLimit(): number {
  return env().MAX_UPLOAD_BYTES;
}
