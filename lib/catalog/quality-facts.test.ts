import { expect, it } from 'vitest';
import type { FigureOfField, PastFigure } from './quality.data';
import { factsOfFigures } from './quality-facts';

const TODAY = '2026-11-21';
const figure = (field: string, completeness: number): FigureOfField => ({
  ...{ field, rows: 100, completeness, validity: 1, uniqueness: 1, freshness: 0.5 },
});
const past = (day: string, completeness: number): PastFigure => ({ ...figure('cost', completeness), day });

function factsOf(completeness: number, before: PastFigure[]) {
  const definition = { tags: { owner: 'web' }, unique: ['name'] };
  const measured = { day: TODAY, figures: [figure('cost', completeness)], before };
  return factsOfFigures(definition, measured)[0]?.facts;
}

it('a column that was never measured before has figures, and neither a change nor a best', () => {
  expect(factsOf(0.8, [])).toEqual({
    ...{ rows: 100, completeness: 0.8, validity: 1, uniqueness: 1, freshness: 0.5 },
    ...{ is_unique: false, tags: { owner: 'web' } },
  });
});

it('a change is against the day a week ago, to the digit', () => {
  const before = [past('2026-11-20', 0.5), past('2026-11-14', 0.82), past('2026-11-13', 1)];
  expect(factsOf(0.8, before)).toMatchObject({ completeness_change: -0.02, completeness_best: 1 });
});

it('a day that was not measured is stood in for by one of the three before it, by none that is older', () => {
  expect(factsOf(0.8, [past('2026-11-11', 0.9)])).toMatchObject({ completeness_change: -0.1 });
  const facts = factsOf(0.8, [past('2026-11-15', 0.7), past('2026-11-10', 0.9)]);
  expect(facts).not.toHaveProperty('completeness_change');
  expect(facts).toMatchObject({ completeness_best: 0.9 });
});

it('a column that the sync wants unique says so', () => {
  const measured = { day: TODAY, figures: [figure('name', 1)], before: [] };
  expect(factsOfFigures({ tags: {}, unique: ['name'] }, measured)[0]?.facts).toMatchObject({
    is_unique: true,
  });
});
