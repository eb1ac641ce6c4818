import { describe, expect, it } from 'vitest';
import { type CompiledRuleSet, compileRuleSet } from './compile';
import { parseRuleSet } from './parse';
import type { Evaluation, Facts } from './schema';

const now = new Date('2026-11-21T00:00:00Z');

function compiled(yaml: string): CompiledRuleSet {
  const parsed = parseRuleSet(yaml);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
  return compileRuleSet(parsed.set);
}

function run(yaml: string, facts: Facts): Evaluation {
  return compiled(yaml).evaluate(facts, { now });
}

const OLDER = `
rules:
  - name: adult
    type: condition
    condition: "age >= 18 and income >= 50000"
    action: "eligible = True; message = 'Approved'"
  - name: age known
    type: assert
    condition: "age > 0"
    message: "Bad age {{ age }}"
  - name: bonus
    type: transform
    action: "score = score + 10 if age >= 30 else score"
  - name: desk
    type: route
    condition: "eligible"
    action: premium-desk
  - name: points
    type: score
    condition: "income > 60000"
    action: 5
  - name: note
    type: log
    message: "Seen {{ name }}, {{ age }}, {{ gone }}"
  - name: vip
    type: custom
    function: check_vip
`;

describe('the older plain form', () => {
  it('does what each of the seven types says', () => {
    const facts = { name: 'Ada', age: 36, income: 70_000, vip_code: 'X123' };
    expect(run(OLDER, facts)).toEqual({
      facts: { ...facts, eligible: true, message: 'Approved', score: 15, is_vip: true },
      matched: ['adult', 'age known', 'bonus', 'desk', 'points', 'note', 'vip'],
      unknown: [],
      recommend: [],
      route: 'premium-desk',
      score: 15,
      logs: ['Seen Ada, 36, unknown'],
      errors: [],
      fix: [],
      quarantine: [],
      deny: [],
    });
    expect(facts).toEqual({ name: 'Ada', age: 36, income: 70_000, vip_code: 'X123' });
  });

  it('leaves alone what is unknown, and collects a failed assertion', () => {
    const result = run(OLDER, { age: 0, vip_code: 'other' });
    expect(result.facts).toEqual({ age: 0, vip_code: 'other', score: 0 });
    expect(result.errors).toEqual([{ rule: 'age known', message: 'Bad age 0' }]);
    expect(result.route).toBeNull();
    // `age >= 18` is false, so the first rule is; of `eligible` and `income` nothing is known.
    expect(result.unknown).toEqual(['desk', 'points']);
  });

  it('an assertion that cannot be told fails too', () => {
    const yaml = 'rules:\n  - { name: a, type: assert, condition: age > 0 }';
    expect(run(yaml, {}).errors).toEqual([{ rule: 'a', message: 'age > 0 does not hold' }]);
    expect(run(yaml, { age: 1 }).errors).toEqual([]);
  });

  it.each([['action: check_vip'], ['action: check_vip(facts)'], ['function: check_vip']])(
    'a registered function is called by "%s"',
    (how) => {
      const yaml = `rules:\n  - { name: a, type: custom, ${how} }`;
      expect(run(yaml, { vip_code: 'X123' }).facts).toEqual({ vip_code: 'X123', is_vip: true });
      expect(run(yaml, { vip_code: 'Y' }).facts).toEqual({ vip_code: 'Y' });
    },
  );

  it.each([
    ["queue = 'vip'", 'vip'],
    ["route = 'vip'; level = 'high'", 'vip'],
    ["'vip' if age > 5 else 'plain'", 'vip'],
    ['vip', 'vip'],
    ['billing/vip-desk', 'billing/vip-desk'],
  ])('a route goes to what its action says: %s', (action, wanted) => {
    expect(run(`rules:\n  - name: a\n    type: route\n    action: "${action}"`, { age: 9 }).route).toBe(
      wanted,
    );
  });

  it.each([
    ['score = score + 2', 5],
    ['score + 2', 5],
    ['2', 5],
    ['score += 2', 5],
    ['2 if age > 5 else 0', 5],
    ['gone', 3],
  ])('a score counts: %s', (action, wanted) => {
    const yaml = `defaults: { score: 3 }\nrules:\n  - { name: a, type: score, action: "${action}" }`;
    expect(run(yaml, { age: 9 }).score).toBe(wanted);
  });
});

