/**
 * A Jira Cloud site (REST v3) for tests and first steps, that behaves like the real one where it hurts. Its state
 * stands in schema `sandbox` and outlives restarts; how it misbehaves is set by HTTP under `/sandbox`.
 */
import { timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Pool } from 'pg';
import { AppError, messageOf } from '@/lib/core/errors';
import type { Answer } from './answer';
import { answerOf } from './answer';
import { Ceilings, limitHeaders, type Verdict } from './ceilings';
import { FaultBox, type FaultKind } from './faults';
import { People } from './people';
import { Permissions } from './permissions';
import type { Match, Route } from './routes';
import { makeRoutes, matchRoute } from './routes';
import type { JiraSite } from './site';
import { RequestCounts, readInstant, SiteClock } from './site';
import { prepareTables } from './tables';

export type JiraSandboxOptions = {
  databaseUrl: string;
  /** 0 or missing: a free port. */
  port?: number;
  host?: string;
  clock?: () => Date;
  /** What Basic authentication must carry. */
  email?: string;
  token?: string;
  /** The account's own time zone, in which quoted JQL dates are read and all dates written. */
  timeZone?: string;
};
export type JiraSandbox = { url: string; port: number; close(): Promise<void> };

export const SANDBOX_EMAIL = 'robot@sandbox.local';
export const SANDBOX_TOKEN = 'sandbox-token';
const BODY_LIMIT = 5_000_000;
/** After this the site gives up an unanswered request by itself, as a gateway would. */
const HANG_MS = 120_000;

type Desk = { site: JiraSite; routes: Route[] };

/** Starts the site. Tables are made when missing. A taken port or an unreachable database rejects. */
export async function startJiraSandbox(options: JiraSandboxOptions): Promise<JiraSandbox> {
  const host = options.host ?? '127.0.0.1';
  const pool = new Pool({ connectionString: options.databaseUrl, max: 8 });
  // An idle connection that the database ends is opened again at the next query.
  pool.on('error', () => undefined);
  try {
    await prepareTables(pool);
    const site: JiraSite = {
      pool,
      view: { url: '', zone: options.timeZone ?? 'America/Los_Angeles' },
      clock: new SiteClock(options.clock ?? (() => new Date())),
      faults: await FaultBox.open(pool),
      requests: new RequestCounts(),
      ceilings: new Ceilings(),
      permissions: await Permissions.open(pool),
      login: { email: options.email ?? SANDBOX_EMAIL, token: options.token ?? SANDBOX_TOKEN },
    };
    const people = await People.open(site);
    const desk: Desk = { site, routes: makeRoutes(people) };
    const server = createServer((request, response) => void serve(desk, request, response));
    const port = await listen(server, options.port ?? 0, host);
    site.view = { ...site.view, url: `http://${host}:${port}` };
    const close = async () => {
      people.close();
      server.closeAllConnections();
      await new Promise<void>((done) => server.close(() => done()));
      await pool.end();
    };
    return { url: site.view.url, port, close };
  } catch (error) {
    await pool.end();
    throw error;
  }
}

