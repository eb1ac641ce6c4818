import { expect, it } from 'vitest';
import { readTags } from './tags';

it.each([
  ['owner=data', { owner: 'data' }],
  [' owner : data \n\nteam=a=b', { owner: 'data', team: 'a=b' }],
  ['', {}],
  ['owner=', { owner: '' }],
])('%j is %j', (text, tags) => {
  expect(readTags(text)).toEqual({ tags, fault: null });
});

it('names the line that is no tag', () => {
  expect(readTags('owner=data\nnonsense').fault).toMatch(/^Line 2 is no tag/);
});
