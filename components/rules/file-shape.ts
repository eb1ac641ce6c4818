import type { FactValue } from '@/lib/rules/schema';

/** A JSON Schema as the server gives it; what we do not look at is left out. */
export type JsonSchema = { [word: string]: FactValue };

/** What an editor knows of a place in the file. */
export type Shape = {
  description: string | null;
  holds: string | null; // what stands in a text here: expression, template, field, …
  words: string[]; // the only values that it may have
  keys: { name: string; description: string | null; isMapping: boolean; isRequired: boolean }[];
};

/** The shape at a path of keys, `[]` being an item; nothing where the schema knows no such place. */
export function shapeAt(schema: JsonSchema, path: readonly string[]): Shape | null {
  let nodes = alternativesOf(schema, schema);
  let holds: string | null = null;
  for (const step of path) {
    holds = heldBy(nodes); // of a mapping or a list what it holds is true of its items too
    nodes = nodes.flatMap((node) => alternativesOf(schema, below(node, step)));
    if (nodes.length === 0) return null;
  }
  return {
    description: firstText(nodes, 'description'),
    holds: heldBy(nodes) ?? holds,
    words: nodes.flatMap((node) => textsIn(node.enum)),
    keys: nodes.flatMap(keysOf),
  };
}

function below(node: JsonSchema, step: string): FactValue | undefined {
  if (step === '[]') return node.items;
  const own =
    isObject(node.properties) && Object.hasOwn(node.properties, step) ? node.properties[step] : undefined;
  return own ?? node.additionalProperties;
}

/** A node with what it refers to and what it may be one of; words beside `anyOf` are of all of them. */
function alternativesOf(root: JsonSchema, node: FactValue | undefined, depth = 0): JsonSchema[] {
  if (!isObject(node) || depth > 8) return [];
  const named = typeof node.$ref === 'string' ? resolve(root, node.$ref) : undefined;
  const choices = Array.isArray(node.anyOf) ? node.anyOf : [];
  return [node, ...[named, ...choices].flatMap((choice) => alternativesOf(root, choice, depth + 1))];
}

function resolve(root: JsonSchema, reference: string): FactValue | undefined {
  if (reference === '#') return root;
  const name = /^#\/\$defs\/(.+)$/.exec(reference)?.[1];
  return name !== undefined && isObject(root.$defs) && Object.hasOwn(root.$defs, name)
    ? root.$defs[name]
    : undefined;
}

function keysOf(node: JsonSchema): Shape['keys'] {
  if (!isObject(node.properties)) return [];
  const required = textsIn(node.required);
  return Object.entries(node.properties).flatMap(([name, value]) => {
    if (!isObject(value)) return [];
    const isMapping = value.type === 'object' || value.type === 'array';
    const description = typeof value.description === 'string' ? value.description : null;
    return [{ name, description, isMapping, isRequired: required.includes(name) }];
  });
}

function heldBy(nodes: JsonSchema[]): string | null {
  return firstText(nodes, 'holds');
}

function firstText(nodes: JsonSchema[], word: string): string | null {
  for (const node of nodes) if (typeof node[word] === 'string') return node[word];
  return null;
}

function textsIn(value: FactValue | undefined): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

function isObject(value: FactValue | undefined): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
