import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { OpenConnection } from '@/lib/connections/data';
import { jiraSite } from './jira';

/** What the client makes of answers, against a real server that says exactly what a case wants. */
type Reply = (request: IncomingMessage, response: ServerResponse) => void;

let replies: Reply[] = [];
let asked: { at: number; method?: string; authorization?: string }[] = [];
let baseUrl = '';
let connections = 0;

const server = createServer((request, response) => {
  asked.push({
    at: performance.now(),
    method: request.method,
    authorization: request.headers.authorization,
  });
  const reply = replies.length > 1 ? replies.shift() : replies[0];
  request.resume().on('end', () => reply?.(request, response));
});

beforeAll(async () => {
  process.env.OUTBOUND_ALLOW = '127.0.0.1';
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const address = server.address();
  baseUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  asked = [];
});

const timing = {
  requestTimeoutMs: 2000, // a busy machine answers late
  indexLagMs: 0,
  leaseMs: 1000,
  backoffBaseMs: 1,
  backoffCapMs: 4,
  pagePauseMs: 0,
};

function siteWith(perSecond = 100, signal?: AbortSignal) {
  connections += 1;
  const connection: OpenConnection = {
    id: `connection ${connections}`, // each with a ceiling of its own
    kind: 'jira',
    name: 'our Jira',
    baseUrl,
    account: 'robot@a.example',
    secret: 'token',
    isSandbox: false,
    enabled: true,
    requestsPerSecond: perSecond,
    ticketFloor: '0',
    createdAt: '',
    updatedAt: '',
  };
  return jiraSite(connection, { timing, signal });
}

const answer =
  (status: number, body: unknown = {}, headers: Record<string, string> = {}): Reply =>
  (_, response) => {
    response.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body));
  };
const cut: Reply = (request) => request.socket.destroy();
const hang: Reply = () => undefined;

const made = z.object({ id: z.string() });
const write = () => siteWith().write(made, '/rest/api/3/issue', {}, 1);
const read = () => siteWith().read(made, 'GET', '/rest/api/3/issue/1');

describe('a write is sent once and sorted', () => {
  it.each<[string, Reply, object]>([
    ['201 with an id', answer(201, { id: '7' }), { kind: 'done', value: { id: '7' } }],
    ['201 that cannot be read', answer(201, '<html>'), { kind: 'uncertain', status: 201 }],
    ['201 without an id', answer(201, {}), { kind: 'uncertain', status: 201 }],
    [
      '400 with field messages',
      answer(400, { errorMessages: ['no'], errors: { labels: 'not on the screen' } }),
      { kind: 'rejected', status: 400, detail: 'Jira answered 400: no; labels: not on the screen' },
    ],
    ['404', answer(404), { kind: 'rejected', status: 404 }],
    ['422', answer(422), { kind: 'rejected', status: 422 }],
    ['a redirect', answer(302, '', { location: '/login' }), { kind: 'rejected', status: 302 }],
    ['408', answer(408), { kind: 'uncertain', status: 408 }],
    ['409', answer(409), { kind: 'rejected', status: 409 }],
    ['425', answer(425), { kind: 'deferred', status: 425 }],
    ['429', answer(429), { kind: 'deferred', status: 429 }],
    ['500', answer(500), { kind: 'uncertain', status: 500 }],
    ['503', answer(503), { kind: 'uncertain', status: 503 }],
    ['a cut connection', cut, { kind: 'uncertain' }],
    ['no answer in time', hang, { kind: 'uncertain' }],
  ])('%s', async (_, reply, expected) => {
    replies = [reply];
    expect(await write()).toMatchObject(expected);
    expect(asked).toHaveLength(1);
  });

  it.each([401, 403])('%i stops everything that goes to this site, with nothing sent', async (status) => {
    replies = [answer(status)];
    expect(await write()).toMatchObject({
      kind: 'deferred',
      stop: { code: 'misconfigured', message: expect.stringContaining('robot@a.example') },
    });
  });

  it('a host that may not be called stops everything, with nothing sent', async () => {
    const site = siteWith();
    site.connection.baseUrl = 'http://10.0.0.1';
    expect(await site.write(made, '/x', {}, 1)).toMatchObject({
      kind: 'deferred',
      stop: { code: 'outbound_blocked' },
    });
  });

  it('a refused connection leaves nothing in doubt', async () => {
    const site = siteWith();
    site.connection.baseUrl = 'http://127.0.0.1:1';
    expect(await site.write(made, '/x', {}, 1)).toMatchObject({ kind: 'deferred' });
  });
});

