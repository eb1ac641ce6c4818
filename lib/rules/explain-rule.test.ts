import { describe, expect, it } from 'vitest';
import { compileRuleSet } from './compile';
import { explainWhole } from './explain-rule';
import { parseRuleSet } from './parse';
import type { Facts } from './schema';
import { ruleWhySchema } from './why.schema';

const now = new Date('2026-11-21T00:00:00Z');

function explain(yaml: string, facts: Facts, rule = 'a') {
  const parsed = parseRuleSet(yaml);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
  return explainWhole(compileRuleSet(parsed.set), rule, { facts, now });
}

const single = (condition: string) => `rules:\n  - { name: a, condition: ${JSON.stringify(condition)} }\n`;

describe('near misses', () => {
  it.each<[string, Facts, unknown]>([
    [
      'cpu < 20 and ok',
      { cpu: 22, ok: false },
      [{ text: 'cpu < 20', value: 22, bound: 20, off: 0.1, isOnly: false }],
    ],
    ['cpu < 20 and ok', { cpu: 80, ok: true }, [{ text: 'cpu < 20', isOnly: true }]],
    ['cpu < 20 and ok', { cpu: 80, ok: false }, []],
    ['ok and seen', { ok: true }, [{ text: 'seen', isOnly: true }]],
    ['a1 == 1 or b1 == 2', { a1: 5, b1: 5 }, []],
    [
      'ok and (x > 9 or y > 9)',
      { ok: true, x: 1, y: 1 },
      [
        { text: 'x > 9', isOnly: true },
        { text: 'y > 9', isOnly: true },
      ],
    ],
    ['ok and (up and (x > 9))', { ok: false, up: true, x: 1 }, [{ text: 'ok', isOnly: false }].slice(1)],
    [
      'ok and not (x > 9 and y > 9)',
      { ok: true, x: 10, y: 99 },
      [
        { text: 'not (x > 9)', value: 10, bound: 9, off: 1 / 9, isOnly: true },
        { text: 'not (y > 9)', isOnly: true },
      ],
    ],
    ['requests == 0', { requests: 1 }, []],
    ['cpu < 20', { cpu: 10 }, []],
  ])('%s of %o', (condition, facts, wanted) => {
    expect(explain(single(condition), facts).nearMisses).toEqual(wanted);
  });
});

describe('the facts that a rule rests on', () => {
  const yaml = `
defaults: { limit: 20 }
rules:
  - { name: sets, type: transform, condition: raw > 1, action: made = raw * 2 }
  - { name: a, condition: "made < limit and tag('team') == 'web' and gone and name == 'x'" }
`;

  it('are told with where each came from', () => {
    const why = explain(yaml, { raw: 4, tags: { team: 'web' }, name: 'x' });
    expect(ruleWhySchema.parse(JSON.parse(JSON.stringify(why)))).toEqual(why);
    expect(why.facts).toEqual([
      { name: 'made', value: 8, from: 'rule', by: 'sets', isBehind: false },
      { name: 'limit', value: 20, from: 'default', isBehind: false },
      { name: "tag('team')", value: 'web', from: 'reading', isBehind: false },
      { name: 'gone', from: 'missing', isBehind: false },
      { name: 'name', value: 'x', from: 'reading', isBehind: false },
      { name: 'raw', value: 4, from: 'reading', isBehind: true },
    ]);
    expect(why.unknown).toEqual([{ what: 'gone', why: 'missing', detail: 'gone is missing' }]);
  });

  it('a default that stands in for what an earlier rule could not tell is not known', () => {
    const doubtful = `
defaults: { made: 50 }
rules:
  - { name: sets, type: transform, condition: raw > 1, action: made = 5 }
  - { name: a, condition: made < 20 }
`;
    const { verdict, facts } = explain(doubtful, {});
    expect(verdict).toBe('unknown');
    expect(facts[0]).toEqual({ name: 'made', from: 'missing', isBehind: false });
  });
});

it('a rule that an earlier match hides says which one', () => {
  const yaml = 'mode: first\nrules:\n  - { name: b, condition: x > 1 }\n  - { name: a, condition: x > 0 }\n';
  expect(explain(yaml, { x: 2 })).toMatchObject({
    ...{ verdict: 'unknown', hiddenBy: 'b', sentence: 'Is not asked because b matches before it.' },
    flip: { verdict: true, changes: [{ fact: 'x', to: 1 }] },
  });
});

it('a name that is no rule is not found', () => {
  expect(() => explain(single('x'), {}, 'b')).toThrow(expect.objectContaining({ code: 'not_found' }));
});