describe('assigning', () => {
  it('an unknown leaves the target as it was', () => {
    const yaml = 'rules:\n  - name: a\n    action: "total = price * gone; label = gone; ok = true"';
    expect(run(yaml, { price: 2, total: 7 }).facts).toEqual({ price: 2, total: 7, ok: true });
  });

  it('a dotted target is set without touching the given facts', () => {
    const facts = { a: { b: 1, keep: [1] }, text: 'x' };
    const result = run('rules:\n  - name: a\n    action: "a.b = 2; a.c.d = a.b; text.x = 1"', facts);
    expect(result.facts).toEqual({ a: { b: 2, keep: [1], c: { d: 2 } }, text: { x: 1 } });
    expect(facts).toEqual({ a: { b: 1, keep: [1] }, text: 'x' });
  });

  it('a polluted fact stays a fact', () => {
    const facts: Facts = JSON.parse('{"__proto__": {"polluted": true}, "a": 1}');
    const result = run(
      'defaults: { d: 1 }\nrules:\n  - name: a\n    condition: polluted\n    action: "b = 1"',
      facts,
    );
    expect(result.matched).toEqual([]);
    expect(Object.getPrototypeOf(result.facts)).toBe(Object.prototype);
  });
});

describe('modes', () => {
  const rules = `
rules:
  - { name: one, action: "x = 1; seen = base" , message: one }
  - { name: two, condition: x == 1, action: "y = 2; base = 9" }
  - { name: three, type: score, action: 3 }
  - { name: four, type: score, action: "score = score * 2 + base" }
  - { name: five, type: route, action: "'r' + text(base)" }
`;
  it('all: later rules see and overwrite what earlier ones set', () => {
    const result = run(`mode: all${rules}`, { base: 5 });
    expect(result.facts).toEqual({ base: 9, x: 1, seen: 5, y: 2, score: 15 });
    expect(result.matched).toEqual(['one', 'two', 'three', 'four', 'five']);
    expect(result.route).toBe('r9');
  });

  it('parallel: each sees the original facts; results merge in order, scores add', () => {
    const result = run(`mode: parallel\ndefaults: { score: 100 }${rules}`, { base: 5 });
    expect(result.facts).toEqual({ base: 5, x: 1, seen: 5, score: 100 + 3 + 105 });
    expect(result.matched).toEqual(['one', 'three', 'four', 'five']);
    expect(result.unknown).toEqual(['two']);
    expect(result.score).toBe(208);
    expect(result.route).toBe('r5');
  });

  it('parallel: what one rule writes is merged in the order it was written', () => {
    const yaml = 'mode: parallel\nrules:\n  - { name: a, action: "a.b = 1; a = other; a.b = 2" }';
    expect(run(yaml, { other: { c: 3 } }).facts).toEqual({ other: { c: 3 }, a: { b: 2, c: 3 } });
  });

  it('parallel: of two that set the same fact the later stands', () => {
    const yaml =
      'mode: parallel\nrules:\n  - { name: a, action: "x = 1; y = 1" }\n  - { name: b, action: "x = 2" }';
    expect(run(yaml, {}).facts).toEqual({ x: 2, y: 1 });
  });

  it('first: only condition, route and verdict rules match and stop; the others run as they come', () => {
    const yaml = `
mode: first
rules:
  - { name: set, type: transform, action: "x = 1" }
  - { name: add, type: score, action: 4 }
  - { name: say, type: log, message: hello }
  - { name: check, type: assert, condition: x == 2, message: not two }
  - { name: maybe, condition: gone, action: "y = 1" }
  - { name: hit, condition: x == 1, action: "z = 1" }
  - { name: late, action: "w = 1" }
`;
    const result = run(yaml, {});
    expect(result.matched).toEqual(['hit']);
    expect(result.facts).toEqual({ x: 1, score: 4, z: 1 });
    expect(result.logs).toEqual(['hello']);
    expect(result.errors).toEqual([{ rule: 'check', message: 'not two' }]);
  });

  it('first: an assertion with a verdict stops as a verdict does', () => {
    const yaml =
      'mode: first\nrules:\n  - { name: a, type: transform, action: "x = 1", deny: no }\n  - { name: b, deny: never }';
    expect(run(yaml, {}).deny).toEqual([{ rule: 'a', message: 'no' }]);
  });
});

describe('defaults, lists and disabled rules', () => {
  it('what is given wins over a default; a null that is given stays', () => {
    const yaml = 'defaults: { decision: Pending, level: 1, other: 2 }\nrules:\n  - { name: a }';
    expect(run(yaml, { decision: 'Yes', level: null }).facts).toEqual({
      decision: 'Yes',
      level: null,
      other: 2,
    });
  });

  it('no fact can stand in for a list', () => {
    const yaml = 'lists: { allowed: [a, b] }\nrules:\n  - { name: in, condition: x in allowed }';
    expect(run(yaml, { x: 'c', allowed: ['c'] }).matched).toEqual([]);
    expect(run(yaml, { x: 'a' }).matched).toEqual(['in']);
  });

  it('a disabled rule does nothing', () => {
    expect(run('rules:\n  - { name: a, enabled: false, action: "x = 1" }', {}).facts).toEqual({});
  });
});
