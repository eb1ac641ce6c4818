import { expect, it } from 'vitest';
import { hasRecommend } from './names-in-file';

const set = (rule: string, rest = '') => `domain: quality\nrules:\n  - name: one\n${rule}\n${rest}`;

it.each([
  ['a block', set('    recommend:\n      action: ask'), true],
  ['a mapping in one line', set('    recommend: { action: ask, reason: "x" }'), true],
  ['a rule in one line', 'rules:\n  - { name: one, recommend: { action: ask } }', true],
  ['a quoted key', set('    "recommend": { action: ask }'), true],
  ['first of its rule', 'rules:\n  - recommend: { action: ask }\n    name: one', true],
  ['a quarantine', set('    quarantine: { reason: "x" }'), false],
  ['only a test', set('    quarantine: { reason: "x" }', 'tests:\n  - expect: { recommend: [] }'), false],
  ['a comment', set('    # recommend: nothing yet'), false],
  ['another key that ends so', set('    notrecommend: 1'), false],
])('%s: whether the rules recommend is told from the text', (_, text, told) => {
  expect(hasRecommend(text)).toBe(told);
});
