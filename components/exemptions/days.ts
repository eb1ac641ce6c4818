import { dayOf, startOf } from '@/components/ui/filter-days';

const DAY_MS = 86_400_000;
const USUAL_MS = 90 * DAY_MS;
/** A day less than two years, as the day that is chosen counts to its end. */
const MOST_MS = 729 * DAY_MS;

/** The days that an exemption may end on, by the viewer's own: after the one it has, at most two years from now. */
export function daysAhead(now: number, has = now) {
  const from = Math.max(now, has);
  const most = now + MOST_MS;
  const day = (at: number) => dayOf(new Date(Math.min(at, most)).toISOString());
  return { min: day(from + DAY_MS), usual: day(from + USUAL_MS), max: day(most) };
}

/** To the end of a day that somebody chose. */
export const endOf = (day: string): string | null => startOf(day, 1);
