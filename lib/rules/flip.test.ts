import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { facts as anyFacts, expression, ruleSet } from './codegen/testing/arbitraries';
import { compileRuleSet } from './compile';
import { applyChanges, findFlip } from './flip';
import { parseRuleSet } from './parse';
import type { Facts, RuleSet } from './schema';
import type { Flip } from './why.schema';

const now = new Date('2026-11-21T00:00:00Z');
const FIXED = new Set(['kind']);

function read(yaml: string): RuleSet {
  const parsed = parseRuleSet(yaml);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
  return parsed.set;
}

function flipOf(set: RuleSet, facts: Facts, name = set.rules.at(-1)?.name ?? ''): Flip | null {
  const rule = set.rules.find((each) => each.name === name);
  if (!rule) throw new Error(`no rule ${name}`);
  const compiled = compileRuleSet(set);
  const { verdict, hiddenBy, facts: seen } = compiled.turnOf(name, facts, { now });
  return findFlip({ compiled, rule, facts, seen, verdict, hiddenBy, now, fixed: FIXED });
}

const single = (condition: string) =>
  read(`lists: { old: [m3, m4] }\nrules:\n  - { name: a, condition: ${JSON.stringify(condition)} }\n`);

describe('the smallest change that turns a verdict', () => {
  it.each<[string, Facts, string]>([
    ['cpu < 20', { cpu: 34 }, 'Would match if cpu were below 20 (it is 34).'],
    ['cpu < 20', { cpu: 12.5 }, 'Would no longer match if cpu were 20 or more (it is 12.5).'],
    ['age >= 14', { age: 3.25 }, 'Would match if age were 14 or more (it is 3.25).'],
    ['14 <= age', { age: 20 }, 'Would no longer match if age were below 14 (it is 20).'],
    ['requests == 0', { requests: 3 }, 'Would match if requests were 0 (it is 3).'],
    ['requests == 0', { requests: 0 }, 'Would no longer match if requests were not 0 (it is 0).'],
    ['requests == 0', {}, 'Would match if requests were 0 (it is not known).'],
    ['attached', { attached: false }, 'Would match if attached were true (it is false).'],
    ['not attached', { attached: true }, 'Would match if attached were false (it is true).'],
    ['family in old', { family: 'c5' }, 'Would match if family were m3 (it is c5).'],
    [
      'family in old',
      { family: 'm4' },
      'Would no longer match if family were none of ["m3","m4"] (it is m4).',
    ],
    [
      "'prod' not in labels",
      { labels: ['prod'] },
      'Would match if labels had no “prod” in it (it is ["prod"]).',
    ],
    ["tag('team') == 'web'", {}, "Would match if tag('team') were web (it is not known)."],
    ['exists(owner)', { owner: 'Ada' }, 'Would no longer match if owner were not known (it is Ada).'],
    [
      'cost - other >= 0.05 * cost',
      { cost: 100, other: 97 },
      'Would match if cost were above 102.105263 (it is 100).',
    ],
    [
      'days_since(day) > 30',
      { day: '2026-11-20' },
      'Would match if day were below 2026-10-22T00:00:00.000Z (it is 2026-11-20).',
    ],
    [
      "not matches(name, 'audit|trail')",
      { name: 'audit-log' },
      'Would match if name were "" (it is audit-log).',
    ],
  ])('%s of %o', (condition, facts, sentence) => {
    expect(flipOf(single(condition), facts)?.sentence).toBe(sentence);
  });

  it('takes the nearer of two ways, and leaves what a thing is', () => {
    const set = single("(kind == 'disk' or size > 100) and ok");
    const flip = flipOf(set, { kind: 'lb', size: 90, ok: true });
    expect(flip?.changes).toEqual([{ fact: 'size', from: 90, to: 101, relation: '>', bound: 100 }]);
  });

  it('changes two facts where one does not do', () => {
    const flip = flipOf(single('cpu < 20 and ok and mem < 40'), { cpu: 25, ok: true, mem: 50 });
    expect(flip?.changes.map(({ fact, to }) => [fact, to])).toEqual([
      ['cpu', 19],
      ['mem', 39],
    ]);
  });

  it('finds none where three stand in the way', () => {
    expect(flipOf(single('a == 1 and b == 1 and c == 1'), {})).toBeNull();
  });

  it('finds none of a rule that has no condition or cannot be otherwise', () => {
    expect(flipOf(read('rules:\n  - name: a'), {})).toBeNull();
    expect(flipOf(single('1 == 1'), {})).toBeNull();
  });

  it('goes through what an earlier rule makes of the facts', () => {
    const set = read(`
defaults: { eligible: false }
rules:
  - { name: earlier, type: transform, condition: income >= 500, action: eligible = True }
  - { name: later, condition: eligible == true }`);
    expect(flipOf(set, { income: 400 })?.changes).toEqual([
      { fact: 'income', from: 400, to: 500, relation: '>=', bound: 500 },
    ]);
  });

  it('in mode first lets the rule before it go', () => {
    const set = read(`
mode: first
rules:
  - { name: before, condition: cpu < 50 }
  - { name: later, condition: mem < 50 }`);
    expect(flipOf(set, { cpu: 10, mem: 10 })?.changes.map(({ fact, to }) => [fact, to])).toEqual([
      ['cpu', 50],
    ]);
  });
});