describe('a read is tried again', () => {
  it.each<[string, Reply]>([
    ['429', answer(429)],
    ['500', answer(500)],
    ['a cut connection', cut],
    ['no answer in time', hang],
  ])('after %s', async (_, reply) => {
    replies = [reply, answer(200, { id: '7' })];
    expect((await read())?.value).toEqual({ id: '7' });
    expect(asked).toHaveLength(2);
  });

  it.each([
    [429, 'rate_limited'],
    [500, 'unavailable'],
  ])('four times at most: %i ends as %s', async (status, code) => {
    replies = [answer(status)];
    await expect(read()).rejects.toMatchObject({ code });
    expect(asked).toHaveLength(5);
  });

  it('not after an answer: 404 is nothing, 400 and 401 are errors, and so is what is not Jira', async () => {
    replies = [answer(404)];
    expect(await read()).toBeNull();
    replies = [answer(400, { errorMessages: ['bad JQL'], errors: {} })];
    await expect(read()).rejects.toMatchObject({
      code: 'outbound_failed',
      message: 'Jira answered 400: bad JQL',
    });
    replies = [answer(401)];
    await expect(read()).rejects.toMatchObject({ code: 'misconfigured' });
    replies = [answer(200, '<html>')];
    await expect(read()).rejects.toMatchObject({ code: 'outbound_failed' });
    expect(asked).toHaveLength(4);
  });

  it('and ends at once when its job is cancelled', async () => {
    const stop = new AbortController();
    replies = [() => stop.abort()];
    const cancelled = siteWith(100, stop.signal).read(made, 'GET', '/x');
    await expect(cancelled).rejects.toMatchObject({ name: 'AbortError' });
    expect(asked).toHaveLength(1);
  });
});

it('signs in with e-mail and token', async () => {
  replies = [answer(200, { id: '7' })];
  await read();
  expect(asked[0]?.authorization).toBe(`Basic ${Buffer.from('robot@a.example:token').toString('base64')}`);
});

it('spaces the requests of a connection by its ceiling, whoever asks', async () => {
  replies = [answer(200, { id: '7' })];
  const site = siteWith(20);
  await Promise.all(Array.from({ length: 5 }, () => site.read(made, 'GET', '/x')));
  const first = asked[0]?.at ?? 0;
  expect((asked.at(-1)?.at ?? 0) - first).toBeGreaterThan(4 * 50 - 20);
});

it('lets nothing through for as long as a 429 asks, unless it is about one issue', async () => {
  const site = siteWith();
  replies = [answer(429, {}, { 'retry-after': '0.2' }), answer(200, { id: '7' })];
  await site.write(made, '/x', {}, 1);
  await site.read(made, 'GET', '/x');
  expect((asked[1]?.at ?? 0) - (asked[0]?.at ?? 0)).toBeGreaterThan(180);

  asked = [];
  const other = siteWith();
  const aboutOne = { 'retry-after': '60', 'ratelimit-reason': 'jira-per-issue-on-write' };
  replies = [answer(429, {}, aboutOne), answer(200, { id: '7' })];
  expect(await other.write(made, '/x', {}, 1)).toMatchObject({ kind: 'deferred' });
  await other.read(made, 'GET', '/x');
  expect((asked[1]?.at ?? 0) - (asked[0]?.at ?? 0)).toBeLessThan(30_000);
});
