import { afterAll, beforeAll, expect, it } from 'vitest';
import { PATIENCE_MS } from '@/scripts/testing/patience';
import { database } from './core/db';
import { registerJobs } from './jobs';
import { requestBacktest } from './recommendations/backtest/commands';
import { readBacktest } from './recommendations/backtest/data';
import { purgeOfBacktests } from './recommendations/backtest/purge.data';
import { actor, draftOf, generateWeek, readWeek } from './recommendations/backtest/testing/weeks';
import * as make from './recommendations/testing';
import { cancelRun } from './runs/commands';
import { ended } from './runs/testing/harness';
import { type RunningWorker, startWorker } from './runs/worker';

/** A backtest as a run: to its end, and cancelled before it. */
let worker: RunningWorker;
let draft = 0;
const at = make.hour(400);

const yaml = `
ruleset: wants
domain: finops
rules:
  - name: delete
    condition: "wants_delete == true"
    recommend: { action: delete, savings: claim, reason: "wants delete" }
`;

beforeAll(async () => {
  const sourceId = await make.makeSource('inventory');
  const things = await Promise.all(
    ['a', 'b'].map(async (name) => ({
      id: await make.makeResource(name),
      facts: { wants_delete: true, claim: 100 },
    })),
  );
  await generateWeek(1, [await readWeek(sourceId, 1, things)]);
  draft = await draftOf('wants', yaml);
  worker = await startWorker({ ...registerJobs(), clock: () => at });
});

afterAll(() => worker.stop());

it('a worker runs it to its end, and the result is where its link says', async () => {
  const { id, runId } = await requestBacktest({
    actor,
    slug: 'wants',
    number: draft,
    weeks: 2,
    clock: () => at,
  });
  expect(await ended(runId)).toMatchObject({ error: null, state: 'warned', graph: 'rules.backtest' });
  expect(await readBacktest(database(), { slug: 'wants', id })).toMatchObject({
    ...{ state: 'done', runId, resources: 2, newTickets: 0, endedAt: at.toISOString() },
    summary: {
      draft: { opens: { recommendations: 2, tickets: 0 }, held: [{ reason: 'no route', count: 2 }] },
    },
  });
});

it('one that is cancelled leaves no result, and can be asked for again', async () => {
  const hold = await database().$transaction(
    async (tx) => {
      await tx.$executeRaw`LOCK TABLE resource_facts IN ACCESS EXCLUSIVE MODE`;
      const { id, runId } = await requestBacktest({ actor, slug: 'wants', number: draft, clock: () => at });
      const stateNow = async () => (await database().runJob.findFirst({ where: { runId } }))?.state;
      await expect.poll(stateNow).toBe('running');
      await cancelRun({ actor, runId });
      return { id, runId };
    },
    { timeout: PATIENCE_MS },
  );
  expect(await ended(hold.runId)).toMatchObject({ state: 'cancelled' });
  expect(await readBacktest(database(), { slug: 'wants', id: hold.id })).toMatchObject({
    ...{ state: 'cancelled', summary: null, detail: null, newTickets: null },
  });
  const again = await requestBacktest({ actor, slug: 'wants', number: draft, clock: () => at });
  expect(await ended(again.runId)).toMatchObject({ state: 'succeeded' });
});

it('old ones are deleted by retention', async () => {
  expect((await purgeOfBacktests.count(database(), at)).rows).toBe(0);
  const later = new Date(at.getTime() + 1);
  expect((await purgeOfBacktests.count(database(), later)).rows).toBe(3);
  expect(await purgeOfBacktests.purge(later)).toBe(3);
  expect(await database().backtest.count()).toBe(0);
});
