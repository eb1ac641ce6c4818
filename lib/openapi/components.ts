import { z } from 'zod';
import type { AnyContract } from '@/lib/contract';
import { AppError } from '@/lib/core/errors';
import { namedSchemas } from './names';
import { type JsonSchema, jsonSchema, SCHEMAS } from './schema';

const ANY_JSON = { $ref: `${SCHEMAS}Json` };

export type NamedContracts = readonly { id: string; contract: AnyContract }[];
/** `fields` is the input without a reference at its top: what parameters and bodies are taken from. */
export type CallSchemas = { input: JsonSchema; fields: JsonSchema; response: JsonSchema };

/** What each call takes and gives, and the components that they refer to. */
export function callSchemas(calls: NamedContracts): {
  of: Map<string, CallSchemas>;
  components: Record<string, JsonSchema>;
} {
  const given = convert(calls, 'input');
  const served = convert(calls, 'output');
  // What is sent may be looser than what is served (a default, a coercion): then it has a name of its own.
  const differing = Object.keys(given.components).filter(
    (name) => JSON.stringify(given.components[name]) !== JSON.stringify(served.components[name]),
  );
  const rename = new Map(differing.map((name) => [`${SCHEMAS}${name}`, `${SCHEMAS}${inputName(name)}`]));
  const renamed = (schema: JsonSchema) => mapRefs(schema, (ref) => rename.get(ref) ?? ref);
  const components: Record<string, JsonSchema> = {
    Json: { description: 'Any JSON value' },
    ...served.components,
    ...Object.fromEntries(differing.map((name) => [inputName(name), renamed(given.components[name] ?? {})])),
  };
  const of = new Map(
    calls.map(({ id }) => {
      const input = renamed(given.calls.get(id) ?? {});
      const fields = components[input.$ref?.slice(SCHEMAS.length) ?? ''] ?? input;
      return [id, { input, fields, response: served.calls.get(id) ?? {} }];
    }),
  );
  return { of, components };
}

/** Those that are used, in alphabetical order. */
export function usedComponents(
  all: Record<string, JsonSchema>,
  roots: readonly unknown[],
): Record<string, JsonSchema> {
  const used = new Set<string>();
  const queue: unknown[] = [...roots];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    for (const name of refsIn(next)) {
      if (used.has(name)) continue;
      used.add(name);
      queue.push(all[name] ?? {});
    }
  }
  return Object.fromEntries([...used].sort().map((name) => [name, all[name] ?? {}]));
}

function refsIn(value: unknown): string[] {
  const found = JSON.stringify(value).matchAll(/"\$ref":"#\/components\/schemas\/([^"/]+)"/g);
  return [...found].map(([, name = '']) => name);
}

function inputName(name: string): string {
  return name.endsWith('Input') ? name : `${name}Input`;
}

function convert(calls: NamedContracts, io: 'input' | 'output') {
  const registry = z.registry<{ id: string }>();
  for (const [name, schema] of namedSchemas()) {
    // What is only ever sent may hold transforms, whose outcome has no schema.
    if (io === 'output' && /(Input|Filter)$/.test(name)) continue;
    if (!registry.has(schema)) registry.add(schema, { id: name });
  }
  // Wrapped, so that a call whose answer is a component refers to it and keeps a name of its own.
  for (const { id, contract } of calls) {
    const schema = io === 'input' ? contract.input : contract.response;
    registry.add(z.object({ it: schema }), { id: `call:${id}` });
  }
  const { schemas } = z.toJSONSchema(registry, {
    io,
    uri: (id) => `${SCHEMAS}${id}`,
    override: ({ zodSchema, jsonSchema: made }) => {
      // An answer may gain fields in a later version; what a caller sends is only closed where the schema says so.
      if (zodSchema._zod.def.type === 'object' && !zodSchema._zod.def.catchall)
        delete made.additionalProperties;
    },
  });
  refuseUnnamed(schemas.__shared);
  const tidied = Object.entries(schemas).map(([name, made]) => [name, tidy(jsonSchema.parse(made))] as const);
  const ofCall = (name: string) => name.startsWith('call:');
  return {
    calls: new Map(
      tidied.flatMap(([name, made]) => {
        const it = made.properties?.it;
        return ofCall(name) && it ? [[name.slice('call:'.length), it] as const] : [];
      }),
    ),
    components: Object.fromEntries(tidied.filter(([name]) => !ofCall(name) && name !== '__shared')),
  };
}

/** What refers to itself needs a name. Only zod's own `json()`, which is any JSON value, may do without. */
function refuseUnnamed(shared: unknown): void {
  const { $defs = {} } = z.object({ $defs: z.record(z.string(), jsonSchema).optional() }).parse(shared ?? {});
  for (const { anyOf, ...rest } of Object.values($defs)) {
    if (anyOf?.some(({ type }) => type === 'null') && anyOf.length === 6) continue;
    throw new AppError(
      'misconfigured',
      `a schema that refers to itself is not exported by its schema file: ${JSON.stringify(rest).slice(0, 200)}`,
    );
  }
}

/** Leaves out what only zod's own reader needs: patterns that the format says, the bounds of a safe integer. */
function tidy(schema: JsonSchema): JsonSchema {
  return walk(schema, ({ $schema: _schema, $id: _id, propertyNames: _names, ...rest }) => {
    if (rest.$ref?.startsWith(`${SCHEMAS}__shared`)) return { ...rest, ...ANY_JSON };
    const { pattern, maximum, minimum, ...kept } = rest;
    return {
      ...kept,
      ...(pattern !== undefined && rest.format === undefined ? { pattern } : {}),
      ...(maximum !== undefined && maximum !== Number.MAX_SAFE_INTEGER ? { maximum } : {}),
      ...(minimum !== undefined && minimum !== Number.MIN_SAFE_INTEGER ? { minimum } : {}),
    };
  });
}

function mapRefs(schema: JsonSchema, to: (ref: string) => string): JsonSchema {
  return walk(schema, (part) => (part.$ref === undefined ? part : { ...part, $ref: to(part.$ref) }));
}

function walk(schema: JsonSchema, change: (part: JsonSchema) => JsonSchema): JsonSchema {
  const { properties, items, additionalProperties, anyOf, oneOf, allOf, ...rest } = change(schema);
  const below = (part: JsonSchema) => walk(part, change);
  const oneBelow = (part: JsonSchema | boolean) => (typeof part === 'boolean' ? part : below(part));
  return {
    ...rest,
    ...(properties && {
      properties: Object.fromEntries(Object.entries(properties).map(([name, part]) => [name, below(part)])),
    }),
    ...(items !== undefined && { items: oneBelow(items) }),
    ...(additionalProperties !== undefined && { additionalProperties: oneBelow(additionalProperties) }),
    ...(anyOf && { anyOf: anyOf.map(below) }),
    ...(oneOf && { oneOf: oneOf.map(below) }),
    ...(allOf && { allOf: allOf.map(below) }),
  };
}
