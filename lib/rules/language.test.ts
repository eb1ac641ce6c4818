import { expect, it } from 'vitest';
import { parseExpression } from './expression';
import { FUNCTION_NAMES } from './functions';
import { FUNCTION_WORDS, OPERATOR_WORDS, REGISTERED_WORDS } from './language.schema';
import { REGISTRY } from './registry';

it('an editor is told of every function there is, and of no other', () => {
  expect(FUNCTION_WORDS.map(({ name }) => name).sort()).toEqual([...FUNCTION_NAMES].sort());
  expect(REGISTERED_WORDS.map(({ name }) => name)).toEqual([...REGISTRY.keys()]);
});

it.each(OPERATOR_WORDS)('$signature can be written', ({ signature }) => {
  expect(parseExpression(signature).ok).toBe(true);
});
