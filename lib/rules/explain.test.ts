import { expect, it } from 'vitest';
import { compileRuleSet } from './compile';
import { parseRuleSet } from './parse';
import { type Facts, type WhyTree, whyTreeSchema } from './schema';

const now = new Date('2026-11-21T00:00:00Z');

function why(condition: string, facts: Facts): WhyTree {
  const parsed = parseRuleSet(
    `lists: { old: [m3, m4] }\nrules:\n  - name: a\n    condition: ${JSON.stringify(condition)}\n`,
  );
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
  return compileRuleSet(parsed.set).whyOf('a', facts, { now });
}

it.each<[string, Facts, string]>([
  [
    "kind == 'lb' and requests == 0",
    { kind: 'lb', requests: 0 },
    'Matches because kind is lb and requests is 0.',
  ],
  ['age >= 14 and ok', { age: 30, ok: true }, 'Matches because age is 30 (>= 14) and ok is true.'],
  ['age >= 14 and ok', { age: 3, ok: true }, 'Does not match because age is 3 (not >= 14).'],
  ['a == 1 or b == 2', { a: 1, b: 3 }, 'Matches because a is 1.'],
  ['a == 1 or b == 2', { a: 2, b: 3 }, 'Does not match because a is 2 (not == 1) and b is 3 (not == 2).'],
  ['not grouped', { grouped: false }, 'Matches because grouped is false.'],
  ['family in old', { family: 'm4' }, 'Matches because family is m4 (in old).'],
  ['requests == 0', {}, 'Cannot be told because requests is missing.'],
  ['a > 1 and b > 1', { a: 0 }, 'Does not match because a is 0 (not > 1).'],
  ['a > 1 and b > 1', { a: 2 }, 'Cannot be told because b is missing.'],
  ['age >= 14', { age: '30' }, 'Cannot be told because age (text 30) and 14 (number) do not go together.'],
  [
    'cost / n > 1',
    { cost: 3, n: 0 },
    'Cannot be told because cost / n has no value for cost (number 3) and n (number 0).',
  ],
  [
    "matches(name, 'x')",
    { name: 5 },
    "Cannot be told because matches() has no answer for name (number 5) and 'x' (text).",
  ],
  [
    "not matches(name, 'audit')",
    { name: 'web' },
    "Matches because matches(name, 'audit') does not hold (name is web).",
  ],
  [
    'a - b >= 2 * c',
    { a: 5, b: 1, c: 1 },
    'Matches because a - b >= 2 * c holds (a - b is 4, a is 5, b is 1, 2 * c is 2, c is 1).',
  ],
])('%s of %o', (condition, facts, sentence) => {
  expect(why(condition, facts).sentence).toBe(sentence);
});

it('names what was unknown and why, at the leaf where it was', () => {
  const tree = why("x > 1 and (y == 'a' or z) and (vendor.s if exists(vendor.s) else alt) > 5", {
    x: 2,
    y: 3,
    z: false,
  });
  const leaves = tree.node?.children ?? [];
  expect(tree.verdict).toBe('unknown');
  expect(leaves.map((leaf) => leaf.value)).toEqual([true, 'unknown', 'unknown']);
  expect(leaves[1]?.children?.[0]?.unknown).toEqual([
    { what: "y == 'a'", why: 'type', detail: "y (number 3) and 'a' (text) do not go together" },
  ]);
  expect(leaves[2]?.unknown).toEqual([{ what: 'alt', why: 'missing', detail: 'alt is missing' }]);
});

it('survives JSON and its own schema', () => {
  const tree = why('a > 1 and not (b in old)', { a: { deep: [null] }, b: 'm3' });
  expect(whyTreeSchema.parse(JSON.parse(JSON.stringify(tree)))).toEqual(tree);
});

it('a rule without a condition says so', () => {
  const parsed = parseRuleSet('rules:\n  - { name: a }');
  if (!parsed.ok) throw new Error('does not parse');
  const result = compileRuleSet(parsed.set).evaluate({}, { now, explain: true });
  expect(result.why).toEqual([
    { rule: 'a', verdict: true, sentence: 'Matches always: it has no condition.' },
  ]);
});
