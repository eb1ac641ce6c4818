import { describe, expect, it } from 'vitest';
import { adoptTheirs, compareThreeWay, type Fields, worstVerdict } from './drift';

describe('three-way comparison', () => {
  it.each([
    ['nobody moved', 'a', 'a', 'a', 'agree'],
    ['both moved to the same', 'b', 'b', 'a', 'agree'],
    ['the same without ever agreeing', 'a', 'a', undefined, 'agree'],
    ['we moved', 'b', 'a', 'a', 'ours_ahead'],
    ['they moved', 'a', 'b', 'a', 'theirs_ahead'],
    ['both moved apart', 'b', 'c', 'a', 'conflict'],
    ['different without ever agreeing', 'a', 'b', undefined, 'conflict'],
    ['they emptied it', 'a', null, 'a', 'theirs_ahead'],
    ['agreed on nothing, we filled it', 'a', null, null, 'ours_ahead'],
  ])('%s', (_, ours, theirs, agreed, verdict) => {
    const agreedFields: Fields = agreed === undefined ? {} : { f: agreed };
    const sides = { ours: { f: ours }, theirs: { f: theirs }, agreed: agreedFields };
    expect(compareThreeWay(sides)).toEqual([{ field: 'f', ours, theirs, agreed, verdict }]);
  });

  it('takes a field they lack for empty and leaves alone what only they hold', () => {
    const drifts = compareThreeWay({ ours: { a: 'x' }, theirs: { b: 'y' }, agreed: { a: 'x' } });
    expect(drifts).toMatchObject([{ field: 'a', theirs: null, verdict: 'theirs_ahead' }]);
  });

  it('is as bad as its worst field', () => {
    const sides = {
      ours: { a: 1, b: 2, c: 3 },
      theirs: { a: 1, b: 9, c: 3 },
      agreed: { a: 1, b: 9, c: 0 },
    };
    expect(worstVerdict(compareThreeWay(sides))).toBe('ours_ahead');
    expect(worstVerdict(compareThreeWay({ ...sides, agreed: {} }))).toBe('conflict');
    expect(worstVerdict([])).toBe('agree');
  });
});

it('adopts what only they changed and leaves our own change and a conflict standing', () => {
  const sides = {
    ours: { same: 1, theirs: 1, ours: 2, both: 2 },
    theirs: { same: 1, theirs: 5, ours: 1, both: 3 },
    agreed: { same: 1, theirs: 1, ours: 1, both: 1 },
  };
  const { ours, agreed, drifts } = adoptTheirs(sides);
  expect(ours).toEqual({ same: 1, theirs: 5, ours: 2, both: 2 });
  expect(agreed).toEqual({ same: 1, theirs: 5, ours: 1, both: 1 });
  expect(drifts.filter((drift) => drift.verdict !== 'agree').map((drift) => drift.verdict)).toEqual([
    'conflict',
    'ours_ahead',
  ]);
});
