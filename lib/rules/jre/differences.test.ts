import { expect, it } from 'vitest';
import { compileRuleSet } from '../compile';
import { parseRuleSet } from '../parse';
import type { Facts, FactValue, Verdict } from '../schema';
import { isComparable } from './comparable';
import { judgeOf } from './engine';
import type { JreCondition } from './schema';

/** The table of docs/rules.md: where the two answer otherwise, and so are not compared. */
const leaf = (operator: string, value: FactValue, path?: string): JreCondition => ({
  fact: 'a',
  operator,
  value,
  ...(path === undefined ? {} : { path }),
});

it.each<[JreCondition, Facts, Verdict, boolean]>([
  [leaf('notEqual', 1), {}, 'unknown', true],
  [{ not: leaf('equal', 1) }, {}, 'unknown', true],
  [leaf('notEqual', 1), { a: '1' }, 'unknown', true],
  [leaf('lessThan', 10), { a: '9' }, 'unknown', true],
  [leaf('lessThan', 'b'), { a: 'a' }, true, false],
  [leaf('in', [1, 'x']), { a: 2 }, 'unknown', false],
  [leaf('contains', 'x'), { a: 'wxy' }, true, false],
  [leaf('doesNotContain', 'x'), { a: 5 }, 'unknown', false],
  [leaf('equal', { fact: 'b' }), { a: [1], b: [1] }, true, false],
  [leaf('equal', 1, '$.b'), { a: 1 }, 'unknown', true],
])('%j of %j is %s here and %s there', async (condition, facts, ours, theirs) => {
  const parsed = parseRuleSet(JSON.stringify({ rules: [{ name: 'r', condition }] }));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
  expect(compileRuleSet(parsed.set).verdictOf('r', facts, { now: new Date(0) })).toBe(ours);
  expect(await (await judgeOf(condition))(facts)).toBe(theirs);
  const [rule] = parsed.set.rules;
  expect(rule?.condition && isComparable(rule.condition, facts, {})).toBe(false);
});
