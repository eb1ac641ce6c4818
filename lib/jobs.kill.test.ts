import { afterAll, beforeAll, expect, it } from 'vitest';
import { routeTo, startTestJira, type TestJira } from '@/scripts/testing/jira';
import { PATIENCE_MS } from '@/scripts/testing/patience';
import { database } from './core/db';
import { registerJobs } from './jobs';
import { systemActor } from './people/schema';
import {
  generate,
  hour,
  known,
  makeResource,
  makeSnapshot,
  makeSource,
  publishRules,
  WANTS,
} from './recommendations/testing';
import { requestRun } from './runs/commands';
import { getRun } from './runs/data';
import { graphNamed } from './runs/plan';
import { endWorkers, spawnWorker } from './runs/testing/process';

const LINEAGES = 300;
const KILLS = 20;
const WORKER = new URL('../scripts/testing/real-worker.ts', import.meta.url);

let jira: TestJira;

beforeAll(async () => {
  jira = await startTestJira();
  // Slow enough that twenty workers die before the last ticket is opened.
  await database().connection.update({ where: { id: jira.connectionId }, data: { requestsPerSecond: 12 } });
  await routeTo(jira.connectionId, 'PLAT');
});

afterAll(async () => {
  endWorkers();
  await jira.site.close();
});

async function findThreeHundred(): Promise<void> {
  await publishRules(WANTS);
  const sourceId = await makeSource('inventory');
  const snapshotId = await makeSnapshot({ sourceId, through: hour(1) });
  const ids: string[] = [];
  for (let number = 0; number < LINEAGES; number += 1) ids.push(await makeResource(`vm-${number}`));
  const resources = ids.map((id) =>
    known({ id, facts: { wants_resize: true }, sources: [{ sourceId, snapshotId }] }),
  );
  await generate({ resources, snapshotIds: [snapshotId], clock: () => hour(2) });
}

/** When the next kill falls, from a fixed sequence: some while a worker takes over, most while it sends. */
function* pauses(): Generator<number> {
  for (let state = 17; ; state = Math.imul(state, 1_664_525) + 1_013_904_223)
    yield 300 + ((state >>> 8) % 2_200);
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

it('300 tickets are opened once each, though Jira misbehaves and the worker is killed twenty times', async () => {
  await findThreeHundred();
  await jira.control('PUT', 'faults', {
    seed: 5,
    ceilings: false,
    indexLagMs: 400,
    rate429: 0.05,
    rate429NoRetryAfter: 0.05,
    retryAfterSeconds: 0,
    rate500: 0.05,
    cutAfterCreate: 0.08,
    cutBeforeCreate: 0.03,
  });
  const { graphs } = registerJobs();
  const graph = graphNamed(graphs, 'distribute');
  const { runId } = await requestRun({ actor: systemActor('test'), graph, input: {} });

  const until = pauses();
  let worker = await spawnWorker(WORKER);
  const opened = () => database().effect.count({ where: { state: 'confirmed' } });
  await expect.poll(opened, { timeout: PATIENCE_MS, interval: 50 }).toBeGreaterThan(0); // it is at work: killing may begin
  for (let kills = 0; kills < KILLS; kills += 1) {
    await pause(until.next().value);
    await worker.kill('SIGKILL');
    worker = await spawnWorker(WORKER);
  }
  expect((await getRun(database(), runId)).state).toBe('running');
  const openedMeanwhile = await opened();
  expect(openedMeanwhile).toBeLessThan(LINEAGES);
  await database().connection.update({ where: { id: jira.connectionId }, data: { requestsPerSecond: 100 } });

  await expect
    .poll(async () => (await getRun(database(), runId)).state, { timeout: 240_000, interval: 250 })
    .toBe('succeeded');
  await worker.kill('SIGTERM');

  const issues = await jira.issues();
  const lineages = issues.map((issue) => Object(issue.properties.evenkeel).lineage);
  expect(new Set(lineages).size).toBe(LINEAGES);
  expect(issues).toHaveLength(LINEAGES);
  const mapped = await database().recommendationTicketMap.findMany();
  expect(mapped).toHaveLength(LINEAGES);
  expect(new Set(mapped.map((row) => row.ticketId)).size).toBe(LINEAGES);
  expect(await database().effect.count({ where: { state: 'confirmed' } })).toBe(LINEAGES);
}, 400_000);
