'use client';

import { Input } from './field';
import { useIsHydrated } from './now';

const DAY_MS = 86_400_000;

type Span = { from: string | null; to: string | null };
type FilterDaysProps = Span & { label: string; onChange: (span: Span) => void };

/**
 * From one day to another, both in it, by the viewer's own days. The URL has the moments at which they begin and end,
 * so that a link shows the same to somebody in another zone.
 */
export function FilterDays({ label, from, to, onChange }: FilterDaysProps) {
  const isHydrated = useIsHydrated(); // before, nobody knows the viewer's zone
  return (
    <fieldset className="flex shrink-0 items-center gap-1">
      <legend className="sr-only">{label}</legend>
      <Input
        type="date"
        aria-label={`${label}, from`}
        title={`${label}, from this day on`}
        value={isHydrated && from ? dayOf(from) : ''}
        onChange={({ target }) => onChange({ from: startOf(target.value), to })}
        className="w-34"
      />
      <span aria-hidden className="text-faint">
        –
      </span>
      <Input
        type="date"
        aria-label={`${label}, to`}
        title={`${label}, to the end of this day`}
        value={isHydrated && to ? dayOf(to, -1) : ''}
        onChange={({ target }) => onChange({ from, to: startOf(target.value, 1) })}
        className="w-34"
      />
    </fieldset>
  );
}

/** The beginning of a day ("2026-11-21") in the viewer's zone, so many days on. */
export function startOf(day: string, daysOn = 0): string | null {
  const [year = Number.NaN, month = 1, date = 1] = day.split('-').map(Number);
  const at = new Date(year, month - 1, date + daysOn);
  return Number.isNaN(at.getTime()) || year < 1000 ? null : at.toISOString();
}

/** The viewer's day at a moment; with -1, the last one that ends at it. */
export function dayOf(moment: string, before: 0 | -1 = 0): string {
  const at = new Date(Date.parse(moment) + before * (DAY_MS / 24));
  if (Number.isNaN(at.getTime())) return '';
  const two = (value: number) => String(value).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}
