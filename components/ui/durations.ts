const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** "3 min ago", "in 2 h", "5 Nov 2026" once it is over 60 days away. `moment` and `now` in ms. */
export function relativeWords(moment: number, now: number): string {
  const distance = Math.abs(now - moment);
  if (distance < 45_000) return 'just now';
  if (distance > 60 * DAY) return new Date(moment).toISOString().slice(0, 10);
  const words = coarse(distance);
  return moment > now ? `in ${words}` : `${words} ago`;
}

function coarse(ms: number): string {
  if (ms < HOUR) return `${Math.max(1, Math.round(ms / MINUTE))} min`;
  if (ms < 36 * HOUR) return `${Math.round(ms / HOUR)} h`;
  return `${Math.round(ms / DAY)} days`;
}

/** A length of time in two units at most: "840 ms", "12 s", "3 min 20 s", "2 h 5 min". */
export function durationWords(ms: number): string {
  if (ms < 1_000) return `${Math.max(0, Math.round(ms))} ms`;
  if (ms < MINUTE) return `${Math.floor(ms / 1_000)} s`;
  if (ms < HOUR) return pair(ms, MINUTE, 'min', 1_000, 's');
  if (ms < DAY) return pair(ms, HOUR, 'h', MINUTE, 'min');
  return pair(ms, DAY, 'd', HOUR, 'h');
}

function pair(ms: number, big: number, bigWord: string, small: number, smallWord: string): string {
  const rest = Math.floor((ms % big) / small);
  const head = `${Math.floor(ms / big)} ${bigWord}`;
  return rest > 0 ? `${head} ${rest} ${smallWord}` : head;
}
