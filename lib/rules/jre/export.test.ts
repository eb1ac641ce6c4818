import { expect, it } from 'vitest';
import { parseRuleSet } from '../parse';
import { exportRuleSet } from './export';

function exported(yaml: string) {
  const parsed = parseRuleSet(yaml);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
  return exportRuleSet(parsed.set);
}

const conditionOf = (condition: string, more = '') => {
  const { document, notExpressible } = exported(
    `${more}rules:\n  - name: r\n    condition: ${JSON.stringify(condition)}\n`,
  );
  return document.rules[0]?.conditions ?? notExpressible[0]?.why;
};
const leaf = (fact: string, operator: string, value: unknown) => ({ fact, operator, value });

it.each<[string, unknown]>([
  ["kind == 'lb'", { all: [leaf('kind', 'equal', 'lb')] }],
  ['5 < age', { all: [leaf('age', 'greaterThan', 5)] }],
  ['0 <= age < 10', { all: [leaf('age', 'greaterThanInclusive', 0), leaf('age', 'lessThan', 10)] }],
  [
    'ok and not late',
    {
      all: [leaf('ok', 'notIn', [false, null, 0, '']), { not: leaf('late', 'notIn', [false, null, 0, '']) }],
    },
  ],
  ["'x' in names", { all: [leaf('names', 'contains', 'x')] }],
  ["'x' not in names", { not: leaf('names', 'contains', 'x') }],
  ["not contains(names, 'x')", { not: leaf('names', 'contains', 'x') }],
  ['account not in exempt', { all: [leaf('account', 'notIn', ['1', '2'])] }],
  [
    "tag('cost-center') == 'a'",
    { all: [{ fact: 'tags', path: "$['cost-center']", operator: 'equal', value: 'a' }] },
  ],
  [
    'meter.logs.cost > -1',
    { all: [{ fact: 'meter', path: '$.logs.cost', operator: 'greaterThan', value: -1 }] },
  ],
  ['cost > meter.cap', { all: [leaf('cost', 'greaterThan', { fact: 'meter', path: '$.cap' })] }],
  ['x == null or y != true', { any: [leaf('x', 'equal', null), leaf('y', 'notEqual', true)] }],
  [
    "x not in ['a', y.z]",
    { not: { any: [leaf('x', 'equal', 'a'), leaf('x', 'equal', { fact: 'y', path: '$.z' })] } },
  ],
  ['exists(x)', 'exists(x): it cannot ask whether a fact is there'],
  ['x + 1 > 2', 'x + 1 > 2: it compares facts with values or facts, and computes nothing'],
  ["day > '2026-01-01'", "day > '2026-01-01': it puts numbers in order, nothing else"],
  ["lower(x) == 'a'", "lower(x) == 'a': it compares facts with values or facts, and computes nothing"],
  ["matches(x, 'a+')", "matches(x, 'a+'): it has no matches()"],
  ['x == y * 2', 'x == y * 2: it compares facts with values or facts, and computes nothing'],
])('the condition %s', (condition, expected) => {
  expect(conditionOf(condition, 'lists: { exempt: ["1", "2"] }\n')).toEqual(expected);
});

it('a rule says in its event what it would have us do', () => {
  const { document } = exported(`
rules:
  - name: idle
    condition: "requests == 0"
    action: "eligible = true; tier = -1"
    message: "{{ requests }} requests"
    recommend: { action: delete, savings: "cash_cost * 0.5", effort: low, reason: "No {{ kind }}" }
  - name: always
    type: log
    message: Looked at
`);
  expect(document.rules).toEqual([
    {
      name: 'idle',
      priority: 2,
      conditions: { all: [leaf('requests', 'equal', 0)] },
      event: {
        type: 'idle',
        params: {
          eligible: true,
          tier: -1,
          message: '{{ requests }} requests',
          recommend: { action: 'delete', savings: 'cash_cost * 0.5', effort: 'low', reason: 'No {{ kind }}' },
        },
      },
    },
    {
      name: 'always',
      priority: 1,
      conditions: { all: [] },
      event: { type: 'always', params: { message: 'Looked at' } },
    },
  ]);
});

it('what is left out is told rule by rule, and what will be otherwise in notes', () => {
  const { document, notExpressible, notes } = exported(`
mode: first
defaults: { tier: 1 }
rules:
  - { name: off, enabled: false, condition: "a == 1" }
  - { name: sum, type: score, condition: "a == 1", action: "5" }
  - { name: computes, condition: "a == 1", action: "b = a * 2" }
  - { name: reads, condition: "b > 1" }
  - { name: stays, condition: "contains(names, 'x')" }
  - { name: too, condition: "tier == 1" }
`);
  expect(document.rules.map(({ name }) => name)).toEqual(['stays', 'too']);
  expect(notExpressible).toEqual([
    { rule: 'off', why: 'it is disabled' },
    { rule: 'sum', why: 'its rules only raise events: there is none of type score' },
    { rule: 'computes', why: 'an event carries plain values, and b = a * 2 computes one' },
    { rule: 'reads', why: 'its condition reads b, which the rule computes sets first' },
  ]);
  expect(notes).toEqual([
    expect.stringContaining('stops at the first match'),
    expect.stringContaining('tier'),
    expect.stringContaining('missing fact'),
    expect.stringContaining('"contains"'),
  ]);
});
