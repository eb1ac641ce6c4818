import { describe, expect, it } from 'vitest';
import { compileRuleSet } from './compile';
import { parseRuleSet } from './parse';
import { printExpression } from './print';
import type { Facts, RuleSet, Verdict } from './schema';

const NOW = new Date('2026-11-20T00:00:00Z');

/** A set with one rule whose condition is `tree`, written as JSON, which is YAML too. */
const yamlOf = (tree: unknown, more = '') =>
  `lists: { exempt: ["1"] }\n${more}rules:\n  - name: rule\n    condition: ${JSON.stringify(tree)}\n`;

function setOf(yaml: string): RuleSet {
  const parsed = parseRuleSet(yaml);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
  return parsed.set;
}

function printed(tree: unknown, more = ''): string {
  const condition = setOf(yamlOf(tree, more)).rules[0]?.condition;
  return condition ? printExpression(condition) : '';
}

const verdict = (tree: unknown, facts: Facts): Verdict =>
  compileRuleSet(setOf(yamlOf(tree))).verdictOf('rule', facts, { now: NOW });

function faultsOf(yaml: string): string[] {
  const parsed = parseRuleSet(yaml);
  return parsed.ok ? [] : parsed.errors.map(({ line, column, message }) => `${line}:${column} ${message}`);
}

const leaf = (operator: string, value: unknown, fact = 'a') => ({ fact, operator, value });

describe('a condition tree', () => {
  it.each<[unknown, string]>([
    [leaf('equal', 'x'), "a == 'x'"],
    [leaf('equal', null), 'a == null'],
    [leaf('notEqual', 1), 'a != 1'],
    [leaf('lessThan', -1.5), 'a < -1.5'],
    [leaf('lessThanInclusive', 2), 'a <= 2'],
    [leaf('greaterThan', 2), 'a > 2'],
    [leaf('greaterThanInclusive', '2026-01-01'), "a >= '2026-01-01'"],
    [leaf('in', ['x', 'y']), "a in ['x', 'y']"],
    [leaf('notIn', [1, true, null]), 'a not in [1, true, null]'],
    [leaf('contains', 'x'), "contains(a, 'x')"],
    [leaf('doesNotContain', 'x'), "not contains(a, 'x')"],
    [leaf('notIn', { fact: 'exempt' }), 'a not in exempt'],
    [leaf('notIn', [false, null, 0, '']), 'a'],
    [leaf('lessThan', { fact: 'b', path: '$.c' }), 'a < b.c'],
    [{ ...leaf('equal', 1), path: '$.b.c' }, 'a.b.c == 1'],
    [{ ...leaf('equal', 1), path: 'b.c' }, 'a.b.c == 1'],
    [{ ...leaf('equal', 1), path: "$['cost-center'].of" }, "fact('a', 'cost-center', 'of') == 1"],
    [leaf('equal', 1, 'meter.logs.cost'), 'meter.logs.cost == 1'],
    [
      { fact: 'account-information', path: '$.company', operator: 'equal', value: 'microsoft' },
      "fact('account-information', 'company') == 'microsoft'",
    ],
    [
      { all: [leaf('equal', 1), { any: [leaf('equal', 2), leaf('equal', 3)] }] },
      'a == 1 and (a == 2 or a == 3)',
    ],
    [{ not: { all: [leaf('equal', 1), leaf('equal', 2)] } }, 'not (a == 1 and a == 2)'],
    [{ any: [leaf('equal', 1)], priority: 10, name: 'either' }, 'a == 1'],
  ])('%j reads %s', (tree, text) => {
    expect(printed(tree)).toBe(text);
    // What is printed is an expression again, of the same meaning and spelling.
    expect(printed(text)).toBe(text);
  });

  it('takes named conditions, as trees and as expressions, in any order and in each other', () => {
    const more = `conditions:
  idle_here: { all: [{ condition: idle }, { fact: account, operator: notIn, value: { fact: exempt } }] }
  idle: "requests == 0 or tag('team') == 'none'"
`;
    const tree = { all: [{ condition: 'idle_here' }, { fact: 'kind', operator: 'equal', value: 'lb' }] };
    expect(printed(tree, more)).toBe(
      "((requests == 0 or tag('team') == 'none') and account not in exempt) and kind == 'lb'",
    );
  });

  it('keeps the place in the file of everything in it', () => {
    const yaml = `conditions:\n  idle: "requests  == 0"\n${'rules:\n  - name: r\n    condition:\n      all:\n        - condition: idle\n        - { fact: a, operator: equal, value: 1 }\n'}`;
    const condition = setOf(yaml).rules[0]?.condition;
    if (condition?.kind !== 'and') throw new Error('no conjunction');
    const texts = condition.operands.map(({ at }) => yaml.slice(at.start, at.end).trim());
    expect(texts).toEqual(['requests  == 0', '{ fact: a, operator: equal, value: 1 }']);
  });
});

