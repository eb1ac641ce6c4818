import { own } from '@/lib/core/own.schema';

/** A cron pattern in words, for the forms that people schedule by; any other pattern is quoted as it is. */
const ALIASES: Record<string, string> = {
  '@hourly': '0 * * * *',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@weekly': '0 0 * * 0',
  '@monthly': '0 0 1 * *',
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
};

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

export function cronWords(cron: string): string {
  const pattern = own(ALIASES, cron.trim().toLowerCase()) ?? cron.trim();
  const [minute = '', hour = '', day = '', month = '', weekday = '', ...more] = pattern.split(/\s+/);
  const words =
    more.length === 0 && weekday !== ''
      ? (oftenWords(minute, hour, [day, month, weekday]) ?? onceWords(minute, hour, day, month, weekday))
      : null;
  return words ?? `By the pattern ${cron.trim()}`;
}

/** Several times a day, on every day. */
function oftenWords(minute: string, hour: string, days: string[]): string | null {
  if (days.some((field) => field !== '*')) return null;
  const minutes = stepOf(minute);
  if (hour === '*' && minutes !== null) return minutes === 1 ? 'Every minute' : `Every ${minutes} minutes`;
  const at = numberIn(minute, 0, 59);
  const hours = stepOf(hour);
  if (at === null || hours === null) return null;
  const past = at === 0 ? 'on the hour' : `at ${at} ${at === 1 ? 'minute' : 'minutes'} past`;
  return `Every ${hours === 1 ? 'hour' : `${hours} hours`}, ${past}`;
}

/** At named times, on some days. */
function onceWords(minute: string, hour: string, day: string, month: string, weekday: string): string | null {
  const at = numberIn(minute, 0, 59);
  const hours = listIn(hour, 0, 23);
  if (at === null || hours === null) return null;
  const times = hours.map((one) => `${two(one)}:${two(at)}`);
  const when = dayWords(day, month, weekday);
  return when === null ? null : `${when} at ${and(times)}`;
}

function dayWords(day: string, month: string, weekday: string): string | null {
  if (weekday !== '*') return day === '*' && month === '*' ? weekdayWords(weekday) : null;
  if (day === '*') return month === '*' ? 'Every day' : null;
  const days = listIn(day, 1, 31);
  if (days === null) return null;
  if (month === '*') return `On day ${and(days.map(String))} of every month`;
  const months = listIn(month, 1, 12);
  return months === null
    ? null
    : `On day ${and(days.map(String))} of ${and(months.map((one) => MONTHS[one - 1] ?? ''))}`;
}

function weekdayWords(weekday: string): string | null {
  const range = /^([0-7])-([0-7])$/.exec(weekday);
  if (range) return `${DAYS[Number(range[1])]} to ${DAYS[Number(range[2])]}`;
  const days = listIn(weekday, 0, 7);
  return days === null ? null : `Every ${and(days.map((one) => DAYS[one] ?? ''))}`;
}

/** 1 of "*", 5 of "* over 5"; null of anything else. */
function stepOf(field: string): number | null {
  if (field === '*') return 1;
  const step = /^\*\/(\d{1,2})$/.exec(field)?.[1];
  return step === undefined || step === '0' ? null : Number(step);
}

function listIn(field: string, from: number, to: number): number[] | null {
  const numbers = field.split(',').map((part) => numberIn(part, from, to));
  const known = numbers.filter((number) => number !== null);
  return known.length === numbers.length ? known : null;
}

function numberIn(field: string, from: number, to: number): number | null {
  const number = /^\d{1,2}$/.test(field) ? Number(field) : Number.NaN;
  return number >= from && number <= to ? number : null;
}

const two = (number: number) => String(number).padStart(2, '0');

function and(words: string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`;
}
