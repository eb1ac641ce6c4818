import { expect, it } from 'vitest';
import { isAmount, parseTags, parseTime } from './cells';

it.each(['0', '1.5', '-0.00000000010', '+3', '.5', '5.', '1e-10', '1E+2', '"0.0000004"'])(
  '%s is an amount',
  (text) => {
    expect(isAmount(Buffer.from(text), 0, text.length)).toBe(true);
  },
);

it.each(['', '-', '.', '1,5', '1.2.3', 'NaN', 'Infinity', '1e', '1e999', '0x10', '1 ', '$1', '9'.repeat(61)])(
  '%j is no amount',
  (text) => {
    expect(isAmount(Buffer.from(text), 0, text.length)).toBe(false);
  },
);

it.each([
  ['2024-09-18 22:00:00', '2024-09-18T22:00:00.000Z'], // without a zone: UTC
  ['2024-09-18T22:00:00Z', '2024-09-18T22:00:00.000Z'],
  ['2024-09-18T22:00:00.123456Z', '2024-09-18T22:00:00.000Z'],
  ['2024-09-18T22:00:00+05:45', '2024-09-18T16:15:00.000Z'],
  ['2024-09-18 22:00:00 UTC', '2024-09-18T22:00:00.000Z'],
  ['2024-09-18', '2024-09-18T00:00:00.000Z'],
])('%s is %s', (text, iso) => {
  const at = parseTime(text);
  expect(at === null ? null : new Date(at).toISOString()).toBe(iso);
});

it.each(['', '18.09.2024', '2024-02-30', '2024-13-01', '2024-09-18 25:00:00', '1024-01-01', '1726696800'])(
  '%j is no time',
  (text) => {
    expect(parseTime(text)).toBeNull();
  },
);

it('tags: lower keys, without user:, the first of two spellings, texts only', () => {
  expect(parseTags('{"user:Team": "a", "team": "b", "count": 3, "none": null}')).toEqual({
    team: 'a',
    count: '3',
  });
  expect(parseTags(null)).toEqual({});
  expect(parseTags('[1]')).toBeNull();
  expect(parseTags('{"a": {"b": 1}}')).toBeNull();
  expect(parseTags('{')).toBeNull();
});
