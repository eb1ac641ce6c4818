import { DAY_MS, HOUR_MS } from '@/lib/core/clock';

/** How old what a source tells may be until rules no longer rest on it: bill_ok, inv_ok and quality_ok. */
export const FRESH_MS = { focus: 5 * DAY_MS, inventory: 48 * HOUR_MS, quality: 48 * HOUR_MS } as const;

type Standing = { kind: keyof typeof FRESH_MS; enabled: boolean; dataThrough: Date | null };

/** A source of which nothing has been read is as stale as can be; one that is switched off is not waited for. */
export function isStale({ kind, enabled, dataThrough }: Standing, now: Date): boolean {
  if (!enabled) return false;
  return dataThrough === null || now.getTime() - dataThrough.getTime() > FRESH_MS[kind];
}
