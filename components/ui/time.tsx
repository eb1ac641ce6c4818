'use client';

import { durationWords, relativeWords } from './durations';
import { useIsHydrated, useNow } from './now';

const exact = (iso: string) =>
  new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'long' }).format(new Date(iso));
const clock = (iso: string, timeZone?: string) =>
  new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone }).format(new Date(iso));
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });
const dayWithYear = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
});

/** How long ago, the exact moment in the viewer's zone on hover. */
export function Ago({ at }: { at: string | null }) {
  const now = useNow();
  const isHydrated = useIsHydrated();
  if (at === null) return <span className="text-faint">never</span>;
  return (
    <time dateTime={at} title={isHydrated ? exact(at) : undefined} className="whitespace-nowrap tabular-nums">
      {relativeWords(Date.parse(at), now)}
    </time>
  );
}

/** The time of day in the viewer's zone ("14:32"); by UTC until the browser has said which that is. */
export function ClockTime({ at }: { at: string }) {
  const isHydrated = useIsHydrated();
  return (
    <time dateTime={at} title={isHydrated ? exact(at) : undefined} className="tabular-nums">
      {clock(at, isHydrated ? undefined : 'UTC')}
    </time>
  );
}

/** A day of a bill. Bills are kept in UTC days, so it reads the same everywhere. */
export function Day({ at, withYear = false }: { at: string; withYear?: boolean }) {
  return (
    <time dateTime={at} title={`${at.slice(0, 10)} (UTC)`} className="whitespace-nowrap tabular-nums">
      {(withYear ? dayWithYear : day).format(new Date(at))}
    </time>
  );
}

/** How long something took, or has been taking until now. */
export function Lasted({ from, to }: { from: string | null; to: string | null }) {
  const now = useNow();
  if (from === null) return <span className="text-faint">–</span>;
  const end = to === null ? Math.max(now, Date.parse(from)) : Date.parse(to);
  return <span className="whitespace-nowrap tabular-nums">{durationWords(end - Date.parse(from))}</span>;
}
