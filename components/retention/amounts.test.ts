import { expect, it } from 'vitest';
import { amountWords } from './amounts';

it.each([
  [{ rows: 0, bytes: 0 }, 'nothing'],
  [{ rows: 1, bytes: 250 }, '1 row, about 250 bytes'],
  [{ rows: 1234, bytes: 1_240_000 }, '1,234 rows, about 1.2 MB'],
  [{ rows: 20_000_000, bytes: 18_600_000_000 }, '20,000,000 rows, about 19 GB'],
])('%j is “%s”', (amount, words) => {
  expect(amountWords(amount)).toBe(words);
});
