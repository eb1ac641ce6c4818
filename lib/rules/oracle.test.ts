import fc from 'fast-check';
import { Engine } from 'json-rules-engine';
import { expect, it } from 'vitest';
import { Evaluator } from './evaluate';
import { parseExpression } from './expression';
import { type Facts, readPath } from './values';

/*
 * json-rules-engine as a second opinion: conditions it can express, over facts that are all present. It never gets
 * its default JSONPath resolver (known code execution), always a walk over own properties.
 */
type Leaf = { path: string; operator: string; sign: string; value: string | number | (string | number)[] };
type Tree = { all: Tree[] } | { any: Tree[] } | { not: Tree } | Leaf;

const NUMBERS = ['n.a', 'n.b'];
const TEXTS = ['t.a', 't.b'];
const SIGNS: [string, string][] = [
  ['equal', '=='],
  ['notEqual', '!='],
  ['lessThan', '<'],
  ['lessThanInclusive', '<='],
  ['greaterThan', '>'],
  ['greaterThanInclusive', '>='],
];
const number = fc.integer({ min: -2, max: 2 });
const text = fc.constantFrom('', 'a', "it's", 'b');

function leafOf(
  paths: string[],
  value: fc.Arbitrary<string | number>,
  signs: [string, string][],
): fc.Arbitrary<Leaf> {
  const single = fc
    .tuple(fc.constantFrom(...paths), fc.constantFrom(...signs), value)
    .map(([path, [operator, sign], literal]): Leaf => ({ path, operator, sign, value: literal }));
  const member = fc
    .tuple(
      fc.constantFrom(...paths),
      fc.constantFrom(['in', 'in'] as const, ['notIn', 'not in'] as const),
      fc.array(value, { maxLength: 3 }),
    )
    .map(([path, [operator, sign], literals]): Leaf => ({ path, operator, sign, value: literals }));
  return fc.oneof(single, member);
}

const leaf = fc.oneof(leafOf(NUMBERS, number, SIGNS), leafOf(TEXTS, text, SIGNS.slice(0, 2)));
const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4 },
    leaf,
    fc.array(tie('tree'), { minLength: 1, maxLength: 3 }).map((all): Tree => ({ all })),
    fc.array(tie('tree'), { minLength: 1, maxLength: 3 }).map((any): Tree => ({ any })),
    tie('tree').map((not): Tree => ({ not })),
  ),
}));

function literalText(value: Leaf['value']): string {
  if (Array.isArray(value)) return `[${value.map(literalText).join(', ')}]`;
  return typeof value === 'number' ? String(value) : `'${value.replaceAll("'", "\\'")}'`;
}

function expressionOf(node: Tree): string {
  if ('all' in node) return `(${node.all.map(expressionOf).join(' and ')})`;
  if ('any' in node) return `(${node.any.map(expressionOf).join(' or ')})`;
  if ('not' in node) return `(not ${expressionOf(node.not)})`;
  return `${node.path} ${node.sign} ${literalText(node.value)}`;
}

type Condition = { fact: string; path: string; operator: string; value: Leaf['value'] } | Nested;
type Nested = { all: Condition[] } | { any: Condition[] } | { not: Condition };

function conditionOf(node: Tree): Condition {
  if ('all' in node) return { all: node.all.map(conditionOf) };
  if ('any' in node) return { any: node.any.map(conditionOf) };
  if ('not' in node) return { not: conditionOf(node.not) };
  return { fact: 'resource', path: node.path, operator: node.operator, value: node.value };
}

async function secondOpinion(node: Tree, facts: Facts): Promise<boolean> {
  const pathResolver = (value: object, path: string): unknown =>
    readPath({ value: JSON.parse(JSON.stringify(value)) }, ['value', ...path.split('.')]);
  const engine = new Engine([], { pathResolver });
  engine.addRule({ conditions: { all: [conditionOf(node)] }, event: { type: 'matched' } });
  const { events } = await engine.run({ resource: facts });
  return events.length > 0;
}

it('agrees with json-rules-engine wherever it can express the condition', async () => {
  const facts = fc.record({
    n: fc.record({ a: number, b: number }),
    t: fc.record({ a: text, b: text }),
  });
  const seen = new Set<unknown>();
  await fc.assert(
    fc.asyncProperty(tree, facts, async (node, given) => {
      const parsed = parseExpression(expressionOf(node));
      if (!parsed.ok) throw new Error(parsed.flaw.message);
      const ours = new Evaluator(new Map()).truth(parsed.value)({ facts: given, now: 0 });
      seen.add(ours);
      expect(ours).toBe(await secondOpinion(node, given));
    }),
    { numRuns: 1_000 },
  );
  expect([...seen].sort()).toEqual([false, true]);
});
