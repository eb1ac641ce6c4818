import { expect, it } from 'vitest';
import { cronWords } from './cron-words';

it.each([
  ['* * * * *', 'Every minute'],
  ['*/5 * * * *', 'Every 5 minutes'],
  ['0 * * * *', 'Every hour, on the hour'],
  ['30 */6 * * *', 'Every 6 hours, at 30 minutes past'],
  ['0 6 * * *', 'Every day at 06:00'],
  ['30 6,18 * * *', 'Every day at 06:30 and 18:30'],
  ['0 6 * * 1', 'Every Monday at 06:00'],
  ['0 6 * * 7', 'Every Sunday at 06:00'],
  ['0 6 * * 1-5', 'Monday to Friday at 06:00'],
  ['15 9 * * 1,3,5', 'Every Monday, Wednesday and Friday at 09:15'],
  ['0 4 1 * *', 'On day 1 of every month at 04:00'],
  ['0 4 1,15 * *', 'On day 1 and 15 of every month at 04:00'],
  ['0 0 31 12 *', 'On day 31 of December at 00:00'],
  [' @daily ', 'Every day at 00:00'],
  ['@weekly', 'Every Sunday at 00:00'],
])('%s is “%s”', (cron, words) => {
  expect(cronWords(cron)).toBe(words);
});

it.each([
  '0 6 1 * 1',
  '0 0-6 * * *',
  '*/90x * * * *',
  '0 6 * * MON',
  '10 0 6 * * *',
  '61 6 * * *',
  'soon',
  'constructor',
])('what has no short words is quoted: %s', (cron) => {
  expect(cronWords(cron)).toBe(`By the pattern ${cron}`);
});
