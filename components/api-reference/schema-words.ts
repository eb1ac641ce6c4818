import { type JsonSchema, SCHEMAS } from '@/lib/openapi/schema';

/** The component that a schema refers to. */
export function nameOf({ $ref }: JsonSchema): string | null {
  return $ref?.startsWith(SCHEMAS) ? $ref.slice(SCHEMAS.length) : null;
}

/** The type of a value in a few words: "list of Run", "text (uuid) or null", "1 to 200, else 50". */
export function typeOf(schema: JsonSchema): string {
  const name = nameOf(schema);
  const words = name ?? plainTypeOf(schema);
  return schema.default === undefined ? words : `${words}, else ${JSON.stringify(schema.default)}`;
}

function plainTypeOf(schema: JsonSchema): string {
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  const alternatives = schema.anyOf ?? schema.oneOf;
  if (alternatives) return [...new Set(alternatives.map(typeOf))].join(' or ');
  if (Array.isArray(schema.type)) return schema.type.map((type) => WORDS[type] ?? type).join(' or ');
  if (schema.type === 'array') {
    return typeof schema.items === 'object' ? `list of ${typeOf(schema.items)}` : 'list';
  }
  if (schema.type === 'object' && typeof schema.additionalProperties === 'object') {
    return `object of ${typeOf(schema.additionalProperties)}`;
  }
  return [WORDS[schema.type ?? ''] ?? 'any JSON', formatOf(schema), boundsOf(schema)]
    .filter(Boolean)
    .join(' ');
}

const WORDS: Record<string, string> = {
  string: 'text',
  integer: 'whole number',
  number: 'number',
  boolean: 'true or false',
  object: 'object',
  null: 'null',
};

function formatOf({ format, pattern }: JsonSchema): string {
  return format ? `(${format})` : pattern ? `like ${pattern}` : '';
}

function boundsOf({ minimum, maximum, minLength, maxLength }: JsonSchema): string {
  if (minimum !== undefined && maximum !== undefined) return `from ${minimum} to ${maximum}`;
  if (minimum !== undefined) return `from ${minimum}`;
  if (typeof minLength === 'number' && minLength > 1) return `of ${minLength} characters at least`;
  return maxLength !== undefined ? `of ${maxLength} characters at most` : '';
}
