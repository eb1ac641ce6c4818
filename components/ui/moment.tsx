'use client';

import { relativeWords } from './durations';
import { useIsHydrated, useNow } from './now';

const moment = (iso: string, timeZone?: string) =>
  new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZone,
  }).format(new Date(iso));

/** To the second, in the viewer's zone; by UTC until the browser has said which that is. How long ago on hover. */
export function Moment({ at }: { at: string }) {
  const isHydrated = useIsHydrated();
  const now = useNow();
  return (
    <time
      dateTime={at}
      title={isHydrated ? relativeWords(Date.parse(at), now) : undefined}
      className="whitespace-nowrap tabular-nums"
    >
      {moment(at, isHydrated ? undefined : 'UTC')}
    </time>
  );
}
