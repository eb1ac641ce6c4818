import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { currentViewer } from './auth';
import { type AnyContract, type Contract, takesIdempotencyKey } from './contract';
import { addressOf } from './core/address';
import { env, publicUrl } from './core/env';
import { AppError } from './core/errors';
import { log } from './core/log';
import { recordRequest } from './core/metrics';
import { csvResponse } from './edge/csv';
import { type Answer, answerOnce, fingerprintOf, keyOf } from './edge/idempotency';
import { problemResponse } from './edge/problem';
import { type Allowance, allowanceHeaders, spendAllowance } from './edge/rate-limit';
import { parseInput, type RawInput, readInput } from './edge/read-input';
import { mayAct } from './people/roles.schema';
import type { Actor } from './people/schema';
import { identifyToken } from './people/tokens.commands';

/**
 * The edge of the API. A request goes: session or token → allowance → role → zod → handler → zod → JSON; whatever is
 * thrown leaves as RFC 9457 problem+json with the request id that the log has.
 */
type Call<Input> = { input: Input; actor: Actor; request: Request; requestId: string };
type Handler<I extends z.ZodType, O extends z.ZodType> = (call: Call<z.output<I>>) => Promise<z.input<O>>;
type RouteContext = { params: Promise<RawInput> };

/** What is known of a request by the time it is answered. */
type Served = {
  requestId: string;
  startedAt: number;
  call?: string; // the contract's path
  actor?: Actor;
  allowance?: Allowance | null;
};

const STRANGER: Actor = { kind: 'system', id: null, name: 'stranger', role: 'viewer' };

export function route<I extends z.ZodType, O extends z.ZodType>(
  contract: Contract<I, O>,
  handler: Handler<I, O>,
) {
  return async (request: Request, context: RouteContext): Promise<Response> => {
    const served: Served = {
      requestId: randomUUID(),
      startedAt: performance.now(),
      call: contract.path,
    };
    const response = await serve({ contract, handler }, request, context, served).catch((thrown: unknown) =>
      problemResponse(thrown, served.requestId),
    );
    const headers = served.allowance ? allowanceHeaders(served.allowance) : {};
    for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
    response.headers.set('x-request-id', served.requestId);
    response.headers.set('cache-control', 'no-store');
    logRequest(request, response, served);
    return response;
  };
}

/** What is answered at a path that is no call: as any refusal of the API, not the console's page. */
export function refuseUnknownCall(request: Request): Promise<Response> {
  return answerBare(request, undefined, async () => {
    const { pathname } = new URL(request.url);
    throw new AppError('not_found', `there is no call at ${pathname}; /api/openapi.json lists them`);
  });
}

/**
 * A call without session, allowance and contract, which proves itself by what it carries (a webhook). It is logged as
 * every other, and what it throws leaves as problem+json. `path` is as a contract would have it.
 */
export function bareRoute(path: string, handler: (request: Request, params: RawInput) => Promise<Response>) {
  return async (request: Request, context: RouteContext): Promise<Response> =>
    answerBare(request, path, async () => handler(request, await context.params));
}

async function answerBare(
  request: Request,
  call: string | undefined,
  answer: () => Promise<Response>,
): Promise<Response> {
  const served: Served = { requestId: randomUUID(), startedAt: performance.now(), call };
  const response = await answer().catch((thrown: unknown) => problemResponse(thrown, served.requestId));
  response.headers.set('x-request-id', served.requestId);
  response.headers.set('cache-control', 'no-store');
  logRequest(request, response, served);
  return response;
}

type Asked<I extends z.ZodType, O extends z.ZodType> = { contract: Contract<I, O>; handler: Handler<I, O> };

async function serve<I extends z.ZodType, O extends z.ZodType>(
  { contract, handler }: Asked<I, O>,
  request: Request,
  context: RouteContext,
  served: Served,
): Promise<Response> {
  const actor = await authorise(contract, request, served);
  served.actor = actor;
  const raw = await readInput(request, await context.params, contract);
  const call = { actor, request, requestId: served.requestId };
  const perform = (input: RawInput) => handler({ ...call, input: parseInput(contract.input, input) });
  if (contract.csv && wantsCsv(request)) {
    return csvResponse(contract.csv, (page) => perform({ ...raw, ...page }));
  }
  if (contract.file) return fileResponse(z.file().parse(await perform(raw)));
  const answer = async () => ({
    status: contract.status ?? 200,
    body: JSON.stringify(contract.response.parse(await perform(raw))),
  });
  const key = takesIdempotencyKey(contract) ? keyOf(request.headers) : null;
  if (key === null) return jsonResponse(await answer());
  const claim = {
    caller: `${actor.kind}:${actor.id}`,
    call: `${contract.method} ${contract.path}`,
    key,
    fingerprint: fingerprintOf(raw),
    requestId: served.requestId,
  };
  const { isReplayed, ...given } = await answerOnce(claim, answer);
  return jsonResponse(given, isReplayed ? { 'idempotency-replayed': 'true' } : {});
}

