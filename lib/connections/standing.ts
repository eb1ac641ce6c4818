import type { ConnectionStanding, ConnectionTest } from './schema';

type Known = { enabled: boolean; lastTest: ConnectionTest | null; lastReadError: string | null };

/** How a connection stands, from its last test and its last reading: the worse of the two. */
export function standingOf({ enabled, lastTest, lastReadError }: Known): ConnectionStanding {
  if (!enabled) return 'disabled';
  if (lastReadError !== null || lastTest?.ok === false) return 'failing';
  if (lastTest === null) return 'untested';
  return lastTest.checks.some(({ state }) => state === 'warn') ? 'warned' : 'working';
}
