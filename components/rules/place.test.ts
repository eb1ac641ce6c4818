import { expect, it } from 'vitest';
import { lineAt } from './place';

const TEXT = '{\n  "rules": [],\n}';
const shown = (line: number, column: number) => {
  const { from, to } = lineAt(TEXT, { line, column });
  return TEXT.slice(from, to);
};

it('a place is shown from its column to the end of its line', () => {
  expect(shown(1, 1)).toBe('{');
  expect(shown(2, 3)).toBe('"rules": [],');
  expect(shown(3, 1)).toBe('}');
});

it('a place behind the end of its line, or of the text, is the end', () => {
  expect(lineAt(TEXT, { line: 2, column: 99 })).toEqual({ from: 16, to: 16 });
  expect(shown(9, 1)).toBe('}');
  expect(lineAt('', { line: 1, column: 1 })).toEqual({ from: 0, to: 0 });
});
