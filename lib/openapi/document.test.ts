import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { reads, writes } from '@/lib/contract';
import { areas } from '@/lib/contracts/all';
import { listInput, pageOf } from '@/lib/core/list';
import { openApiDocument } from './document';
import type { Operation } from './schema';

const made = { url: 'https://evenkeel.example', version: '1.2.3' };
const document = openApiDocument({ areas, ...made });
const operations = Object.values(document.paths).flatMap((item) => Object.values(item));

function only(areasOfOne: Parameters<typeof openApiDocument>[0]['areas']): Operation | undefined {
  const { paths } = openApiDocument({ areas: areasOfOne, ...made });
  return Object.values(paths).flatMap((item) => Object.values(item))[0];
}

describe('the document', () => {
  it('is valid OpenAPI 3.1', async () => {
    const validator = new Validator();
    const { valid, errors } = await validator.validate(structuredClone(document));
    expect(errors).toBeUndefined();
    expect(valid).toBe(true);
    expect(validator.version).toBe('3.1');
  });

  it('has every contract once, under a name of its own', () => {
    const contracts = Object.values(areas).flatMap((area) => Object.values(area));
    expect(operations).toHaveLength(contracts.length);
    const ids = operations.map(({ operationId }) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => !/^[a-z]+([A-Z][a-z]*)*$/.test(id))).toEqual([]);
  });

  it('refers only to what it has, and has only what is referred to', () => {
    const refs = new Set(JSON.stringify(document).match(/"\$ref":"[^"]+"/g));
    const wanted = [...refs].map((ref) => ref.slice('"$ref":"#/components/'.length, -1)).sort();
    const has = Object.entries(document.components)
      .filter(([kind]) => kind !== 'securitySchemes')
      .flatMap(([kind, parts]) => Object.keys(parts).map((name) => `${kind}/${name}`));
    expect(wanted.filter((ref) => !has.includes(ref))).toEqual([]);
    expect(has.filter((ref) => ref.startsWith('schemas/') && !wanted.includes(ref))).toEqual([]);
  });

  it('describes every area', () => {
    expect(document.tags.filter(({ description }) => description === '')).toEqual([]);
  });
});

describe('an operation', () => {
  it('has what its path and its query hold as parameters, a list as a repeated name', () => {
    const operation = only({
      Runs: {
        listJobsContract: reads('/api/runs/{id}/jobs', 'Jobs', {
          input: listInput.extend({
            id: z.uuid(),
            state: z.preprocess((given) => given, z.array(z.enum(['waiting', 'running'])).optional()),
            isLate: z.union([z.boolean(), z.stringbool()]).optional(),
          }),
          response: pageOf(z.object({ name: z.string() })),
          csv: ['name'],
          example: { response: { items: [{ name: '=collect' }], nextCursor: null } },
        }),
      },
    });
    expect(operation).toMatchObject({ operationId: 'listJobs', tags: ['Runs'], 'x-role': 'viewer' });
    expect(operation?.requestBody).toBeUndefined();
    expect(operation?.parameters).toMatchObject([
      { name: 'id', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } },
      { name: 'limit', in: 'query', required: false, schema: { type: 'integer', minimum: 1, maximum: 200 } },
      { name: 'cursor', in: 'query', required: false },
      { name: 'sort', in: 'query' },
      { name: 'q', in: 'query' },
      { name: 'state', in: 'query', style: 'form', explode: true, schema: { type: 'array' } },
      { name: 'isLate', in: 'query', schema: { type: 'boolean' } },
    ]);
    expect(operation?.responses['200']).toMatchObject({
      content: { 'text/csv': { example: "name\r\n'=collect\r\n" } },
    });
  });

  it('has no field of the path in its body, in no alternative of it either', () => {
    const operation = only({
      Effects: {
        answerContract: writes('operator', '/api/effects/{id}/answer', 'Answer', {
          input: z.intersection(
            z.object({ id: z.string() }),
            z.discriminatedUnion('kind', [
              z.object({ kind: z.literal('link'), issueKey: z.string() }),
              z.object({ kind: z.literal('again') }),
            ]),
          ),
          response: z.object({ ok: z.boolean() }),
        }),
      },
    });
    expect(operation?.parameters).toMatchObject([{ name: 'id', in: 'path', schema: { type: 'string' } }]);
    expect(operation?.requestBody?.content['application/json']?.schema?.oneOf).toEqual([
      {
        type: 'object',
        properties: { kind: { type: 'string', const: 'link' }, issueKey: { type: 'string' } },
        required: ['kind', 'issueKey'],
      },
      { type: 'object', properties: { kind: { type: 'string', const: 'again' } }, required: ['kind'] },
    ]);
  });

  it('asks the public for nothing, and a creating call takes an idempotency key', () => {
    const health = reads('/api/health', 'Up?', { input: z.object({}), response: z.object({}) });
    const open = only({ Health: { readHealthContract: { ...health, role: 'public' } } });
    expect(open?.security).toEqual([]);
    expect(open?.responses).not.toHaveProperty('401');
    const create = writes('admin', '/api/things', 'Make', {
      input: z.object({ name: z.string() }),
      response: z.object({}),
      status: 201,
    });
    expect(only({ Things: { createThingContract: create } })?.parameters).toEqual([
      { $ref: '#/components/parameters/IdempotencyKey' },
    ]);
  });
});
