/**
 * When something may be done by itself: "Mon-Fri 08:00-18:00 Europe/Paris". The days are names, ranges or a list of
 * them, or "daily"; a window whose end is before its beginning goes on past midnight.
 */
export type Window = { days: number[]; from: number; to: number; timeZone: string }; // days from 0, Sunday; minutes

const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const WRITTEN = /^(\S+) (\d{2}):(\d{2})-(\d{2}):(\d{2})(?: (\S+))?$/;
const DAY_MINUTES = 24 * 60;

/** Null for what is no such text. Without a zone it is UTC. */
export function parseWindow(text: string): Window | null {
  const parts = WRITTEN.exec(text.trim().replaceAll(/\s+/g, ' '));
  if (!parts) return null;
  const [, days = '', fromHour, fromMinute, toHour, toMinute, timeZone = 'UTC'] = parts;
  const named = daysOf(days);
  const from = minutesOf(fromHour, fromMinute);
  const to = minutesOf(toHour, toMinute);
  if (named === null || from === null || to === null || from === to || !isZone(timeZone)) return null;
  return { days: named, from, to, timeZone };
}

/** Whether a moment is in one of the windows; always, where there are none. */
export function isWithin(windows: readonly Window[], now: Date): boolean {
  return windows.length === 0 || windows.some((window) => holds(window, now));
}

function holds({ days, from, to, timeZone }: Window, now: Date): boolean {
  const { day, minute } = localTime(now, timeZone);
  if (from < to) return days.includes(day) && minute >= from && minute < to;
  const dayBefore = (day + 6) % 7;
  return (days.includes(day) && minute >= from) || (days.includes(dayBefore) && minute < to);
}

function localTime(now: Date, timeZone: string): { day: number; minute: number } {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const parts = Object.fromEntries(format.formatToParts(now).map(({ type, value }) => [type, value]));
  return {
    day: DAYS.indexOf((parts.weekday ?? '').toLowerCase()),
    minute: Number(parts.hour) * 60 + Number(parts.minute),
  };
}

function daysOf(text: string): number[] | null {
  if (text.toLowerCase() === 'daily') return [0, 1, 2, 3, 4, 5, 6];
  const found = text.split(',').map((part) => {
    const [first = '', last = first] = part.toLowerCase().split('-');
    const [from, to] = [DAYS.indexOf(first), DAYS.indexOf(last)];
    if (from === -1 || to === -1) return [];
    const count = ((to - from + 7) % 7) + 1;
    return Array.from({ length: count }, (_, index) => (from + index) % 7);
  });
  return found.some((days) => days.length === 0) ? null : found.flat();
}

function minutesOf(hour = '', minute = ''): number | null {
  const minutes = Number(hour) * 60 + Number(minute);
  return Number(minute) < 60 && minutes <= DAY_MINUTES ? minutes : null;
}

function isZone(timeZone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone });
    return true;
  } catch {
    return false; // the only way to ask
  }
}
