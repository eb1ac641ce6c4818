import { expect, it } from 'vitest';
import { isWithin, parseWindow } from './windows';

it.each([
  ['Mon-Fri 08:00-18:00 Europe/Paris', '2026-11-20T07:30:00Z', true], // a Friday, 8:30 in Paris
  ['Mon-Fri 08:00-18:00 Europe/Paris', '2026-11-20T17:00:00Z', false],
  ['Mon-Fri 08:00-18:00 Europe/Paris', '2026-11-21T09:00:00Z', false],
  ['Sat,Sun 00:00-24:00', '2026-11-22T23:59:00Z', true],
  ['Fri-Mon 10:00-11:00', '2026-11-23T10:00:00Z', true],
  ['Fri 22:00-02:00', '2026-11-21T01:59:00Z', true], // Saturday morning belongs to Friday's window
  ['Fri 22:00-02:00', '2026-11-20T01:59:00Z', false],
  ['daily 01:00-02:00 Asia/Kathmandu', '2026-11-20T19:20:00Z', true],
])('%s at %s: %s', (text, at, wanted) => {
  const window = parseWindow(text);
  expect(window).not.toBeNull();
  expect(isWithin(window ? [window] : [], new Date(at))).toBe(wanted);
});

it.each([
  'always',
  'Mon-Xyz 08:00-18:00',
  'Mon 25:00-26:00',
  'Mon 08:00-08:00',
  'Mon 08:00-18:00 Mars/Olympus',
])('%s is no window', (text) => expect(parseWindow(text)).toBeNull());

it('without windows every moment is one', () => expect(isWithin([], new Date())).toBe(true));
