import { describe, expect, it } from 'vitest';
import type { JudgedWhy, WhyFact } from '@/lib/recommendations/why.schema';
import { differencesOf } from './differences';

function fact(name: string, value: WhyFact['value']): WhyFact {
  const nowhere = { sourceName: null, sourceId: null, snapshotId: null, through: null, ageHours: null };
  return { name, value, isBehind: false, source: 'inventory', ...nowhere };
}

function judged(requests: number, age: number): JudgedWhy {
  const leaf = { kind: 'leaf' as const, text: 'age_days >= 14', value: age >= 14 };
  const verdict = requests === 0 && age >= 14;
  return {
    ...{ slug: 'idle', version: 1, at: '2026-11-21T00:00:00.000Z' },
    why: {
      ...{ rule: 'a', title: null, isEnabled: true, verdict, sentence: '', hiddenBy: null },
      tree: { kind: 'and', text: '', value: verdict, children: [leaf] },
      facts: [fact('requests', requests), fact('age_days', age)],
      ...{ unknown: [], nearMisses: [], flip: null },
    },
  };
}

describe('what has changed since a ticket opened', () => {
  it('is nothing where only time went by', () => {
    expect(differencesOf(judged(0, 20), judged(0, 30))).toEqual([]);
  });

  it('is a fact, the verdict that it turned, and another version of the rule', () => {
    expect(differencesOf(judged(0, 20), { ...judged(4, 20), version: 2 })).toEqual([
      { what: 'Version', before: '1', after: '2' },
      { what: 'Verdict', before: 'Matches', after: 'Does not match' },
      { what: 'requests', before: '0', after: '4' },
    ]);
  });

  it('is a part that turned because time went by', () => {
    expect(differencesOf(judged(1, 10), judged(1, 20))).toEqual([
      { what: 'age_days >= 14', before: 'false', after: 'true' },
    ]);
  });
});
