import { beforeEach, expect, it } from 'vitest';
import { database } from '@/lib/core/db';
import { type Actor, systemActor } from '@/lib/people/schema';
import { jobContext } from '@/scripts/testing/jira';
import { dismissMany, reopenMany } from './batches.commands';
import { viewBatch } from './batches.data';
import { dismissLineage } from './commands';
import { listRecommendations } from './data';
import { readRecommendationDetail } from './detail.data';
import { decideManyJob } from './job';
import { dismissManyInput, listRecommendationsInput, reopenManyInput } from './schema';
import * as make from './testing';

const ana: Actor = { ...systemActor('Ana'), kind: 'user', id: '1', requestId: 'r-1' };
const now = () => make.hour(30);
const reason = 'The whole account is going away.';

beforeEach(async () => {
  await database()
    .$executeRaw`TRUNCATE recommendations_generated, recommendations, lineages, resources, snapshots,
    sources, rule_sets, runs CASCADE`;
});

/** So many resources, each with one open recommendation; answers with the ids of the lineages. */
async function found(count: number): Promise<string[]> {
  await make.publishRules(make.WANTS);
  const sourceId = await make.makeSource('focus');
  const snapshotId = await make.makeSnapshot({ sourceId, through: make.hour(1) });
  const [at] = [make.hour(0)];
  const resources = await database().resource.createManyAndReturn({
    data: Array.from({ length: count }, (_, n) => ({
      ...{ provider: 'aws', account: '1', region: 'eu-west-1', nativeId: `vm-${n}` },
      ...{ firstSeenAt: at, lastSeenAt: at },
    })),
  });
  const sources = [{ sourceId, snapshotId }];
  const facts = { wants_delete: true };
  await make.generate({
    snapshotIds: [snapshotId],
    resources: resources.map(({ id }) => make.known({ id: String(id), facts, sources })),
    clock: () => make.hour(2),
  });
  const lineages = await database().lineage.findMany({ orderBy: { id: 'asc' } });
  return lineages.map(({ id }) => String(id));
}

const statuses = async () =>
  (await database().lineage.findMany({ orderBy: { id: 'asc' } })).map(({ status }) => status);

it('does to each what can be done to it, and says what it skipped and why', async () => {
  const [first = '', second = '', third = ''] = await found(4);
  await dismissLineage({ actor: ana, id: first, reason: 'Before.', clock: now });
  await database().lineage.update({ where: { id: BigInt(second) }, data: { status: 'resolved' } });
  const batch = await dismissMany({ actor: ana, ids: [first, second, third], reason, clock: now });
  expect(batch).toMatchObject({ deed: 'dismiss', state: 'done', total: 3, done: 1, left: 0, runId: null });
  expect(batch.skipped).toEqual([
    { why: 'is dismissed', count: 1 },
    { why: 'is resolved', count: 1 },
  ]);
  expect(await statuses()).toEqual(['dismissed', 'resolved', 'dismissed', 'open']);
  expect((await readRecommendationDetail(database(), first)).dismissedReason).toBe('Before.');
});

it('stands in each one’s history and in the audit log, an event each and one of the whole', async () => {
  const ids = await found(3);
  const until = make.hour(100);
  const { id: batch } = await dismissMany({ actor: ana, ids: ids.slice(0, 2), reason, until, clock: now });
  for (const id of ids.slice(0, 2)) {
    const { events, dismissedUntil } = await readRecommendationDetail(database(), id);
    expect(events).toContainEqual(
      expect.objectContaining({ event: 'dismissed', actor: 'Ana', detail: reason, from: 'open' }),
    );
    expect(dismissedUntil).toBe(until.toISOString());
    const audit = await database().auditEvent.findMany({ where: { subjectId: id } });
    expect(audit).toMatchObject([
      { action: 'recommendation.dismissed', actorName: 'Ana', requestId: 'r-1', after: { reason, batch } },
    ]);
  }
  const whole = await database().auditEvent.findFirstOrThrow({ where: { subjectId: batch } });
  expect(whole).toMatchObject({ action: 'recommendations.decided', after: { total: 2, reason } });
});

