import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Atlassian's own description of Jira Cloud, beside the checkout where it is there (../shared/data/README.md). */
const FILE = join(import.meta.dirname, '../../../shared/data/jira/openapi-trimmed.json');

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const text = { type: 'string' };
const permission = {
  type: 'object',
  properties: {
    id: text,
    key: text,
    name: text,
    type: text,
    description: text,
    havePermission: { type: 'boolean' },
    deprecatedKey: { type: 'boolean' },
  },
};
const permissions = {
  type: 'object',
  properties: { permissions: { type: 'object', additionalProperties: permission } },
  required: ['permissions'],
};
/** Get my permissions, which the trimmed file leaves out: `Permissions` of `UserPermission`s, as Atlassian has them. */
const MY_PERMISSIONS = {
  get: {
    parameters: ['projectKey', 'projectId', 'issueKey', 'issueId', 'permissions'].map((name) => ({ name })),
    responses: { 200: { content: { 'application/json': { schema: permissions } } } },
  },
};

/** Null where the file is not beside the checkout. */
export const jiraOpenapi: unknown = existsSync(FILE)
  ? completed(JSON.parse(readFileSync(FILE, 'utf8')))
  : null;

function completed(trimmed: unknown): unknown {
  if (!isRecord(trimmed) || !isRecord(trimmed.paths)) return trimmed;
  return { ...trimmed, paths: { '/rest/api/3/mypermissions': MY_PERMISSIONS, ...trimmed.paths } };
}

/** What stands at a path of keys. */
export function at(value: unknown, ...keys: string[]): unknown {
  return keys.reduce<unknown>((inner, key) => (isRecord(inner) ? inner[key] : undefined), value);
}

const TYPES: Record<string, (value: unknown) => boolean> = {
  object: isRecord,
  array: Array.isArray,
  string: (value) => typeof value === 'string',
  boolean: (value) => typeof value === 'boolean',
  number: (value) => typeof value === 'number',
  integer: (value) => Number.isInteger(value),
};

/** What a value breaks in a schema of it: kinds, required and undeclared properties; one line a fault. */
export function faultsOf(value: unknown, schema: unknown, place = '$'): string[] {
  if (!isRecord(schema)) return [];
  if (typeof schema.$ref === 'string') {
    return faultsOf(value, at(jiraOpenapi, ...schema.$ref.slice(2).split('/')), place);
  }
  if (Array.isArray(schema.allOf)) {
    return schema.allOf.flatMap((part: unknown) => faultsOf(value, part, place));
  }
  const isType = TYPES[String(schema.type)];
  if (isType && !isType(value)) return [`${place}: not ${String(schema.type)}`];
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => faultsOf(item, schema.items, `${place}[${index}]`));
  }
  if (!isRecord(value)) return [];
  const properties = isRecord(schema.properties) ? schema.properties : {};
  const required = Array.isArray(schema.required) ? schema.required.map(String) : [];
  const missing = required.filter((name) => !(name in value)).map((name) => `${place}.${name}: missing`);
  const others = Object.entries(value).flatMap(([name, item]) => {
    if (Object.hasOwn(properties, name)) return faultsOf(item, properties[name], `${place}.${name}`);
    return schema.additionalProperties === false ? [`${place}.${name}: undeclared`] : [];
  });
  return [...missing, ...others];
}

/** The operation of a request: its path as Atlassian writes it, and the description of it. */
export function operationOf(method: string, path: string): { path: string; operation: unknown } | null {
  const paths = at(jiraOpenapi, 'paths');
  if (!isRecord(paths)) return null;
  const parts = path.split('/');
  // Fixed words stand before parameters: issue/bulkfetch is not an issue called bulkfetch.
  const sorted = Object.keys(paths).sort((a, b) => a.split('{').length - b.split('{').length);
  const found = sorted.find((pattern) => {
    const wanted = pattern.split('/');
    return (
      wanted.length === parts.length &&
      wanted.every((word, index) => word.startsWith('{') || word === parts[index])
    );
  });
  const operation = found ? at(paths, found, method.toLowerCase()) : undefined;
  return found && operation ? { path: found, operation } : null;
}
