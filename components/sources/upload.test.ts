import { expect, it } from 'vitest';
import { sizeWords } from './upload';

it.each([
  [0, '0 bytes'],
  [999, '999 bytes'],
  [1_500, '1.5 kB'],
  [151_000_000, '151 MB'],
  [2_340_000_000, '2.3 GB'],
])('%d bytes are told as “%s”', (bytes, words) => {
  expect(sizeWords(bytes)).toBe(words);
});