function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((done, failed) => {
    server.once('error', failed);
    server.listen(port, host, () => {
      server.off('error', failed);
      const address = server.address();
      done(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

async function serve(desk: Desk, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const method = request.method ?? 'GET';
  const url = new URL(request.url ?? '/', 'http://sandbox');
  let endpoint = `${method} unknown`;
  const end = (outcome: string) => desk.site.requests.add(endpoint, outcome);
  try {
    const body = await readBody(request);
    const match = matchRoute(desk.routes, method, url.pathname);
    endpoint = `${method} ${match.route.pattern.replace('/rest/api/3', '')}`;
    const isApi = match.route.pattern.startsWith('/rest/');
    if (isApi) checkLogin(desk.site, request);
    else checkOwnOrigin(request, desk.site);

    const fault = isApi ? desk.site.faults.decide(method, url.pathname) : undefined;
    const verdict = isApi && desk.site.faults.faults.ceilings ? askCeilings(desk.site, match) : undefined;
    const early = refusal(desk.site, fault, verdict);
    if (early) return end(send(response, early));
    if (fault === 'cutBefore') return end(cut(request, fault));
    if (fault === 'timeout') return end(hang(response, fault));

    const answer = await match.route.handler({
      site: desk.site,
      params: match.params,
      query: url.searchParams,
      body: parseBody(body),
      at: timeOf(request, desk.site),
    });
    if (fault === 'cutAfter') return end(cut(request, fault));
    if (fault === 'timeoutAfter') return end(hang(response, fault));
    if (fault === '500After') {
      send(response, serverError());
      return end(fault);
    }
    end(send(response, { ...answer, headers: { ...verdict?.headers, ...answer.headers } }));
  } catch (error) {
    end(send(response, errorAnswer(error)));
  }
}

function errorAnswer(error: unknown): Answer {
  if (error instanceof AppError) return answerOf(error);
  // Our own fault, not a played one: the message says so, so that nobody hunts for it elsewhere.
  return { status: 500, body: { errorMessages: [`Sandbox failure: ${messageOf(error)}`], errors: {} } };
}

function askCeilings(site: JiraSite, match: Match): Verdict {
  const { method, pattern } = match.route;
  const writes = method !== 'GET' ? match.params.issue?.toUpperCase() : undefined;
  return site.ceilings.ask(method, pattern, writes, performance.now());
}

/** The answers that come before any work is done: played 429, 500 and 409, and the ceilings' own 429. */
function refusal(
  site: JiraSite,
  fault: FaultKind | undefined,
  verdict: Verdict | undefined,
): Answer | undefined {
  const wait = site.faults.faults.retryAfterSeconds;
  if (fault === '500') return serverError();
  if (fault === '409') {
    return {
      status: 409,
      body: { errorMessages: ['The issue was changed by another request.'], errors: {} },
    };
  }
  if (fault === '429' || fault === '429NoRetryAfter') {
    const headers = { ...limitHeaders(100, 0, wait), 'RateLimit-Reason': 'jira-quota-tenant-based' };
    return tooMany(fault === '429' ? { ...headers, 'Retry-After': String(wait) } : headers);
  }
  if (!verdict || verdict.allowed) return undefined;
  return tooMany({ ...verdict.headers, 'Retry-After': String(verdict.waitSeconds) });
}

function tooMany(headers: Record<string, string>): Answer {
  return { status: 429, body: { errorMessages: ['Rate limit exceeded.'], errors: {} }, headers };
}

function serverError(): Answer {
  return { status: 500, body: { errorMessages: ['Internal server error'], errors: {} } };
}

function cut(request: IncomingMessage, fault: FaultKind): string {
  request.socket.destroy();
  return fault;
}

function hang(response: ServerResponse, fault: FaultKind): string {
  const timer = setTimeout(() => response.destroy(), HANG_MS);
  timer.unref();
  response.on('close', () => clearTimeout(timer));
  return fault;
}

function checkLogin(site: JiraSite, request: IncomingMessage): void {
  const [scheme, credentials] = (request.headers.authorization ?? '').split(' ');
  const given = Buffer.from(credentials ?? '', 'base64');
  const wanted = Buffer.from(`${site.login.email}:${site.login.token}`);
  const same = given.length === wanted.length && timingSafeEqual(given, wanted);
  if (scheme?.toLowerCase() !== 'basic' || !same) {
    throw new AppError('unauthenticated', 'Client must be authenticated to access this resource.');
  }
}

/** Control calls need no login; a page of another site in somebody's browser must still not reach them. */
function checkOwnOrigin(request: IncomingMessage, site: JiraSite): void {
  const { origin } = request.headers;
  if (origin !== undefined && origin !== site.view.url) {
    throw new AppError('foreign_origin', 'Control calls from another origin are refused.');
  }
}

function timeOf(request: IncomingMessage, site: JiraSite): Date {
  const header = request.headers['x-sandbox-time'];
  return header === undefined ? site.clock.now() : readInstant(header);
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > BODY_LIMIT) throw new AppError('too_large', 'The request body is too large.');
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

function parseBody(body: Buffer): unknown {
  if (body.length === 0) return undefined;
  try {
    return JSON.parse(body.toString('utf8'));
  } catch (cause) {
    throw new AppError(
      'malformed',
      'Invalid request payload. Refer to the REST API documentation and try again.',
      { cause },
    );
  }
}

function send(response: ServerResponse, answer: Answer): string {
  const { status, body, html, headers } = answer;
  const text = html ?? (body === undefined ? '' : JSON.stringify(body));
  const type = html === undefined ? 'application/json;charset=UTF-8' : 'text/html;charset=UTF-8';
  const safety = {
    'X-Content-Type-Options': 'nosniff',
    'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'",
  };
  const login =
    status === 401
      ? { 'WWW-Authenticate': 'Basic realm="Sandbox"', 'X-Seraph-LoginReason': 'AUTHENTICATED_FAILED' }
      : {};
  response.writeHead(status, {
    'Content-Type': type,
    ...safety,
    ...login,
    ...headers,
  });
  response.end(text);
  return String(status);
}
