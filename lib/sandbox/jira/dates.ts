/** Dates as Jira writes and reads them: in the account's own time zone, with an offset that has no colon. */

function partsIn(zone: string, at: Date): Record<string, number> {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  return Object.fromEntries(format.formatToParts(at).map((part) => [part.type, Number(part.value)]));
}

/** Minutes by which the zone is ahead of UTC at that instant. */
function offsetOf(zone: string, at: Date): number {
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = partsIn(zone, at);
  const local = Date.UTC(year, month - 1, day, hour, minute, second);
  return Math.round((local - Math.floor(at.getTime() / 1000) * 1000) / 60_000);
}

/** `2026-11-21T02:23:33.123-0800` */
export function formatDate(at: Date, zone: string): string {
  const offset = offsetOf(zone, at);
  const local = new Date(at.getTime() + offset * 60_000).toISOString().slice(0, -1);
  const minutes = Math.abs(offset);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${local}${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}${two(minutes % 60)}`;
}

const LOCAL = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?: (\d{1,2}):(\d{2}))?$/;
const PERIOD = /^([+-]?)(\d+)([mhdw])$/;
const MINUTES = { m: 1, h: 60, d: 1440, w: 10080 } as const;

/**
 * Reads a JQL date: minute precision in the zone, or a period from now such as `-15m`. Undefined for anything
 * else, seconds included: JQL has none.
 */
export function readLocalDate(text: string, zone: string, now: Date): Date | undefined {
  const period = PERIOD.exec(text);
  if (period) {
    const unit = period[3] === 'm' || period[3] === 'h' || period[3] === 'd' ? period[3] : 'w';
    const minutes = Number(period[2]) * MINUTES[unit];
    return new Date(now.getTime() + (period[1] === '-' ? -minutes : minutes) * 60_000);
  }
  const local = LOCAL.exec(text);
  if (!local) return undefined;
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0] = local
    .slice(1)
    .map((part) => Number(part ?? 0));
  const asUtc = new Date(Date.UTC(year, month - 1, day, hour, minute));
  // The offset at the wanted instant, not at its UTC namesake: asked twice, so that changes of clocks come right.
  const guess = new Date(asUtc.getTime() - offsetOf(zone, asUtc) * 60_000);
  return new Date(asUtc.getTime() - offsetOf(zone, guess) * 60_000);
}