it('all that fit a filter are those that the list shows for it', async () => {
  await found(5);
  const filter = { q: 'vm-1' };
  const listed = await listRecommendations(database(), listRecommendationsInput.parse(filter));
  const batch = await dismissMany({ actor: ana, filter, reason, clock: now });
  expect(batch.done).toBe(listed.items.length);
  expect(await statuses()).toEqual(['open', 'dismissed', 'open', 'open', 'open']);
});

it('is taken back as a whole; what was skipped is left as it was', async () => {
  const [first = '', second = ''] = await found(3);
  await dismissLineage({ actor: ana, id: first, reason: 'Before.', clock: now });
  const { id: batchId } = await dismissMany({ actor: ana, ids: [first, second], reason, clock: now });
  expect(await reopenMany({ actor: ana, batchId, clock: now })).toMatchObject({ total: 1, done: 1 });
  expect(await statuses()).toEqual(['dismissed', 'open', 'open']);
  const again = await reopenMany({ actor: ana, batchId, clock: now });
  expect(again).toMatchObject({ done: 0, skipped: [{ why: 'is open', count: 1 }] });
});

it('a dismissed one wants no ticket any more, and gets it back when it is reopened', async () => {
  const connectionId = await make.makeConnection();
  await database().ticketRoute.deleteMany();
  await database().ticketRoute.create({ data: { connectionId, projectKey: 'FIN', issueType: 'Task' } });
  const ids = await found(2);
  const wanted = () => database().lineage.count({ where: { ticketWanted: true } });
  expect(await wanted()).toBe(2);
  const { id: batchId } = await dismissMany({ actor: ana, ids, reason, clock: now });
  expect(await wanted()).toBe(0);
  await reopenMany({ actor: ana, batchId, clock: now });
  expect(await wanted()).toBe(2);
});

it('more than can be done before an answer are done by a run, which takes up where it was stopped', async () => {
  await found(2_100);
  const asked = await dismissMany({ actor: ana, filter: {}, reason, clock: now });
  expect(asked).toMatchObject({ state: 'running', total: 2_100, done: 0, left: 2_100 });
  const run = await database().run.findUniqueOrThrow({ where: { id: asked.runId ?? '' } });
  expect(run).toMatchObject({ graph: 'decide-many', requestedBy: 'Ana', input: { batchId: asked.id } });

  const stopped = new Error('the worker goes away');
  const seen: number[] = [];
  const start = (most: number) =>
    decideManyJob.run({
      ...jobContext({ batchId: asked.id }),
      clock: now,
      progress: async ({ done }) => {
        seen.push(done);
        if (done >= most) throw stopped;
      },
    });
  await expect(start(1_000)).rejects.toThrow(stopped);
  expect(await viewBatch(database(), asked.id)).toMatchObject({ state: 'running', done: 1_000, left: 1_100 });
  expect((await start(Number.POSITIVE_INFINITY)).output).toEqual({ done: 2_100, skipped: 0 });
  expect(seen).toEqual([1_000, 2_000, 2_100]);
  expect(await viewBatch(database(), asked.id)).toMatchObject({ state: 'done', done: 2_100, left: 0 });
  const events = await database().lineageEvent.count({ where: { event: 'dismissed' } });
  expect([events, new Set(await statuses())]).toEqual([2_100, new Set(['dismissed'])]);
});

it('a number that is nobody’s, an end that has passed, and none or two ways to say which are refused', async () => {
  const [id = ''] = await found(1);
  await expect(dismissMany({ actor: ana, ids: [id, '999'], reason, clock: now })).rejects.toMatchObject({
    code: 'not_found',
  });
  await expect(
    dismissMany({ actor: ana, ids: [id], reason, until: make.hour(29), clock: now }),
  ).rejects.toMatchObject({ code: 'invalid_input' });
  expect(await statuses()).toEqual(['open']);
  expect(await database().lineageBatch.count()).toBe(0);
  for (const given of [{}, { ids: [id], filter: {} }, { ids: [] }, { ids: ['x'] }]) {
    expect(dismissManyInput.safeParse({ ...given, reason }).success).toBe(false);
  }
  expect(reopenManyInput.safeParse({ ids: [id], batchId: crypto.randomUUID() }).success).toBe(false);
});
