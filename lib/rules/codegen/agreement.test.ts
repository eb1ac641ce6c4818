import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileRuleSet } from '../compile';
import type { Facts, RuleSet } from '../schema';
import { expression, facts, ruleSet } from './testing/arbitraries';

const now = new Date('2026-11-21T00:00:00Z');
const at = { start: 0, end: 0 };

/** `toEqual` takes most of such a test's time, so it is left to tell a difference. */
function same(given: unknown, wanted: unknown): void {
  if (!isDeepStrictEqual(given, wanted)) expect(given).toEqual(wanted);
}

/** Everything the two engines say about some facts, which must be the same. */
function compareEngines(set: RuleSet, rows: Facts[]): Set<string> {
  const reference = compileRuleSet(set, { engine: 'closures' });
  const generated = compileRuleSet(set, { engine: 'generated' });
  const seen = new Set<string>();
  for (const row of rows) {
    const wanted = reference.evaluate(row, { now });
    same(generated.evaluate(row, { now }), wanted);
    same(generated.match(row, { now }), reference.match(row, { now }));
    same(generated.matchedRules(row, { now }), wanted.matched);
    if (wanted.matched.length > 0) seen.add('true');
    if (wanted.unknown.length > 0) seen.add('unknown');
    if (wanted.matched.length + wanted.unknown.length < set.rules.length) seen.add('false');
  }
  return seen;
}

describe('the generated function says what the closures say', () => {
  it('of any expression, over any facts', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(expression, fc.array(facts, { minLength: 4, maxLength: 4 }), (condition, rows) => {
        const rule = {
          name: 'only',
          type: 'condition',
          enabled: true,
          action: [],
          line: 1,
          condition,
        } as const;
        const denied = { ...rule, name: 'not', condition: { kind: 'not', operand: condition, at } } as const;
        const set: RuleSet = {
          ...{ ruleset: 'made', domain: 'general', mode: 'all', defaults: {}, tests: [] },
          lists: { exempt: ['lb', 'x', 5], mixed: [null, 'disk', [1], { a: 1 }], none: [] },
          rules: [
            { ...rule, action: [] },
            { ...denied, action: [] },
          ],
        };
        for (const kind of compareEngines(set, rows)) seen.add(kind);
      }),
      { numRuns: 2_000 },
    );
    expect([...seen].sort()).toEqual(['false', 'true', 'unknown']);
  });

  it.each([
    ['small', 8, 500],
    ['with rules for many kinds', 60, 150],
    ['cut into several functions', 300, 15],
  ])(
    'of whole sets, in every mode: %s',
    (_, most, numRuns) => {
      const seen = new Set<string>();
      fc.assert(
        fc.property(ruleSet(most), fc.array(facts, { minLength: 6, maxLength: 6 }), (set, rows) => {
          for (const kind of compareEngines(set, rows)) seen.add(kind);
        }),
        { numRuns },
      );
      expect([...seen].sort()).toEqual(['false', 'true', 'unknown']);
    },
    120_000,
  );
});
