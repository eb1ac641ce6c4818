import { Cron } from 'croner';
import { AppError } from '@/lib/core/errors';

/** When a schedule is due and what its runs are called: pure functions of (schedule, time). */
export type Timing = { cron: string; timeZone: string; keyFormat: string };

/** Throws `invalid_input` naming the field: an unreadable cron pattern, an unknown zone or placeholder. */
export function checkTiming({ cron, timeZone, keyFormat }: Timing): void {
  guard(
    'timeZone',
    `“${timeZone}” is no time zone; write one like Europe/Berlin`,
    () => new Intl.DateTimeFormat('en', { timeZone }),
  );
  guard('cron', `“${cron}” is no cron pattern of minute, hour, day, month and weekday`, () =>
    patternOf(cron, timeZone).nextRun(),
  );
  keyOf(keyFormat, new Date(0), timeZone);
}

function guard(path: string, message: string, attempt: () => unknown): void {
  try {
    attempt();
  } catch (cause) {
    throw new AppError('invalid_input', message, { errors: [{ path, message }], cause });
  }
}

function patternOf(cron: string, timeZone: string): Cron {
  // Five or six fields and the @daily kind; a date as a pattern would fire once and never again.
  return new Cron(cron, { timezone: timeZone, paused: true, mode: '5-or-6-parts' });
}

/** The first time after `after`, or null when the pattern never comes round again. */
export function nextDue({ cron, timeZone }: Timing, after: Date): Date | null {
  return patternOf(cron, timeZone).nextRun(after);
}

/**
 * What is due at `now` for a schedule that was next due at `due`: of all fires missed while nobody looked only the
 * latest, so that a worker that was down for a week starts one run and not seven.
 */
export function dueNow(timing: Timing, due: Date, now: Date): Date | null {
  if (due > now) return null;
  const oneLater = new Date(now.getTime() + 1_000); // previousRuns looks strictly before its reference
  const [latest] = patternOf(timing.cron, timing.timeZone).previousRuns(1, oneLater);
  return latest && latest > due && latest <= now ? latest : due;
}

/**
 * The key of the run due at `at`: {year} 2026, {month} 2026-11, {week} 2026-W47 (ISO 8601), {day} 2026-11-21,
 * {hour} 2026-11-21T02+01:00, {minute} 2026-11-21T02:30+01:00, all in the schedule's zone; the offset keeps the hour
 * that comes twice in autumn apart. Throws `invalid_input` for another placeholder.
 */
export function keyOf(format: string, at: Date, timeZone: string): string {
  const local = localTime(at, timeZone);
  return format.replace(/\{([^{}]*)\}/g, (_whole, name: string) => {
    const value = Object.hasOwn(local, name) ? local[name] : undefined;
    if (value !== undefined) return value;
    const message = `the key format knows {${Object.keys(local).join('}, {')}}, not {${name}}`;
    throw new AppError('invalid_input', message, { errors: [{ path: 'keyFormat', message }] });
  });
}

function localTime(at: Date, timeZone: string): Record<string, string> {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'longOffset',
  }).formatToParts(at);
  const part = (type: string) => parts.find((each) => each.type === type)?.value ?? '';
  const offset = part('timeZoneName').replace('GMT', '') || '+00:00';
  const month = `${part('year')}-${part('month')}`;
  const day = `${month}-${part('day')}`;
  return {
    year: part('year'),
    month,
    week: isoWeek(day),
    day,
    hour: `${day}T${part('hour')}${offset}`,
    minute: `${day}T${part('hour')}:${part('minute')}${offset}`,
  };
}

/** The ISO week of a calendar day: its year and number are those of the week's Thursday. */
function isoWeek(day: string): string {
  const thursday = new Date(`${day}T00:00:00Z`);
  thursday.setUTCDate(thursday.getUTCDate() + 4 - (thursday.getUTCDay() || 7));
  const year = thursday.getUTCFullYear();
  const week = Math.ceil(((thursday.getTime() - Date.UTC(year, 0, 1)) / 86_400_000 + 1) / 7);
  return `${year}-W${String(week).padStart(2, '0')}`;
}
