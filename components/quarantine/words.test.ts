import { expect, it } from 'vitest';
import { releaseSentence, rulesOf } from './words';

const held = {
  key: '118',
  fields: [
    { field: 'name', from: 'a'.repeat(163), to: 'a'.repeat(150) },
    { field: 'cost', from: '12.00', to: '900.00' },
  ],
  reasons: [
    { ruleSet: 'cost-jump', rule: 'cost-jump', field: 'cost', reason: 'jumps' },
    { ruleSet: 'cost-jump', rule: 'cost-jump', field: 'cost', reason: 'jumps again' },
    { ruleSet: null, rule: 'fits-column', field: 'name', reason: 'too long' },
  ],
};

it('a release says what it would write, field by field', () => {
  expect(releaseSentence(held)).toBe(
    'Write 2 fields to record 118: name (163 → 150 characters, cut), cost (12.00 → 900.00).',
  );
});

it('each rule that holds it is named once', () => {
  expect(rulesOf(held)).toEqual(['cost-jump', 'fits-column']);
});
