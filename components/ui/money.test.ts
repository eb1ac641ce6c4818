import { describe, expect, it } from 'vitest';
import { commonCurrency, exactAmount, shortAmount } from './money';

describe('amounts', () => {
  it.each([
    ['1234.5678', '1,235', '1,234.5678'],
    ['99.99', '99.99', '99.99'],
    ['99.999', '100', '99.999'],
    ['0', '0', '0'],
    ['0.000000', '0', '0'],
    ['-3210.5', '-3,211', '−3,210.50'],
    ['123456789012345678.123456', '123,456,789,012,345,680', '123,456,789,012,345,678.123456'],
  ])('%s is shown as %s and told exactly as %s', (amount, short, exact) => {
    expect(shortAmount(amount)).toBe(short);
    expect(exactAmount(amount)).toBe(exact);
  });

  it('a currency stands in the header only when all rows share it', () => {
    expect(commonCurrency(['USD', null, 'USD'])).toBe('USD');
    expect(commonCurrency(['USD', 'EUR'])).toBeNull();
    expect(commonCurrency([null])).toBeNull();
  });
});
