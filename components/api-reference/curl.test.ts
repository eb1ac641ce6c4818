import { expect, it } from 'vitest';
import type { Operation } from '@/lib/openapi/schema';
import { curlOf } from './curl';

const operation: Operation = {
  operationId: 'renameThing',
  tags: [],
  summary: '',
  'x-role': 'operator',
  security: [{ token: [] }],
  responses: {},
};
const call = { method: 'GET', path: '/api/things', url: 'https://evenkeel.example' };

it('fills path and query in, a list as a repeated name', () => {
  const parameters = [
    { name: 'id', in: 'path' as const, required: true, schema: {}, example: 'a/b' },
    { name: 'state', in: 'query' as const, required: false, schema: {}, example: ['open', 'closed'] },
    { name: 'q', in: 'query' as const, required: false, schema: {} },
  ];
  expect(curlOf({ ...call, path: '/api/things/{id}', operation: { ...operation, parameters } })).toBe(
    `curl 'https://evenkeel.example/api/things/a%2Fb?state=open&state=closed' \\\n  -H "Authorization: Bearer $EVENKEEL_TOKEN"`,
  );
});

it('sends the example as the body, whatever quotes are in it', () => {
  const content = { 'application/json': { schema: {}, example: { name: "the owner's" } } };
  const text = curlOf({
    ...call,
    method: 'PATCH',
    operation: { ...operation, requestBody: { required: true, content } },
  });
  expect(text).toContain("curl -X PATCH 'https://evenkeel.example/api/things'");
  expect(text).toContain(`-d '{"name":"the owner'\\''s"}'`);
});

it('sends no token to a call that asks for none', () => {
  expect(curlOf({ ...call, operation: { ...operation, security: [] } })).not.toContain('Authorization');
});
