import { listConnections, listRoutedProjects, openConnection } from '@/lib/connections/data';
import { examineConnection } from '@/lib/connections/examine';
import type { ConnectionTest, ConnectionView } from '@/lib/connections/schema';
import { MINUTE_MS, systemClock } from '@/lib/core/clock';
import { database } from '@/lib/core/db';
import { AppError, messageOf } from '@/lib/core/errors';
import { judgeSealKey } from '@/lib/core/readiness.data';
import { listWorkers, readAttention } from '@/lib/runs/data';
import { listSchedules } from '@/lib/runs/schedule.data';
import { version } from '@/package.json';
import { type Finding, fail, judgeRuns, judgeSchedules, judgeSeal, judgeWorkers, skipped } from './judge';

const OVERDUE_MS = 5 * MINUTE_MS;

/** What stands in the database: the key that opens it, who works on it, what waits. Writes nothing. */
export async function* examineContents(): AsyncGenerator<Finding> {
  const connections = await listConnections(database());
  const closed: ConnectionView[] = [];
  for (const connection of connections) if (!(await opens(connection))) closed.push(connection);
  const names = closed.map(({ name }) => name);
  yield judgeSeal(await judgeSealKey(database()), names, connections.length - closed.length);
  yield judgeWorkers(await listWorkers(database()), version);
  yield judgeSchedules(await listOverdue());
  yield judgeRuns(await readAttention(database()));
  for (const connection of connections.filter((each) => !closed.includes(each))) yield* examine(connection);
}

async function opens({ id }: ConnectionView): Promise<boolean> {
  try {
    await openConnection(database(), id);
    return true;
  } catch (error) {
    if (error instanceof AppError && error.code === 'misconfigured') return false; // sealed with another key
    throw error;
  }
}

async function listOverdue(): Promise<string[]> {
  const before = Date.now() - OVERDUE_MS;
  const schedules = await listSchedules(database());
  return schedules
    .filter(({ enabled, nextDueAt }) => enabled && nextDueAt !== null && Date.parse(nextDueAt) < before)
    .map(({ name }) => name);
}

/** As the test button of Settings asks, but nothing is kept and nothing is audited. */
async function* examine({ id, name, enabled }: ConnectionView): AsyncGenerator<Finding> {
  const check = 'Connection';
  if (!enabled) return yield skipped(check, `${name} is switched off`);
  try {
    const connection = await openConnection(database(), id);
    const routed = await listRoutedProjects(database(), id);
    const { kind, requestsPerSecond } = connection;
    yield* tell(
      name,
      await examineConnection({ kind, site: connection, requestsPerSecond, routed, clock: systemClock }),
    );
  } catch (error) {
    yield fail(check, `${name}: ${messageOf(error)}`, 'Open it in Settings, Connections, and test it there.');
  }
}

function* tell(name: string, { checks }: ConnectionTest): Generator<Finding> {
  const faults = checks.filter(({ state }) => state === 'fail' || state === 'warn');
  for (const { state, subject, title, detail, fix } of faults) {
    const found = `${name}: ${[subject, title].filter(Boolean).join(' ')}: ${detail}`;
    const todo = fix ?? 'Open it in Settings, Connections, and test it there.';
    yield { check: 'Connection', state: state === 'fail' ? 'fail' : 'warn', found, todo };
  }
  if (faults.length === 0)
    yield { check: 'Connection', state: 'ok', found: `${name}: ${checks[0]?.detail ?? ''}` };
}
