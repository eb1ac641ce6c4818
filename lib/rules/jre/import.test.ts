import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileRuleSet } from '../compile';
import { parseRuleSet } from '../parse';
import type { Facts, RuleSet } from '../schema';
import { exportRuleSet } from './export';
import { importRules } from './import';

const NOW = new Date('2026-11-20T00:00:00Z');

function imported(text: string) {
  const result = importRules({ text });
  if (!result.ok) throw new Error(JSON.stringify(result.errors));
  return result.imported;
}

function setOf(yaml: string): RuleSet {
  const parsed = parseRuleSet(yaml);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
  return parsed.set;
}

const evaluate = (text: string, facts: Facts) =>
  compileRuleSet(setOf(imported(text).yaml)).evaluate(facts, { now: NOW });
const document = (value: unknown) => JSON.stringify(value, null, '\t');
const leaf = (fact: string, operator: string, value: unknown) => ({ fact, operator, value });

/** The example of the README of json-rules-engine. */
const FOULS = document({
  conditions: {
    any: [
      { all: [leaf('gameDuration', 'equal', 40), leaf('personalFoulCount', 'greaterThanInclusive', 5)] },
      { all: [leaf('gameDuration', 'equal', 48), leaf('personalFoulCount', 'greaterThanInclusive', 6)] },
    ],
  },
  event: { type: 'fouledOut', params: { message: 'Player has fouled out!' } },
});

describe('a document of json-rules-engine', () => {
  it('becomes a rule set: the event names the rule, its message is logged', () => {
    expect(evaluate(FOULS, { gameDuration: 40, personalFoulCount: 6 })).toMatchObject({
      matched: ['fouledOut'],
      logs: ['Player has fouled out!'],
    });
    expect(evaluate(FOULS, { gameDuration: 48, personalFoulCount: 5 }).matched).toEqual([]);
  });

  it('may be YAML, with named conditions, and runs by priority', () => {
    const text = `
conditions:
  here: { fact: account, path: $.region, operator: in, value: [eu, us] }
rules:
  - name: second
    conditions: { all: [{ condition: here }] }
    event: { type: second }
  - name: first
    priority: 10
    conditions: { not: { condition: here } }
    event: { type: first }
`;
    const { yaml, notes } = imported(text);
    expect(setOf(yaml).rules.map(({ name }) => name)).toEqual(['first', 'second']);
    expect(notes).toEqual([]);
    expect(evaluate(text, { account: { region: 'eu' } }).matched).toEqual(['second']);
    expect(evaluate(text, { account: {} }).unknown).toEqual(['first', 'second']);
  });

  it('sets the params of an event as facts, which other rules do not see', () => {
    const text = document([
      {
        conditions: { all: [leaf('age', 'greaterThanInclusive', 18)] },
        event: {
          type: 'adult',
          params: { adult: true, limits: { spend: -5, kinds: ['a', 'b'] }, of: { fact: 'age' } },
        },
        name: 'grown',
      },
      { conditions: { all: [leaf('adult', 'equal', true)] }, event: { type: 'sees' } },
    ]);
    expect(evaluate(text, { age: 20 })).toMatchObject({
      facts: { age: 20, adult: true, limits: { spend: -5, kinds: ['a', 'b'] }, of: 20 },
      matched: ['grown'],
      unknown: ['sees'],
      logs: ['adult'],
    });
  });

  it('recommends where an event has an action and savings', () => {
    const text = document({
      conditions: { all: [leaf('requests', 'equal', 0)] },
      event: {
        type: 'idle',
        params: { action: 'delete', savings: 'cash_cost * 0.5', message: 'No requests' },
      },
    });
    expect(setOf(imported(text).yaml).domain).toBe('finops');
    expect(evaluate(text, { requests: 0, cash_cost: 10 }).recommend).toEqual([
      { rule: 'idle', action: 'delete', savings: '5', reason: 'No requests' },
    ]);
  });

  it('takes params that only look like ours as facts', () => {
    const text = document({
      conditions: { all: [leaf('requests', 'equal', 0)] },
      event: { type: 'idle', params: { action: 'Call Bob!', savings: 'much, we hope' } },
    });
    expect(evaluate(text, { requests: 0 }).facts).toMatchObject({
      action: 'Call Bob!',
      savings: 'much, we hope',
    });
  });

  it('an empty "all" applies always', () => {
    const { matched } = evaluate(document({ conditions: { all: [] }, event: { type: 'always' } }), {});
    expect(matched).toEqual(['always']);
  });

  it('what cannot be taken is told with its place, and the rest is taken', () => {
    const text = `rules:
  - { name: a, conditions: { all: [{ fact: x, operator: startsWith, value: y }] }, event: { type: a } }
  - { name: b, conditions: { all: [{ condition: gone }] }, event: { type: b } }
  - { name: c, conditions: { any: [{ fact: x, params: { n: 1 }, operator: equal, value: 1 }] }, event: { type: c } }
  - { name: d, conditions: { any: [{ fact: x, operator: equal, value: 1 }] }, event: { type: d, params: { in: 1, rows: [{}] } }, onSuccess: log }
  - { name: d, conditions: { any: [{ fact: x, operator: equal, value: 2 }] }, event: { type: d } }
`;
    const { yaml, rules, notes } = imported(text);
    expect(rules).toBe(2);
    expect(setOf(yaml).rules.map(({ name }) => name)).toEqual(['d', 'd-2']);
    expect(notes.map(({ line, message }) => `${line} ${message}`)).toEqual([
      expect.stringContaining('2 The rule "a" is left out: operator is one of equal'),
      expect.stringContaining('3 The rule "b" is left out: There is no condition "gone"'),
      expect.stringContaining('4 The rule "c" is left out: Facts take no params'),
      expect.stringContaining('"in" cannot be the name of a fact'),
      expect.stringContaining('"rows" is a list of more than single values'),
      expect.stringContaining('"onSuccess" of the rule "d" is not taken'),
      expect.stringContaining('Another rule is named "d" too'),
    ]);
  });

  it.each<[string, string]>([
    ['', 'The document is empty.'],
    ['[]', 'The document has no rules.'],
    ['5', 'A document is a rule, a list of rules, or a mapping with "rules".'],
    ['{"rules": [1]}', 'The rule "unknown" is left out'],
    ['{"a": &x 1, "b": *x}', 'Anchors (&name) are not allowed'],
    ['{"rules": [', 'Not valid YAML'],
  ])('%j is refused', (text, told) => {
    const result = importRules({ text });
    expect(result.ok ? [] : result.errors.map(({ message }) => message).join()).toContain(told);
  });
});

