import { Text } from '@codemirror/state';
import { expect, it } from 'vitest';
import { diagnosticsOf } from './code-marks';
import type { Mark } from './code-props';

const doc = Text.of(['rules:', '  - name: a', '    condition: moonthly_cost > 5']);
const mark: Mark = { line: 3, column: 16, message: 'Unknown field', severity: 'warning' };

it('a mark covers what offends, and offers what may stand there instead', () => {
  const [found] = diagnosticsOf(doc, [{ ...mark, endLine: 3, endColumn: 29, suggestion: 'monthly_cost' }]);
  expect(doc.sliceString(found?.from ?? 0, found?.to)).toBe('moonthly_cost');
  expect(found?.actions?.map(({ name }) => name)).toEqual(['Replace with “monthly_cost”']);
});

it('a mark without an end covers the word at its place, one without a suggestion offers nothing', () => {
  const [found] = diagnosticsOf(doc, [mark]);
  expect(doc.sliceString(found?.from ?? 0, found?.to)).toBe('moonthly_cost');
  expect(found?.actions).toBeUndefined();
});

it('a mark of a longer text than stands there by now stays within it', () => {
  const [found] = diagnosticsOf(doc, [{ ...mark, line: 9, column: 99, endLine: 12, endColumn: 3 }]);
  expect([found?.from, found?.to]).toEqual([doc.length, doc.length]);
});
