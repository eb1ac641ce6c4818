import { expect, it } from 'vitest';
import { slugIn, templateOf } from './template';

it('a text is saved under the name that it gives itself', () => {
  expect(slugIn(templateOf({ source: 'CMS', library: 'Library' }))).toBe('my-table');
  expect(slugIn('title: x\nsync: "fragrances" # of the shop\n')).toBe('fragrances');
});

it('a text without a name that can be one has none', () => {
  expect(['sync:', 'sync: Not A Name', 'title: x', '  sync: inner'].map(slugIn)).toEqual([
    ...[null, null, null, null],
  ]);
});
