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

  it('quarantine holds the fields that it names', () => {
    const yaml = `
rules:
  - { name: a, condition: cost < 0, quarantine: { fields: [cost], reason: "Below zero: {{ cost }}" } }
`;
    expect(run(yaml, { cost: -3 }).quarantine).toEqual([
      { rule: 'a', reason: 'Below zero: -3', fields: ['cost'] },
    ]);
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

  it.each([
    ['its condition cannot be told', 'condition: x > 5, action: "idle = true"', {}, 'unknown'],
    ['its condition is false', 'condition: x > 5, action: "idle = true"', { x: 1 }, false],
    ['its condition is true', 'condition: x > 5, action: "idle = true"', { x: 9 }, true],
    ['its value cannot be told', 'action: "idle = x > 5"', {}, 'unknown'],
    ['its fix cannot be told', 'fix: { idle: x > 5 }', {}, 'unknown'],
    ['it is switched off', 'enabled: false, action: "idle = true"', {}, false],
  ])('an earlier rule sets what is judged, and %s', (_, earlier, facts, wanted) => {
    const set = compiled(
      `defaults: { idle: false }\nrules:\n  - { name: set, ${earlier} }\n  - { name: asked, condition: idle }`,
    );
    expect(set.verdictOf('asked', facts, { now })).toBe(wanted);
    expect(set.whyOf('asked', facts, { now }).verdict).toBe(wanted);
  });

  it('a function whose data is missing leaves what it sets unknown', () => {
    const set = compiled(
      'defaults: { is_vip: false }\nrules:\n  - { name: set, function: check_vip }\n  - { name: asked, condition: is_vip }',
    );
    expect(set.verdictOf('asked', {}, { now })).toBe('unknown');
    expect(set.verdictOf('asked', { vip_code: 'Y' }, { now })).toBe(false);
  });

  it('a rule that is switched off is judged where it stands', () => {
    const set = compiled(
      'rules:\n  - { name: asked, enabled: false, condition: a == 1 }\n  - { name: later, action: "a = 1" }',
    );
    expect(set.verdictOf('asked', { a: 2 }, { now })).toBe(false);
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

it('a condition rests on what earlier rules read to set its facts', () => {
  const set = compiled(`
defaults: { limit: 5 }
rules:
  - { name: idle, condition: metrics_ok, action: "idle = requests == 0" }
  - { name: half, action: "cost = price / 2", message: "{{ gone }}" }
  - { name: other, action: "unused = z" }
  - { name: asked, condition: idle and cost > limit }
`);
  expect(set.conditionFields('asked')).toEqual(['idle', 'limit', 'price', 'metrics_ok', 'requests']);
});
