import { describe, expect, it } from 'vitest';
import type { WhyFact } from '@/lib/recommendations/why.schema';
import { ageWords, flipWords, missWords, sourceWords } from './words';

const fact: WhyFact = {
  ...{ name: 'requests', value: 4, isBehind: false, source: 'metrics', sourceName: 'Machines' },
  ...{ sourceId: null, snapshotId: null, through: null, ageHours: 6.5 },
};

describe('where a fact is from', () => {
  it.each<[Partial<WhyFact>, string]>([
    [{}, 'Machines, metrics'],
    [{ source: 'bill', sourceName: 'AWS' }, 'AWS'],
    [{ source: 'rule', sourceName: 'sets-it' }, 'set by sets-it'],
    [{ source: 'missing', sourceName: null }, 'in no reading'],
    [{ source: 'routing', sourceName: null }, 'tags and routing'],
  ])('%o', (given, words) => {
    expect(sourceWords({ ...fact, ...given })).toBe(words);
  });

  it('and how old it is, where it has an age', () => {
    expect(ageWords(fact)).toBe('6 h 30 min old');
    expect(ageWords({ ageHours: null })).toBeNull();
  });
});

it('what would turn a rule is told of a recommendation as what becomes of it', () => {
  const flip = {
    verdict: false,
    changes: [],
    sentence: 'Would no longer match if cpu were 20 or more (it is 4).',
  };
  expect(flipWords(flip, false)).toBe(flip.sentence);
  expect(flipWords(flip, true)).toBe('Would no longer be recommended if cpu were 20 or more (it is 4).');
});

it('a near miss says by how much, and whether nothing else is in the way', () => {
  const near = { text: 'cpu < 20', value: 22, bound: 20, off: 0.1, isOnly: false };
  expect(missWords(near)).toBe('cpu < 20 is near: 22 is 10% off 20');
  expect(missWords({ ...near, isOnly: true })).toBe(
    'cpu < 20 is the only thing in the way, and near: 22 is 10% off 20',
  );
  expect(missWords({ text: 'ok', isOnly: true })).toBe('ok is the only thing in the way');
});
