import { expect, it } from 'vitest';
import { parseDefinition } from '@/lib/catalog/definition';
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

it('what a new sync begins with is a definition already', () => {
  expect(parseDefinition(templateOf({ source: 'My CMS', library: 'Library' })).ok).toBe(true);
});
