'use client';

import { Input } from './field';
import { useIsHydrated } from './now';

/** [from, to) as moments; null is open. */
export type DayRange = { from: string | null; to: string | null };

const pad = (part: number) => String(part).padStart(2, '0');

/** The day that a moment falls on where the viewer is, as a date field has it. */
function dayOf(at: Date): string {
  return `${at.getFullYear()}-${pad(at.getMonth() + 1)}-${pad(at.getDate())}`;
}

/** Where a day begins for the viewer, `later` days on. */
function beginOf(day: string, later = 0): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(year, month - 1, date + later).toISOString();
}

/** Two days of the viewer's calendar, both within the range. What is no moment in the URL shows as no day. */
export function DayRangeFields({ range, onRange }: { range: DayRange; onRange: (range: DayRange) => void }) {
  const isHydrated = useIsHydrated();
  const shown = (at: string | null, back: number) => {
    const time = at === null ? Number.NaN : Date.parse(at);
    return isHydrated && !Number.isNaN(time) ? dayOf(new Date(time - back)) : '';
  };
  return (
    // relative: what is there for screen readers only scrolls with the bar, instead of widening the page.
    <fieldset className="relative flex shrink-0 items-center gap-2">
      <legend className="sr-only">Days</legend>
      <Input
        type="date"
        aria-label="From day"
        value={shown(range.from, 0)}
        onChange={({ target }) => onRange({ ...range, from: target.value ? beginOf(target.value) : null })}
      />
      <span className="text-muted">to</span>
      <Input
        type="date"
        aria-label="To day"
        value={shown(range.to, 1)}
        onChange={({ target }) => onRange({ ...range, to: target.value ? beginOf(target.value, 1) : null })}
      />
    </fieldset>
  );
}
