import { expect, it } from 'vitest';
import { addAmounts, clampAmount, compareAmounts, perMonth, roundAmount } from './money';

it('adds what binary floats cannot', () => {
  expect(addAmounts(['0.1', '0.2', '0.0000000001'])).toBe('0.3000000001');
});

it('a month is 30.4167 days', () => {
  expect(perMonth('2')).toBe('60.8334');
});

it.each([
  ['5', '3', '3'],
  ['-1', '3', '0'],
  ['2.50', '3', '2.5'],
  ['2', '-4', '0'],
])('holds %s between zero and %s: %s', (amount, ceiling, expected) => {
  expect(clampAmount(amount, ceiling)).toBe(expected);
});

it('rounds half away from zero', () => {
  expect([roundAmount('1.0000005', 6), roundAmount('-1.0000005', 6)]).toEqual(['1.000001', '-1.000001']);
});

it('compares by value, not by spelling', () => {
  expect(compareAmounts('10.0', '9.99')).toBeGreaterThan(0);
  expect(compareAmounts('1.50', '1.5')).toBe(0);
});
