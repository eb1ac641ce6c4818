import { namesSecret } from '@/lib/core/redact';
import { type FactValue, typeOf } from '@/lib/rules/values';
import type { SeenResource } from '@/lib/sources/seen-facts.data';

const MOST_FIELDS = 500;
const MOST_EXAMPLES = 5;
const MOST_TEXT = 60;
const MOST_DEPTH = 4;

export type Seen = {
  count: number;
  types: Set<string>;
  examples: Set<string | number | boolean>;
  sources: Set<string>;
};

/** Every field that these resources have, as rules name it, with what it holds. Values that may be secret stay out. */
export function tallyFields(resources: readonly SeenResource[]): Map<string, Seen> {
  const fields = new Map<string, Seen>();
  for (const { source, facts } of resources) {
    for (const [name, value] of leavesOf(facts)) note(fields, source, name, value);
  }
  return fields;
}

function note(fields: Map<string, Seen>, source: string, name: string, value: FactValue): void {
  const known = fields.get(name);
  if (!known && fields.size >= MOST_FIELDS) return;
  const seen = known ?? { count: 0, types: new Set(), examples: new Set(), sources: new Set() };
  fields.set(name, seen);
  seen.count += 1;
  seen.types.add(typeOf(value));
  seen.sources.add(source);
  if (seen.examples.size >= MOST_EXAMPLES || namesSecret(name)) return;
  const isShort = typeof value === 'string' && value !== '' && value.length <= MOST_TEXT;
  if (isShort || typeof value === 'number' || typeof value === 'boolean') seen.examples.add(value);
}

function leavesOf(facts: { [name: string]: FactValue }, before: string[] = []): [string, FactValue][] {
  return Object.entries(facts).flatMap(([step, value]): [string, FactValue][] => {
    const path = [...before, step];
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    if (isObject && path.length < MOST_DEPTH) return leavesOf(value, path);
    const [root, key] = path;
    if (root === 'tags' && key !== undefined) return [[`tag('${key.replace(/[\\']/g, '\\$&')}')`, value]];
    // A step that is no word cannot be written in an expression.
    return path.every((word) => /^[\p{L}_][\p{L}\p{N}_]*$/u.test(word)) ? [[path.join('.'), value]] : [];
  });
}
