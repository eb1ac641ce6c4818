import { expect, it } from 'vitest';
import { editedOf, startOf } from './edit-fields';

const fields = [
  { field: 'name', from: 'Amber', to: 'Amberrrr' },
  { field: 'cost', from: '12', to: null },
];

it('what is left as it came is not sent', () => {
  expect(editedOf(fields, startOf(fields))).toEqual({});
});

it('an empty text is a value, and no value is another', () => {
  expect(editedOf(fields, { name: 'Amber', cost: '' })).toEqual({ name: 'Amber', cost: '' });
  expect(editedOf(fields, { name: null, cost: null })).toEqual({ name: null });
});