/** Whether the whole set says so of the rule; in mode first a rule that stops nothing is no match of the set. */
function isSaid(set: RuleSet, name: string, facts: Facts, flip: Flip): boolean {
  return compileRuleSet(set).verdictOf(name, changed(facts, flip), { now }) === flip.verdict;
}

function changed(facts: Facts, flip: Flip): Facts {
  const changes = flip.changes.map(({ fact, to }) => ({
    path: fact.startsWith('tag(') ? ['tags', fact.slice(5, -2)] : fact.split('.'),
    to,
  }));
  return applyChanges(facts, changes);
}

/** Whether a set, asked anew and by its other engine, says what the flip promised. */
function holds(set: RuleSet, name: string, facts: Facts, flip: Flip): boolean {
  const generated = compileRuleSet(set, { engine: 'generated' });
  const { matched, unknown } = generated.evaluate(changed(facts, flip), { now });
  return flip.verdict ? matched.includes(name) : !matched.includes(name) && !unknown.includes(name);
}

describe('what was found does turn the verdict', () => {
  it('of any condition over any facts', () => {
    let found = 0;
    fc.assert(
      fc.property(expression, anyFacts, (condition, facts) => {
        const set: RuleSet = {
          ...{ ruleset: 'made', domain: 'general', mode: 'all', defaults: {}, tests: [] },
          lists: { exempt: ['lb', 'x', 5], mixed: [null, 'disk', [1], { a: 1 }], none: [] },
          rules: [{ name: 'only', type: 'condition', enabled: true, action: [], line: 1, condition }],
        };
        const flip = flipOf(set, facts);
        if (!flip) return;
        found += 1;
        expect(holds(set, 'only', facts, flip)).toBe(true);
      }),
      { numRuns: 1_500 },
    );
    expect(found).toBeGreaterThan(150);
  });

  it('of a rule among others that set what it reads', () => {
    let found = 0;
    fc.assert(
      fc.property(ruleSet(6), anyFacts, (set, facts) => {
        const { name = '' } = set.rules.at(-1) ?? {};
        const flip = flipOf(set, facts, name);
        if (!flip) return;
        found += 1;
        expect(set.mode === 'first' ? isSaid(set, name, facts, flip) : holds(set, name, facts, flip)).toBe(
          true,
        );
      }),
      { numRuns: 300 },
    );
    expect(found).toBeGreaterThan(50);
  });

  it('and a plain comparison of a known number always has one', () => {
    const number = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e12, max: 1e12 });
    const operator = fc.constantFrom('<', '<=', '>', '>=', '==', '!=');
    fc.assert(
      fc.property(number, number, operator, (value, bound, sign) => {
        const set = single(`x ${sign} limit`);
        const flip = flipOf(set, { x: value, limit: bound });
        expect(flip?.changes).toHaveLength(1);
      }),
      { numRuns: 300 },
    );
  });
});
