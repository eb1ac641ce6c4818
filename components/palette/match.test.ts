import { expect, it } from 'vitest';
import { matching } from './match';

const entries = [
  { id: 'generation', name: 'Start a generation', words: 'run recommend' },
  { id: 'source', name: 'Add a source', words: 'bill upload' },
  { id: 'sources', name: 'Sources' },
  { id: 'runs', name: 'Runs' },
];
const found = (text: string) => matching(entries, text).map(({ id }) => id);

it('takes the beginnings of words, in any order and case', () => {
  expect(found('gen st')).toEqual(['generation']);
  expect(found('SOURCE add')).toEqual(['source']);
});

it('a name that begins so comes before one that holds it, and both before mere further words', () => {
  expect(found('sour')).toEqual(['sources', 'source']);
  expect(found('run')).toEqual(['runs', 'generation']);
});

it('every word must be found, and the middle of one is not enough', () => {
  expect(found('start bill')).toEqual([]);
  expect(found('ource')).toEqual([]);
});

it('an empty text means all of them, as they stand', () => {
  expect(found('  ')).toEqual(['generation', 'source', 'sources', 'runs']);
});
