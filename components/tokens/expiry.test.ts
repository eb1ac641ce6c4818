import { expect, it } from 'vitest';
import { endOf, endsSoon } from './expiry';

const NOW = Date.parse('2026-11-21T12:00:00Z');

it('a token ends after its days, with its last day where the viewer is, or never', () => {
  expect(endOf('30', '', NOW)).toBe('2026-12-21T12:00:00.000Z');
  expect(endOf('date', '2026-12-31', NOW)).toBe('2026-12-31T18:15:00.000Z'); // midnight in Kathmandu
  expect(endOf('never', '', NOW)).toBeNull();
});

it('two weeks ahead its end is near', () => {
  expect(endsSoon('2026-12-05T11:59:59Z', NOW)).toBe(true);
  expect(endsSoon('2026-12-05T12:00:00Z', NOW)).toBe(false);
  expect(endsSoon(null, NOW)).toBe(false);
});
