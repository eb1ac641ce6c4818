import { type AnyContract, takesIdempotencyKey } from '@/lib/contract';
import { toCsv } from '@/lib/core/page';
import type { CallSchemas } from './components';
import { refusalsOf } from './problems';
import type { Answer, Content, JsonSchema, Operation, Parameter } from './schema';

type Call = { id: string; tag: string; contract: AnyContract; schemas: CallSchemas };

/** One operation of the document from its contract. */
export function operationOf({ id, tag, contract, schemas }: Call): Operation {
  const parameters = parametersOf(contract, schemas.fields);
  const requestBody = bodyOf(contract, schemas);
  return {
    operationId: id,
    tags: [tag],
    summary: contract.summary,
    'x-role': contract.role,
    security: contract.role === 'public' ? [] : [{ token: [] }, { session: [] }],
    ...(parameters.length > 0 && { parameters }),
    ...(requestBody && { requestBody }),
    responses: {
      ...answersOf(contract, schemas.response),
      ...refusalsOf(contract),
      default: { $ref: '#/components/responses/Problem' },
    },
  };
}

export function pathNames(path: string): string[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
}

function parametersOf(contract: AnyContract, input: JsonSchema): NonNullable<Operation['parameters']> {
  const inPath = pathNames(contract.path);
  const example = fieldsOf(contract.example?.input);
  const properties = Object.entries(input.properties ?? {});
  const required = new Set(input.required ?? []);
  const path = inPath.map(
    (name): Parameter => ({
      name,
      in: 'path',
      required: true,
      ...described(alternatives(input).find((one) => one.properties?.[name])?.properties?.[name] ?? {}),
      ...exampleOf(example, name),
    }),
  );
  const query = properties
    .filter(([name]) => contract.body !== 'json' && !inPath.includes(name))
    .map(
      ([name, schema]): Parameter => ({
        name,
        in: 'query',
        required: required.has(name) && schema.default === undefined,
        ...described(asText(schema)),
        ...(schema.type === 'array' && { style: 'form' as const, explode: true }),
        ...exampleOf(example, name),
      }),
    );
  return [
    ...path,
    ...query,
    ...(takesIdempotencyKey(contract) ? [{ $ref: '#/components/parameters/IdempotencyKey' }] : []),
  ];
}

/** The description stands at the parameter, where readers look for it. */
function described({ description, ...schema }: JsonSchema): { description?: string; schema: JsonSchema } {
  return { ...(description && { description }), schema };
}

/** A query holds text: what may be a boolean or its name is a boolean there. */
function asText(schema: JsonSchema): JsonSchema {
  const { anyOf, type, ...rest } = schema;
  const types = [type, ...(anyOf ?? []).map((one) => one.type)].flat();
  return types.length > 1 && types.includes('boolean') ? { type: 'boolean', ...rest } : schema;
}

function bodyOf(contract: AnyContract, { input, fields }: CallSchemas): Operation['requestBody'] {
  if (contract.body === 'stream') return { required: true, content: streamOf(contract) };
  if (contract.body !== 'json') return undefined;
  const inPath = pathNames(contract.path);
  const schema = inPath.length > 0 ? withoutFields(fields, inPath) : input;
  const example = Object.fromEntries(
    Object.entries(fieldsOf(contract.example?.input)).filter(([name]) => !inPath.includes(name)),
  );
  const limit = contract.maxBytes && `At most ${contract.maxBytes / 1_000_000} MB.`;
  return {
    required: true,
    ...(limit && { description: limit }),
    content: { 'application/json': { schema, ...(contract.example && { example }) } },
  };
}

/** A raw body: the bytes of a file, compressed or not. Its kind is told by its first bytes, not by the header. */
function streamOf({ example }: AnyContract): Content {
  return {
    'text/csv': { schema: { type: 'string' }, ...(example?.body !== undefined && { example: example.body }) },
    'application/json': {},
    'application/gzip': {},
    'application/octet-stream': {},
  };
}

function withoutFields(input: JsonSchema, names: string[]): JsonSchema {
  const { properties, required, oneOf, anyOf, ...rest } = input;
  const kept = Object.entries(properties ?? {}).filter(([name]) => !names.includes(name));
  const needed = (required ?? []).filter((name) => !names.includes(name));
  return {
    ...rest,
    ...(properties && { properties: Object.fromEntries(kept) }),
    ...(needed.length > 0 && { required: needed }),
    ...(oneOf && { oneOf: oneOf.map((one) => withoutFields(one, names)) }),
    ...(anyOf && { anyOf: anyOf.map((one) => withoutFields(one, names)) }),
  };
}

function alternatives(schema: JsonSchema): JsonSchema[] {
  return [schema, ...(schema.oneOf ?? []), ...(schema.anyOf ?? [])];
}

function answersOf(contract: AnyContract, schema: JsonSchema): Record<string, Answer> {
  const content: Content = contract.file
    ? { [contract.file]: { schema } }
    : {
        'application/json': { schema, ...(contract.example && { example: contract.example.response }) },
        ...(contract.csv && { 'text/csv': csvMedia(contract.csv, contract.example?.response) }),
      };
  const answer: Answer = {
    description: DESCRIPTIONS[contract.status ?? 200],
    headers: headersOf(contract),
    content,
  };
  const away: Answer = { ...answer, description: 'The same, while something that is needed is away' };
  return {
    [contract.status ?? 200]: answer,
    ...(contract.also && { [contract.also]: away }),
  };
}

const DESCRIPTIONS = { 200: 'Done', 201: 'Made', 202: 'Taken: a worker does it' } as const;

function headersOf({ role }: AnyContract): Answer['headers'] {
  const names = [
    'X-Request-Id',
    ...(role === 'public' ? [] : ['RateLimit-Limit', 'RateLimit-Remaining', 'RateLimit-Reset']),
  ];
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));
}

/** `Accept: text/csv` gives the whole filtered list, without pages. */
function csvMedia(columns: string[], response: unknown): Content[string] {
  const page = fieldsOf(response);
  const items = Array.isArray(page.items) ? page.items.map(fieldsOf) : [];
  const rows = items.map((item) => columns.map((column) => cellOf(item[column])));
  return {
    schema: { type: 'string', description: `All pages of the filtered list; columns: ${columns.join(', ')}` },
    ...(response !== undefined && { example: toCsv([columns, ...rows]) }),
  };
}

function cellOf(value: unknown): string | number | null {
  if (typeof value === 'string' || typeof value === 'number') return value;
  return value === null || value === undefined ? null : JSON.stringify(value);
}

function exampleOf(example: Record<string, unknown>, name: string): { example?: unknown } {
  return example[name] === undefined ? {} : { example: example[name] };
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}
