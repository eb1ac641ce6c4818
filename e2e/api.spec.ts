import type { APIRequestContext } from '@playwright/test';
import { areas } from '@/lib/contracts/all';
import { openApiDocument } from '@/lib/openapi/document';
import type { JsonSchema, OpenApiDocument } from '@/lib/openapi/schema';
import { checker, type Found, goodAnswer, operationsOf, parametersOf, type Received } from './api-document';
import { ELSEWHERE, newToken, PREPARE } from './api-inputs';
import { bearer, expect, signedOut, test } from './fixtures';

/**
 * The document against the server that gives it: every operation with good input, with bad input and without a
 * caller, each answer held against what is documented. Which operations there are is known before the server runs,
 * from the same contracts; that it serves the same is the first test.
 */
const own = openApiDocument({ areas, url: 'http://unused.example', version: '0' });
const operations = operationsOf(own);

let document: OpenApiDocument;
let check: (found: Found, received: Received) => void;
let token = '';
test.use(signedOut);
test.beforeAll(async ({ playwright, baseURL }) => {
  const first = await playwright.request.newContext({ baseURL, extraHTTPHeaders: bearer() });
  // A token of its own, so that what it may call in a minute is nobody else's.
  ({ token } = await newToken(first, 'admin'));
  document = await (await first.get('/api/openapi.json')).json();
  check = checker(document);
  await first.dispose();
});

test('the served document is the one that the contracts make', async ({ request }) => {
  const answer = await request.get('/api/openapi.json', { headers: { authorization: `Bearer ${token}` } });
  expect(answer.headers()['content-type']).toContain('application/json');
  const served: OpenApiDocument = await answer.json();
  expect(served.openapi).toBe('3.1.0');
  expect(served.paths).toEqual(JSON.parse(JSON.stringify(own.paths)));
  expect(Object.keys(served.components.schemas)).toEqual(Object.keys(own.components.schemas));
});

for (const found of operations) {
  const { id, method, path, operation } = found;
  const isOpen = operation.security.length === 0;

  test.describe(`${method} ${path}`, () => {
    const elsewhere = ELSEWHERE[id];
    if (elsewhere === undefined) {
      test(`${id} answers good input as documented`, async ({ api: admin, request, baseURL }) => {
        const [status] = goodAnswer(found);
        const { input, as, undo } = await (PREPARE[id]?.(admin, baseURL ?? '') ?? {
          input: exampleInput(found),
        });
        const answer = await send(as ?? request, found, { input, withToken: as === undefined && !isOpen });
        expect(answer.status, answer.text).toBe(status);
        check(found, answer);
        await undo?.(JSON.parse(answer.text));
      });
    }

    const [, good] = goodAnswer(found);
    if (good.content?.['text/csv']) {
      test(`${id} gives its list as CSV`, async ({ api: admin, request, baseURL }) => {
        const { input } = await (PREPARE[id]?.(admin, baseURL ?? '') ?? { input: exampleInput(found) });
        const filter = Object.fromEntries(Object.entries(input).filter(([name]) => name !== 'limit'));
        const headers = { accept: 'text/csv' };
        const answer = await send(request, found, { input: filter, headers });
        expect(answer.status, answer.text).toBe(200);
        check(found, answer);
        const example = String(good.content?.['text/csv']?.example);
        expect(answer.text.split('\r\n')[0]).toBe(example.split('\r\n')[0]);
      });
    }

    if (!isOpen) {
      test(`${id} asks who is calling`, async ({ request }) => {
        const answer = await send(request, found, { input: exampleInput(found), withToken: false });
        expect(answer.status).toBe(401);
        check(found, answer);
        expect(JSON.parse(answer.text)).toMatchObject({ code: 'unauthenticated' });
      });
    }

    test(`${id} says what is wrong with bad input`, async ({ request }) => {
      const expectProblem = async (sent: Sent, ...statuses: number[]) => {
        const answer = await send(request, found, { ...sent, withToken: !isOpen });
        expect(statuses, `${JSON.stringify(sent)}: ${answer.text}`).toContain(answer.status);
        check(found, answer);
        expect(JSON.parse(answer.text)).toMatchObject({ status: answer.status, code: expect.any(String) });
      };
      const input = exampleInput(found);
      for (const wrong of wrongQueries(found)) await expectProblem({ input: { ...input, ...wrong } }, 422);
      const unknown = unknownPath(found);
      // What lists or sums up may do so for a record that is not there: nothing.
      const isSum = 'items' in Object(good.content?.['application/json']?.example);
      if (unknown && method === 'GET' && !isSum) {
        await expectProblem({ input: { ...input, ...unknown } }, 404);
      }
      const json = operation.requestBody?.content['application/json'];
      if (!json?.schema) return;
      const text = JSON.stringify(json.example ?? {});
      await expectProblem({ input, body: '{"half":' }, 400);
      await expectProblem({ input, body: '[]' }, 400);
      await expectProblem({ input, body: text, headers: { 'content-type': 'text/plain' } }, 415);
      const required = requiredOf(json.schema);
      if (required.length === 0) return;
      const wrong = Object.fromEntries(required.map((name) => [name, [[]]]));
      await expectProblem({ input, body: JSON.stringify(wrong) }, 422);
      await expectProblem({ input, body: '{}' }, 422);
    });
  });
}

