import { expect, it } from 'vitest';
import { chooseCounted } from './exclusion';

const contender = (lineageId: string, monthlySavings: string | null, hasOpenTicket = false) => ({
  lineageId,
  monthlySavings,
  hasOpenTicket,
});

it('counts the largest saving of those that exclude each other', () => {
  expect(chooseCounted([contender('1', '9.5'), contender('2', '100'), contender('3', null)])).toBe('2');
});

it('lets an open ticket keep its place before a larger saving', () => {
  expect(chooseCounted([contender('1', '9.5', true), contender('2', '100')])).toBe('1');
});

it('counts the larger of two with open tickets', () => {
  expect(chooseCounted([contender('1', '9.5', true), contender('2', '100', true)])).toBe('2');
});

it('counts the older of equals, and a known saving of nothing before an unknown one', () => {
  expect(chooseCounted([contender('10', '5'), contender('9', '5.00')])).toBe('9');
  expect(chooseCounted([contender('1', null), contender('2', '0')])).toBe('2');
  expect(chooseCounted([])).toBeNull();
});