describe('there and back again', () => {
  const yaml = `
ruleset: idle
domain: finops
lists: { exempt: ["1"] }
rules:
  - name: idle
    condition: "kind == 'lb' and (requests == 0 or metrics.bytes < 10.5) and account not in exempt and not keep"
    action: "eligible = true"
    message: "{{ requests }} requests"
    recommend: { action: delete, savings: "cash_cost * 0.5", at_stake: cash_cost, effort: low, reason: "No {{ kind }}" }
  - name: wide
    condition: "1 <= age < 90 and tag('cost-center') != 'x' and 'a' in names"
    recommend: { action: stop, savings: cash_cost, reason: "it's {{ age }}" }
`;

  it('a set that is exported and imported exports the same, and judges the same', () => {
    const set = setOf(yaml);
    const first = exportRuleSet(set);
    expect(first.notExpressible).toEqual([]);
    const back = importRules({ text: JSON.stringify(first.document), slug: 'idle' });
    if (!back.ok) throw new Error(JSON.stringify(back.errors));
    expect(back.imported.notes).toEqual([]);
    const again = setOf(back.imported.yaml);
    expect(exportRuleSet(again).document).toEqual(first.document);
    const [ours, theirs] = [compileRuleSet(set), compileRuleSet(again)];
    const base = { kind: 'lb', requests: 0, metrics: { bytes: 1 }, account: '2', keep: false, cash_cost: 8 };
    const more = { age: 5, tags: { 'cost-center': 'y' }, names: ['a'] };
    const given: Facts[] = [{}, base, { ...base, ...more }, { ...base, requests: 3, keep: 'yes' }, more];
    for (const facts of given)
      expect(theirs.evaluate(facts, { now: NOW })).toEqual(ours.evaluate(facts, { now: NOW }));
  });
});

it('whatever comes in is taken or told, never thrown', () => {
  const words = [
    'all',
    'any',
    'not',
    'fact',
    'operator',
    'value',
    'path',
    'params',
    'condition',
    'conditions',
  ];
  const more = [
    'event',
    'type',
    'name',
    'priority',
    'rules',
    'recommend',
    '__proto__',
    'equal',
    'in',
    '$.a',
    '',
  ];
  const key = fc.constantFrom(...words, ...more);
  const { node } = fc.letrec<{ node: unknown }>((tie) => ({
    node: fc.oneof(
      { maxDepth: 6 },
      key,
      fc.constantFrom(0, 1, -1, true, null, 1e300, '{{ x', 'a == '),
      fc.array(tie('node'), { maxLength: 3 }),
      fc.dictionary(key, tie('node'), { maxKeys: 5 }),
    ),
  }));
  const rule = fc.record({ conditions: node, event: node, name: node, priority: fc.constantFrom(1, 2) });
  let taken = 0;
  fc.assert(
    fc.property(fc.oneof(rule, fc.array(rule, { maxLength: 3 }), node), (value) => {
      const result = importRules({ text: JSON.stringify(value) });
      if (!result.ok) expect(result.errors.length).toBeGreaterThan(0);
      else taken += setOf(result.imported.yaml).rules.length;
    }),
    { numRuns: 500, examples: [[{ conditions: { all: [] }, event: { type: 'x' } }]] },
  );
  expect(taken).toBeGreaterThan(0);
});