describe('what a tree means is ours', () => {
  const isNotTwo = { not: leaf('equal', 2) };

  it.each<[string, unknown, Facts, Verdict]>([
    ['a missing fact is unknown, also below "not"', isNotTwo, {}, 'unknown'],
    ['another type is unknown, not unequal', leaf('notEqual', 2), { a: '2' }, 'unknown'],
    [
      'one false decides "all" whatever is missing',
      { all: [leaf('equal', 1, 'b'), isNotTwo] },
      { a: 2 },
      false,
    ],
    [
      'one true decides "any" whatever is missing',
      { any: [leaf('equal', 1, 'b'), isNotTwo] },
      { a: 1 },
      true,
    ],
    [
      'a path through what is no object is unknown',
      { ...leaf('equal', 1), path: '$.b' },
      { a: 1 },
      'unknown',
    ],
    ['a path sees own properties only', { ...leaf('notEqual', 1), path: '$.toString' }, { a: {} }, 'unknown'],
    ['contains looks in lists', leaf('contains', 'x'), { a: ['w', 'x'] }, true],
    ['and in texts', leaf('contains', 'x'), { a: 'wxy' }, true],
    ['but not in numbers', leaf('doesNotContain', 1), { a: 11 }, 'unknown'],
  ])('%s', (_what, tree, facts, expected) => {
    expect(verdict(tree, facts)).toBe(expected);
  });

  it('the why tree shows the tree as an expression with the values', () => {
    const compiled = compileRuleSet(setOf(yamlOf({ all: [leaf('equal', 1, 'a-b'), isNotTwo] })));
    const { node } = compiled.whyOf('rule', { 'a-b': 1, a: 3 }, { now: NOW });
    expect(node).toMatchObject({
      kind: 'and',
      value: true,
      children: [
        { text: "fact('a-b') == 1", operands: [{ text: "fact('a-b')", value: 1 }] },
        { kind: 'not', children: [{ text: 'a == 2', value: false }] },
      ],
    });
  });
});

describe('what is wrong in a tree is told with its place', () => {
  const at = (tree: string) => faultsOf(`rules:\n  - name: r\n    condition:\n      ${tree}\n`);

  it.each<[string, string]>([
    ['{}', '4:7 A condition needs one of all, any, not, fact, condition.'],
    ['all: []', '4:12 "all" is empty: it would be true of everything.'],
    ['all: { fact: a }', '4:12 all must be a list.'],
    ['all: [1]', '4:13 A condition is a mapping with one of all, any, not, fact, condition.'],
    ['{ any: [], all: [] }', '4:7 A condition has one of all, any, not several.'],
    ['{ not: [] }', '4:14 A condition is a mapping with one of all, any, not, fact, condition.'],
    ['{ fact: a, value: 1 }', '4:7 A condition with "fact" needs an "operator".'],
    ['{ fact: a, operator: equal }', '4:7 A condition with "fact" needs a "value".'],
    ['{ fact: a, operator: equal, value: }', '4:35 value is empty: write null where null is meant.'],
    [
      '{ fact: a, operator: equal, value: [1] }',
      '4:42 "equal" compares with one value, or with { fact: … }.',
    ],
    ['{ fact: a, operator: in, value: x }', '4:39 "in" compares with a list of values, or with { fact: … }.'],
    [
      '{ fact: a, operator: lessThan, value: true }',
      '4:45 "lessThan" compares with a number or a text, or with { fact: … }.',
    ],
    [
      '{ fact: a, params: { b: 1 }, operator: equal, value: 1 }',
      '4:18 Facts take no params here: they are what the sources read.',
    ],
    [
      '{ fact: a, path: "$..b", operator: equal, value: 1 }',
      '4:24 A path goes down names, as in "$.company.size" or "$[\'cost-center\']"; "$..b" does more than that.',
    ],
    [
      '{ fact: a, path: "$.b[0]", operator: equal, value: 1 }',
      '4:24 A path goes down names, as in "$.company.size" or "$[\'cost-center\']"; "$.b[0]" does more than that.',
    ],
    [
      '{ fact: a, path: "$.b[?(@.c)]", operator: equal, value: 1 }',
      '4:24 A path goes down names, as in "$.company.size" or "$[\'cost-center\']"; "$.b[?(@.c)]" does more than that.',
    ],
    [
      '{ fact: a, path: "$.__proto__.b", operator: equal, value: 1 }',
      '4:24 "__proto__" cannot be used as a name.',
    ],
    ['{ fact: a, operator: equal, value: 1, priority: 0 }', '4:55 priority is a whole number from 1.'],
    [
      '{ any: [{ fact: a, operator: equal, value: 1 }], value: 2 }',
      '4:56 "value" goes with "fact", not with "any".',
    ],
    ['{ condition: idle }', '4:20 There is no condition "idle": the set has no "conditions".'],
  ])('%s', (tree, told) => {
    expect(at(tree)).toEqual([told]);
  });

  it('an operator that is not there comes with the one that was meant', () => {
    const [told] = at('{ fact: a, operator: greaterThen, value: 1 }');
    expect(told).toContain('4:28 operator is one of equal,');
    expect(told).toContain('Did you mean "greaterThan"?');
  });

  it('named conditions that rest on themselves, are unknown or wrong', () => {
    const yaml = (conditions: string) =>
      faultsOf(`conditions:\n${conditions}\nrules:\n  - name: r\n    condition: { condition: idel }\n`);
    expect(yaml('  idel: { not: { condition: b } }\n  b: { any: [{ condition: idel }] }')).toEqual([
      '3:27 This condition rests on itself: idel → b → idel.',
    ]);
    expect(yaml('  idel2: "a == 1"')).toEqual(['5:29 There is no condition "idel". Did you mean "idel2"?']);
    expect(yaml('  idel: "a == "')).toEqual([expect.stringContaining('2:')]);
  });

  it('names that multiply each other are refused before they fill the memory', () => {
    const names = Array.from({ length: 40 }, (_, index) => {
      const next =
        index === 39 ? '"a == 1"' : `{ all: [{ condition: c${index + 1} }, { condition: c${index + 1} }] }`;
      return `  c${index}: ${next}`;
    });
    const [told] = faultsOf(
      `conditions:\n${names.join('\n')}\nrules:\n  - name: r\n    condition: { condition: c0 }\n`,
    );
    expect(told).toContain('A condition may come to 5,000 parts');
  });
});