type Input = Record<string, unknown>;
type Sent = { input: Input; body?: string; withToken?: boolean; headers?: Record<string, string> };

/** Calls an operation as the document says: what is in the path, in the query and in the body. */
async function send(
  caller: APIRequestContext,
  found: Found,
  { input, body, withToken = true, headers = {} }: Sent,
): Promise<Received> {
  const inPath = parametersOf(found, 'path').map(({ name }) => name);
  const inQuery = parametersOf(found, 'query').map(({ name }) => name);
  const path = found.path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String(input[name])),
  );
  const query = new URLSearchParams(
    inQuery.flatMap((name) => [input[name] ?? []].flat().map((value) => [name, String(value)])),
  );
  const isJson = found.operation.requestBody?.content['application/json']?.schema !== undefined;
  const rest = Object.entries(input).filter(([name]) => ![...inPath, ...inQuery].includes(name));
  const raw = isJson ? JSON.stringify(Object.fromEntries(rest)) : input.body;
  const data = body ?? (found.operation.requestBody ? String(raw ?? 'a,b\n1,2\n') : undefined);
  const answer = await caller.fetch(`${path}?${query}`, {
    method: found.method,
    headers: {
      ...(withToken ? { authorization: `Bearer ${token}` } : {}),
      ...(data === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    data: data === undefined ? undefined : Buffer.from(data),
  });
  const received = {
    status: answer.status(),
    type: (answer.headers()['content-type'] ?? '').split(';')[0] ?? '',
    text: await answer.text(),
    headers: answer.headers(),
  };
  if (received.status !== 429) return received;
  // Many calls in little time: wait as long as we are told, as a caller should.
  await new Promise((done) => setTimeout(done, Number(received.headers['retry-after']) * 1000));
  return send(caller, found, { input, body, withToken, headers });
}

function exampleInput(found: Found): Input {
  const parameters = [...parametersOf(found, 'path'), ...parametersOf(found, 'query')];
  const named = parameters.flatMap(({ name, example }) => (example === undefined ? [] : [[name, example]]));
  const body = found.operation.requestBody?.content['application/json']?.example;
  return { ...Object.fromEntries(named), ...Object(body) };
}

/** One wrong value for each query parameter that is not any text. */
function wrongQueries(found: Found): Input[] {
  return parametersOf(found, 'query').flatMap(({ name, schema }) =>
    takesAnyText(typeof schema.items === 'object' ? schema.items : schema)
      ? []
      : [{ [name]: 'no-such-thing' }],
  );
}

function takesAnyText(schema: JsonSchema): boolean {
  if (schema.$ref) return false;
  if (schema.type === undefined) return true;
  return schema.type === 'string' && !schema.enum && !schema.format && !schema.pattern;
}

/** Ids of the right form that nothing has. */
function unknownPath(found: Found): Input | null {
  const ids = parametersOf(found, 'path').map(({ name, schema }) => [name, unknownOf(schema)]);
  return ids.length > 0 ? Object.fromEntries(ids) : null;
}

function unknownOf({ format, type }: JsonSchema): string {
  if (format === 'uuid') return '00000000-0000-4000-8000-00000000dead';
  return type === 'integer' || type === 'number' ? '987654321' : '987654321987654';
}

function requiredOf(schema: JsonSchema): string[] {
  const named = schema.$ref ? document.components.schemas[schema.$ref.split('/').at(-1) ?? ''] : undefined;
  const { required = [], properties = {}, oneOf = [] } = named ?? schema;
  const own = required.filter((name) =>
    Object.keys(properties[name] ?? {}).some((key) => key !== 'description'),
  );
  return own.length > 0 ? own : oneOf.flatMap(requiredOf);
}
