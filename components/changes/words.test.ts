import { describe, expect, it } from 'vitest';
import { changesWords, changeWords, counted } from './words';

describe('a change in a sentence', () => {
  it.each([
    [{ field: 'cost', from: '12.00', to: '900.00' }, 'cost (12.00 → 900.00)'],
    [{ field: 'cost', from: null, to: '900' }, 'cost (no value → 900)'],
    [{ field: 'name', from: '', to: 'Amber' }, 'name (empty text → Amber)'],
    [{ field: 'name', from: 'a'.repeat(163), to: 'a'.repeat(150) }, 'name (163 → 150 characters, cut)'],
    [{ field: 'name', from: 'a'.repeat(163), to: 'b'.repeat(150) }, 'name (163 → 150 characters)'],
    [{ field: 'name', from: null, to: 'b'.repeat(150) }, 'name (no value → 150 characters)'],
  ])('%j reads “%s”', (change, words) => {
    expect(changeWords(change)).toBe(words);
  });

  it('several follow each other', () => {
    const changes = [
      { field: 'cost', from: '1', to: '2' },
      { field: 'forbidden', from: 'false', to: 'true' },
    ];
    expect(changesWords(changes)).toBe('cost (1 → 2), forbidden (false → true)');
  });
});

it('one is one, and thousands are set apart', () => {
  expect([counted(1, 'field'), counted(2, 'field'), counted(1200, 'reply', 'replies')]).toEqual([
    ...['1 field', '2 fields', '1,200 replies'],
  ]);
});
