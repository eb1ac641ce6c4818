import { expect, it } from 'vitest';
import { generator } from '@/lib/sandbox/random';
import { outcomeOf } from './oracle';
import { postsOf } from './posts';

const start = { name: 'Iris', description: 'Powdery', cost: 12, forbidden: false };

it('sets fields in their order, cuts long names and holds junk until something better comes', () => {
  expect(outcomeOf(start, [{ name: 'x'.repeat(200), cost: -1 }]).values).toEqual({
    ...start,
    name: 'x'.repeat(150),
  });
  expect([...outcomeOf(start, [{ cost: -1 }, { description: 'JUNK' }]).held]).toEqual([
    'cost',
    'description',
  ]);
  expect(outcomeOf(start, [{ cost: -1 }, { cost: 5 }])).toEqual({
    values: { ...start, cost: 5 },
    held: new Set(),
  });
});

it('the same seed makes the same posts, of every kind', () => {
  const once = postsOf(8, 2_000, generator(1));
  expect(postsOf(8, 2_000, generator(1))).toEqual(once);
  expect(new Set(once.map(({ kind }) => kind))).toEqual(
    new Set(['change', 'repeat', 'back', 'malformed', 'oversized']),
  );
});
