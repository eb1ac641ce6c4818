import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { reads, writes } from './contract';
import { database } from './core/db';
import { AppError } from './core/errors';
import { listInput, pageOf } from './core/list';
import { route } from './http';
import { hashToken } from './people/password';
import type { Role } from './people/roles.schema';

const TOKENS = { viewer: 'v'.repeat(32), operator: 'o'.repeat(32), admin: 'a'.repeat(32) } as const;

const echo = writes('operator', '/api/echo/{id}', 'Says what it was told', {
  input: z.object({ id: z.string(), word: z.string().min(2) }),
  maxBytes: 200,
  response: z.object({ id: z.string(), word: z.string(), by: z.string() }),
});
const post = route(echo, async ({ input, actor }) => ({
  ...input,
  by: actor.name,
  password: 'never leaves',
}));

type Sent = { body?: string; token?: string; headers?: Record<string, string>; path?: string };

function send({
  body = '{"word":"hello"}',
  token = TOKENS.operator,
  headers = {},
  path = '/api/echo/7',
}: Sent) {
  const request = new Request(`http://127.0.0.1:3000${path}`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, ...headers },
  });
  return post(request, { params: Promise.resolve({ id: '7' }) });
}

beforeAll(async () => {
  const roles: Role[] = ['viewer', 'operator', 'admin'];
  await database().apiToken.createMany({
    data: roles.map((role) => ({ name: role, role, tokenHash: hashToken(TOKENS[role]) })),
  });
});

describe('route', () => {
  it('gives the handler path, query and body as one input and sends only what the contract names', async () => {
    const response = await send({});
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ id: '7', word: 'hello', by: 'operator' });
    expect(response.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('lets the path win over a body that names the same thing', async () => {
    const response = await send({ body: '{"word":"hello","id":"8"}' });
    expect(await response.json()).toMatchObject({ id: '7' });
  });

  it.each([
    ['a role that is too low', { token: TOKENS.viewer }, 403, 'forbidden'],
    ['an unknown token', { token: 'x'.repeat(32) }, 401, 'unauthenticated'],
    ['a body that is no JSON', { body: '{"word":' }, 400, 'malformed'],
    ['a body that is no object', { body: '[1]' }, 400, 'malformed'],
    ['another kind of body', { headers: { 'content-type': 'text/plain' } }, 415, 'unsupported_media'],
    ['a body over the limit', { body: JSON.stringify({ word: 'w'.repeat(300) }) }, 413, 'too_large'],
    ['input that does not fit', { body: '{"word":"x"}' }, 422, 'invalid_input'],
  ])('answers %s with a problem', async (_, sent, status, code) => {
    const response = await send(sent);
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(await response.json()).toMatchObject({
      status,
      code,
      requestId: response.headers.get('x-request-id'),
    });
  });

  it('names the place of what does not fit', async () => {
    const problem = await (await send({ body: '{"word":"x"}' })).json();
    expect(problem.errors).toEqual([{ path: 'word', message: expect.stringContaining('2') }]);
  });

  it('shows nothing of an error that was not foreseen but the request id', async () => {
    const broken = route(echo, async () => {
      throw new Error('password=hunter2 at /srv/app.ts:7');
    });
    const response = await broken(
      new Request('http://127.0.0.1/api/echo/7', {
        method: 'POST',
        body: '{"word":"hello"}',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${TOKENS.admin}` },
      }),
      { params: Promise.resolve({ id: '7' }) },
    );
    const text = await response.text();
    expect(response.status).toBe(500);
    expect(text).not.toContain('hunter2');
    expect(text).toContain(response.headers.get('x-request-id'));
  });

  it('keeps the code and the faults of a foreseen error', async () => {
    const refused = route(echo, async () => {
      throw new AppError('conflict', 'changed since you read it', {
        errors: [{ message: 'version 8', path: 'version' }],
      });
    });
    const request = new Request('http://127.0.0.1/api/echo/7', {
      method: 'POST',
      body: '{"word":"hello"}',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${TOKENS.admin}` },
    });
    const response = await refused(request, { params: Promise.resolve({ id: '7' }) });
    expect(await response.json()).toMatchObject({
      status: 409,
      code: 'conflict',
      errors: [{ path: 'version' }],
    });
  });
});

describe('the export of a list', () => {
  const numbers = reads('/api/numbers', 'Numbers', {
    input: listInput,
    response: pageOf(z.object({ n: z.number(), word: z.string() })),
    csv: ['n', 'word'],
  });
  const list = route(numbers, async ({ input }) => {
    const from = Number(input.cursor ?? 0);
    const items = Array.from({ length: Math.min(input.limit, 450 - from) }, (_, index) => ({
      n: from + index,
      word: '=w',
    }));
    const next = from + items.length;
    return { items, nextCursor: next < 450 ? String(next) : null };
  });

  it('walks every page of it, whatever the limit asked for', async () => {
    const request = new Request('http://127.0.0.1/api/numbers?limit=5', {
      headers: { accept: 'text/csv', authorization: `Bearer ${TOKENS.viewer}` },
    });
    const response = await list(request, { params: Promise.resolve({}) });
    const lines = (await response.text()).trimEnd().split('\r\n');
    expect(response.headers.get('content-type')).toContain('text/csv');
    expect(lines).toHaveLength(451);
    expect([lines[0], lines[1], lines[450]]).toEqual(['n,word', "0,'=w", "449,'=w"]);
  });
});