function jsonResponse({ status, body }: Answer, headers: Record<string, string> = {}): Response {
  return new Response(body, { status, headers: { 'content-type': 'application/json', ...headers } });
}

/** For the browser to keep, under the file's name, which is ours and plain. */
function fileResponse(file: File): Response {
  const headers = { 'content-type': file.type, 'content-disposition': `attachment; filename="${file.name}"` };
  return new Response(file, { headers });
}

function wantsCsv(request: Request): boolean {
  return (request.headers.get('accept') ?? '').startsWith('text/csv');
}

async function authorise(contract: AnyContract, request: Request, served: Served): Promise<Actor> {
  const address = addressOf(request.headers);
  const known = contract.role === 'public' ? STRANGER : await identify(request, contract.method !== 'GET');
  served.allowance = await spend(known, address);
  if (served.allowance?.isSpent) {
    const { limit, resetSeconds } = served.allowance;
    throw new AppError('rate_limited', `${limit} calls a minute are allowed; wait ${resetSeconds} s`, {
      retryAfterSeconds: resetSeconds,
    });
  }
  if (known instanceof AppError) throw known;
  if (contract.role !== 'public' && !mayAct(known.role, contract.role)) {
    throw new AppError('forbidden', `this call is for the role ${contract.role}; yours is ${known.role}`);
  }
  return { ...known, requestId: served.requestId, address };
}

/** Who is not known, or turned away, is counted by the address. */
function spend(known: Actor | AppError, address = 'unknown'): Promise<Allowance | null> {
  if (known instanceof AppError || known.id === null) return spendAllowance('address', address);
  return spendAllowance(known.kind === 'token' ? 'token' : 'session', known.id);
}

/** Who asks, or why that is nobody who may. */
async function identify(request: Request, isWrite: boolean): Promise<Actor | AppError> {
  const bearer = /^Bearer (.+)$/i.exec(request.headers.get('authorization') ?? '')?.[1];
  if (bearer !== undefined) {
    const holder = await identifyToken(bearer, new Date());
    if (holder) return holder;
    return new AppError('unauthenticated', 'the token is not valid: it is unknown, revoked or has run out');
  }
  const viewer = await currentViewer();
  if (!viewer) return new AppError('unauthenticated', 'sign in, or send “Authorization: Bearer <token>”');
  if (isWrite && !isOwnOrigin(request)) {
    return new AppError('foreign_origin', `writes with a session come from ${publicUrl()} only`);
  }
  if (viewer.mustChangePassword && !new URL(request.url).pathname.endsWith('/account/password')) {
    return new AppError('forbidden', 'change the password you were given first');
  }
  const { id, email, role, sessionId } = viewer;
  return { kind: 'user', id, name: email, role, sessionId };
}

/** A write that rides on a cookie must come from our own pages. */
function isOwnOrigin(request: Request): boolean {
  const origin = request.headers.get('origin');
  const own = [new URL(publicUrl()).host, request.headers.get('host')];
  return origin !== null && URL.canParse(origin) && own.includes(new URL(origin).host);
}

/** The path without its query, which may hold a webhook's token. */
function logRequest(
  request: Request,
  response: Response,
  { requestId, startedAt, call, actor }: Served,
): void {
  const ms = Math.round(performance.now() - startedAt);
  const { method } = request;
  recordRequest({ method, path: call ?? 'unknown', status: response.status, seconds: ms / 1000 });
  const { pathname } = new URL(request.url);
  log().info(
    { requestId, method, path: pathname, status: response.status, ms, actor: actor?.name },
    'request',
  );
}

/** The largest upload taken, in bytes. */
export function uploadLimit(): number {
  return env().MAX_UPLOAD_BYTES;
}
