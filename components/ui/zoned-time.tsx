/** A moment as the clocks of a named zone show it: "Mon 23 Nov 2026, 06:00". The zone is said by who shows it. */
export function ZonedTime({ at, timeZone }: { at: string; timeZone: string }) {
  const words = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  }).format(new Date(at));
  return (
    <time dateTime={at} className="whitespace-nowrap tabular-nums">
      {words}
    </time>
  );
}
