import pg from 'pg';
import { createConnection } from '@/lib/connections/commands';
import { closeDatabase, database } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import { registerJobs } from '@/lib/jobs';
import { systemActor } from '@/lib/people/schema';
import { requestRun } from '@/lib/runs/commands';
import { graphNamed } from '@/lib/runs/plan';
import { startWorker } from '@/lib/runs/worker';
import { makeCompany } from '@/lib/sandbox/company/company';
import { ACCOUNTS, TEAMS } from '@/lib/sandbox/company/world';
import { SANDBOX_EMAIL } from '@/lib/sandbox/jira/server';
import { saveAccountOwner, saveRoute } from '@/lib/tickets/routes.commands';
import { createSources, deliverWeek } from './seed/deliver';
import { History } from './seed/history';
import { JiraControl } from './seed/jira-control';

/**
 * Gives the sandbox's company its weeks of history through the real pipeline: files are imported, rules run, tickets
 * open, people move them and what they did is read back, each week at its own time. Every step has a key, so that a
 * history cut short goes on where it was.
 */
const actor = systemActor('sandbox');
const COMPANY = { seed: 7, resources: 600, weeks: 8 };
const MOVES_A_DAY = 2;
const WORKING_DAYS = 5;
const DAY_MS = 86_400_000;

type Address = { databaseUrl: string; jiraUrl: string; jiraToken: string; say?: (line: string) => void };

export async function seedSandbox({
  databaseUrl,
  jiraUrl,
  jiraToken,
  say = console.log,
}: Address): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const jira = new JiraControl(jiraUrl);
  let now = new Date();
  const worker = { stop: async () => {} };
  try {
    const history = await History.open(client, COMPANY.weeks);
    if (history.isWhole()) return;
    now = history.anchor; // before anything that a schedule waits for: one that fires now moves the cursor past all weeks
    await settle(jiraUrl, jiraToken);
    Object.assign(worker, await startWorker({ ...registerJobs(), clock: () => now }));
    for (const number of history.missing()) {
      const company = makeCompany({ ...COMPANY, now: history.anchor, fixed: await doneTickets(client) });
      const week = company.week(number);
      say(`Week ${number + 1} of ${COMPANY.weeks}: ${week.at.toISOString().slice(0, 10)}`);
      const turnTo = async (at: Date) => {
        now = at;
        await jira.setClock(at);
      };
      await turnTo(week.at);
      await deliverWeek(week);
      await runToEnd('recommend', `history:recommend:${number}`);
      await livePeople(jira, week.at, turnTo, number < COMPANY.weeks - 1);
      await runToEnd('sync-tickets', `history:sync:${number}`);
      await history.markDone(number);
    }
    await jira.clearClock();
    await jira.setPace(3);
    say('The history is complete.');
  } finally {
    await worker.stop();
    await client.end();
    await closeDatabase();
  }
}

/** The connection, its routes, who owns which account, and the sources; whatever is there already stays. */
async function settle(jiraUrl: string, secret: string): Promise<void> {
  const known = await database().connection.findUnique({ where: { name: 'Sandbox Jira' } });
  const connection =
    known ??
    (await createConnection({
      actor,
      name: 'Sandbox Jira',
      baseUrl: jiraUrl,
      account: SANDBOX_EMAIL,
      secret,
      isSandbox: true,
      requestsPerSecond: 50,
    }));
  for (const { owner, project } of [{ owner: null, project: 'FIN' }, ...TEAMS]) {
    await saveRoute({ actor, owner, connectionId: connection.id, projectKey: project });
  }
  for (const { provider, id, owner } of ACCOUNTS) {
    if (owner !== null) await saveAccountOwner({ actor, provider, account: id, owner });
  }
  await createSources();
}

/** The week after the tickets were opened; the last week has only its first day behind it. */
async function livePeople(
  jira: JiraControl,
  from: Date,
  turnTo: (at: Date) => Promise<void>,
  isPast: boolean,
): Promise<void> {
  if (!isPast) return;
  for (let day = 1; day <= WORKING_DAYS; day += 1) {
    await turnTo(new Date(from.getTime() + day * DAY_MS));
    await jira.movePeople(MOVES_A_DAY);
  }
}

/** Throws when the run does not end well: a history with holes would show what is not true. */
async function runToEnd(graph: string, key: string): Promise<void> {
  const { graphs } = registerJobs();
  const { runId } = await requestRun({
    actor,
    graph: graphNamed(graphs, graph),
    input: {},
    key,
    trigger: 'history',
  });
  for (;;) {
    const run = await database().run.findUniqueOrThrow({
      where: { id: runId },
      select: { state: true, error: true },
    });
    if (run.state === 'succeeded' || run.state === 'warned') return;
    if (run.state === 'failed' || run.state === 'cancelled') {
      throw new AppError('internal', `the run ${key} ${run.state}: ${run.error ?? 'see Runs'}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** When the ticket of a resource was done, by the resource's native id in any spelling. */
async function doneTickets(client: pg.Client): Promise<(nativeId: string) => Date | null> {
  const { rows } = await client.query<{ native_id: string; closed_at: Date }>(`
    SELECT a.alias AS native_id, max(t.closed_at) AS closed_at
    FROM tickets t JOIN lineages l ON l.ticket_id = t.id JOIN resource_aliases a ON a.resource_id = l.resource_id
    WHERE t.closed_at IS NOT NULL AND l.status <> 'dismissed' GROUP BY 1
    UNION ALL
    SELECT r.native_id, max(t.closed_at)
    FROM tickets t JOIN lineages l ON l.ticket_id = t.id JOIN resources r ON r.id = l.resource_id
    WHERE t.closed_at IS NOT NULL AND l.status <> 'dismissed' GROUP BY 1`);
  const done = new Map(rows.map((row) => [row.native_id, row.closed_at]));
  return (nativeId) => done.get(nativeId) ?? null;
}
