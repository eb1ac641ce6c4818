import { expect, it } from 'vitest';
import { parseEnd, parseTags, parseTime, readAmount } from './cells';

it.each(['0', '1.5', '-0.00000000010', '+3', '.5', '5.', '1e-10', '1E+2', '"0.0000004"'])(
  '%s is an amount',
  (text) => {
    expect(readAmount(Buffer.from(text), 0, text.length)).not.toBeNaN();
  },
);

it.each(['', '-', '.', '1,5', '1.2.3', 'NaN', 'Infinity', '1e', '1e999', '0x10', '1 ', '$1', '9'.repeat(61)])(
  '%j is no amount',
  (text) => {
    expect(readAmount(Buffer.from(text), 0, text.length)).toBeNaN();
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

it.each([
  ['2026-10-31T23:59:59Z', '2026-11-01T00:00:00.000Z'],
  ['2026-10-31 23:59:59.999', '2026-11-01T00:00:00.000Z'],
  ['2026-10-31T23:59:59+02:00', '2026-10-31T22:00:00.000Z'],
  ['2026-10-31T23:59Z', '2026-11-01T00:00:00.000Z'],
  ['2026-10-31T24:00:00Z', '2026-11-01T00:00:00.000Z'],
  ['2026-10-31T10:59:59Z', '2026-10-31T11:00:00.000Z'],
  ['2026-11-01T00:00:00+01:00', '2026-10-31T23:00:00.000Z'],
  ['2026-10-31T11:00:00Z', '2026-10-31T11:00:00.000Z'],
  ['2026-10-31T10:00Z', '2026-10-31T10:00:00.000Z'],
  ['2026-10-31T10:59Z', '2026-10-31T10:59:00.000Z'],
])('a period that ends %s ends before %s', (text, iso) => {
  expect(new Date(parseEnd(text) ?? Number.NaN).toISOString()).toBe(iso);
});

it('an amount is read to about what it is, whatever its spelling', () => {
  const texts = ['35.2E-7', '-0.00000000010', '1e-10', '"12.50"', '+3', '.5', '123456789012345678901234.5'];
  for (const text of texts) {
    const amount = readAmount(Buffer.from(text), 0, text.length);
    expect(amount / Number(text.replaceAll('"', ''))).toBeCloseTo(1, 12);
  }
});

it('tags: lower keys, without user:, the first of two spellings, texts only', () => {
  const { tags, fault } = parseTags('{"user:Team": "a", "team": "b", "count": 3, "none": null}');
  expect(tags).toEqual({ team: 'a', count: '3' });
  expect(fault).toContain('“team”: the first is kept');
  expect(parseTags('{"Team": "a", " team": "a"}').fault).toBeNull(); // nothing is lost
  expect(parseTags(null)).toEqual({ tags: {}, fault: null });
});

it.each([
  '[1]',
  '{"a": {"b": 1}}',
  '{',
  '-',
  '""',
  '{"a": "\\ud800"}',
  '{"\\udc00": "a"}',
  '{"a": "\\u0000"}',
])('tags that are %s are unknown, with a reason', (text) => {
  const { tags, fault } = parseTags(text);
  expect(tags).toBeNull();
  expect(fault).not.toBeNull();
});
