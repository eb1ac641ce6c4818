import { expect, it } from 'vitest';
import { exactAmount, fullAmount, shortAmount } from './money.schema';

it.each([
  ['0', '0'],
  ['0.000', '0'],
  ['0.004', '<0.01'],
  ['0.0049999', '<0.01'],
  ['-0.004', '-<0.01'],
  ['1e-7', '<0.01'],
  ['0.005', '0.01'],
  ['0.5', '0.50'],
  ['40', '40.00'],
  ['99.994', '99.99'],
  ['99.995', '100'],
  ['1412.51', '1,413'],
  ['-1412.51', '-1,413'],
])('%s is written %s', (amount, expected) => {
  expect(shortAmount(amount)).toBe(expected);
});

it.each([
  ['1412.51', '1,412.51'],
  ['300', '300.00'],
  ['0.001', '<0.01'],
  ['0', '0'],
  ['-3.21', '-3.21'],
])('%s is written in full as %s', (amount, expected) => {
  expect(fullAmount(amount)).toBe(expected);
});

it('keeps every digit where it is exact', () => {
  expect(exactAmount('-1234567.8901000')).toBe('−1,234,567.8901');
});
