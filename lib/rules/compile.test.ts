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

describe('recommendations', () => {
  function finops(recommend: string, more = ''): string {
    return `ruleset: s\ndomain: finops\nrules:\n  - { name: a, recommend: { action: delete, reason: "r {{ n }}", ${recommend} } }\n${more}`;
  }

  it('a bare path is copied exactly, also as the branch of a conditional', () => {
    const exactMoney = { cash_cost: '0.1000000000300', 'vendor.rightsize.savings': '12.30' };
    const facts = { cash_cost: 0.10000000003, vendor: { rightsize: { savings: 12.3 } } };
    const savings = (text: string) =>
      compiled(finops(`savings: "${text}"`)).evaluate(facts, { now, exactMoney }).recommend[0]?.savings;
    expect(savings('cash_cost')).toBe('0.1000000000300');
    expect(savings('vendor.rightsize.savings if exists(vendor.rightsize) else cash_cost')).toBe('12.30');
    expect(savings('cash_cost * 3')).toBe('0.3');
    expect(savings('cash_cost + 0')).toBe('0.1');
  });

  it.each<[string, Facts, string | null]>([
    ['1 / 3', {}, '0.333333'],
    ['2 / 3', {}, '0.666667'],
    ['100', {}, '100'],
    ['0.0000001 * -1', {}, '0'],
    ['a - b', { a: 1, b: 3.5 }, '-2.5'],
    ['1e20 * 5', {}, '500000000000000000000'],
    ['1e25 * 5', {}, null],
    ['tiny', { tiny: 1e-10 }, '0.0000000001'],
    ['gone', {}, null],
    ['text', { text: '12' }, null],
  ])('a formula is rounded to six places: %s', (text, facts, wanted) => {
    expect(run(finops(`savings: "${text}"`), facts).recommend[0]?.savings).toBe(wanted);
  });

  it('an amount the set itself assigned is no longer the one handed in', () => {
    const yaml = `
ruleset: s
domain: finops
rules:
  - { name: half, type: transform, action: "cash_cost = cash_cost / 2" }
  - { name: a, recommend: { action: stop, reason: r, savings: cash_cost } }`;
    const result = compiled(yaml).evaluate({ cash_cost: 10 }, { now, exactMoney: { cash_cost: '10.00' } });
    expect(result.recommend[0]?.savings).toBe('5');
  });

  it('an unknown saving is null and says what was missing; the finding stands', () => {
    const [found] = run(finops('savings: cash_cost - alt_cost, at_stake: unused_cost'), {
      cash_cost: 3,
      n: 1,
    }).recommend;
    expect(found).toEqual({
      rule: 'a',
      action: 'delete',
      savings: null,
      savingsUnknown: ['alt_cost is missing'],
      atStake: null,
      reason: 'r 1',
    });
  });

  it('the same action again overwrites, in its place', () => {
    const more =
      '  - { name: b, recommend: { action: stop, reason: b } }\n  - { name: c, recommend: { action: delete, reason: c, risk: high, target: "t{{ n }}" } }';
    expect(run(finops('savings: 1', more), { n: 2 }).recommend).toEqual([
      { rule: 'c', action: 'delete', savings: null, reason: 'c', risk: 'high', target: 't2' },
      { rule: 'b', action: 'stop', savings: null, reason: 'b' },
    ]);
  });
});

describe('quality and policy verdicts', () => {
  it('fix sets fields that later rules see, quarantine and deny say why', () => {
    const yaml = `
rules:
  - { name: a, fix: { name: trim(name), cost: "gone", level: 3 } }
  - { name: b, condition: "len(name) == 3", fix: { name: upper(name) }, quarantine: "Held {{ name }}" }
  - { name: c, deny: "No {{ level }}" }
`;
    const result = run(yaml, { name: ' abc ' });
    expect(result.facts).toEqual({ name: 'ABC', level: 3 });
    expect(result.fix).toEqual([
      { rule: 'a', field: 'level', value: 3 },
      { rule: 'b', field: 'name', value: 'ABC' },
    ]);
    expect(result.quarantine).toEqual([{ rule: 'b', reason: 'Held ABC' }]);
    expect(result.deny).toEqual([{ rule: 'c', message: 'No 3' }]);
  });
});

describe('the verdict of one rule', () => {
  const yaml = (mode: string) => `
mode: ${mode}
rules:
  - { name: set, condition: a == 1, action: "b = 2" }
  - { name: asked, condition: b == 2 }
`;
  it.each([
    ['all', { a: 1 }, true],
    ['all', { a: 2, b: 3 }, false],
    ['all', { b: 2 }, true],
    ['all', { a: 2 }, 'unknown'],
    ['parallel', { a: 1, b: 3 }, false],
    ['parallel', { a: 1 }, 'unknown'],
    ['first', { a: 1, b: 3 }, 'unknown'],
    ['first', { a: 2, b: 3 }, false],
  ])('in mode %s of %o', (mode, facts, wanted) => {
    expect(compiled(yaml(mode)).verdictOf('asked', facts, { now })).toBe(wanted);
  });

  it('a rule that is not there is an error', () => {
    expect(() => compiled(yaml('all')).verdictOf('other', {}, { now })).toThrow('no rule "other"');
  });
});

it('tells the facts a set and a rule read', () => {
  const set = compiled(`
lists: { l: [1] }
rules:
  - { name: a, condition: "x.y in l and tag('Team') == 'a'", action: "z = w", message: "{{ m }}" }
  - { name: b, type: custom, function: check_vip }
`);
  expect(set.fieldsUsed()).toEqual(['x.y', "tag('team')", 'w', 'm', 'vip_code']);
  expect(set.fieldsUsed('b')).toEqual(['vip_code']);
  expect(set.conditionFields('a')).toEqual(['x.y', "tag('team')"]);
});
