import { beforeEach, describe, expect, it } from 'vitest';
import { database, transaction } from '@/lib/core/db';
import { systemActor } from '@/lib/people/schema';
import { cancelRun, requestRun, resumeRun, retryJob, startRun } from './commands';
import { getRun, listRuns, readAttention, readWorkerLiveness } from './data';
import { testGraphs } from './testing/scripted';

const actor = systemActor('test');
const asked = { graph: 'scripted', input: { jobs: [] }, actor, trigger: 'hand' };

beforeEach(async () => {
  await database().run.deleteMany();
  await database().worker.deleteMany();
});

const audited = () => database().auditEvent.findMany({ orderBy: { id: 'desc' }, take: 1 });

describe('starting a run', () => {
  it('makes one run of twenty starts with the same key at once', async () => {
    const starts = await Promise.all(
      Array.from({ length: 20 }, () =>
        transaction((tx) => startRun(tx, { ...asked, key: 'recommend:2026-W47' })),
      ),
    );
    expect(new Set(starts.map((each) => each.runId)).size).toBe(1);
    expect(starts.filter((each) => each.created)).toHaveLength(1);
    expect(await database().run.count()).toBe(1);
  });

  it('returns the run that has the key whatever its state', async () => {
    const first = await transaction((tx) => startRun(tx, { ...asked, key: 'k' }));
    await cancelRun({ actor, runId: first.runId });
    expect(await transaction((tx) => startRun(tx, { ...asked, key: 'k' }))).toEqual({
      runId: first.runId,
      created: false,
    });
  });

  it('makes a run of its own for each start without a key', async () => {
    await transaction((tx) => startRun(tx, asked));
    await transaction((tx) => startRun(tx, asked));
    expect(await database().run.count()).toBe(2);
  });

  it('is undone with the deed that asked for it', async () => {
    const deed = transaction(async (tx) => {
      await startRun(tx, { ...asked, key: 'undone' });
      throw new Error('the deed failed');
    });
    await expect(deed).rejects.toThrow('the deed failed');
    expect(await database().run.count()).toBe(0);
  });

  it('refuses input that the graph does not take, naming the place', async () => {
    const [graph] = testGraphs;
    if (!graph) throw new Error('no graph');
    expect(() => requestRun({ actor, graph, input: { jobs: [{ name: 'a' }] } })).toThrow(
      expect.objectContaining({
        code: 'invalid_input',
        errors: expect.arrayContaining([expect.objectContaining({ path: 'input.jobs.0.job' })]),
      }),
    );
  });

  it('says in the audit log who asked', async () => {
    const { runId } = await transaction((tx) => startRun(tx, asked));
    expect(await audited()).toMatchObject([{ action: 'run.requested', subjectId: runId, actorName: 'test' }]);
  });
});

describe('a run no worker has taken', () => {
  it('is cancelled at once, and can be resumed', async () => {
    const { runId } = await transaction((tx) => startRun(tx, asked));
    expect(await cancelRun({ actor, runId })).toEqual({ state: 'cancelled' });
    await expect(cancelRun({ actor, runId })).rejects.toThrow('the run is cancelled');
    expect(await resumeRun({ actor, runId, epoch: 1 })).toEqual({ epoch: 2 });
    expect(await getRun(database(), runId)).toMatchObject({
      state: 'requested',
      epoch: 2,
      jobs: [],
      reason: 'no worker is running',
    });
    expect(await audited()).toMatchObject([{ action: 'run.resumed', before: { state: 'cancelled' } }]);
  });

  it('is not resumed by who saw an older epoch, nor while it is under way', async () => {
    const { runId } = await transaction((tx) => startRun(tx, asked));
    await expect(resumeRun({ actor, runId })).rejects.toThrow(
      'it can be resumed when it is failed or cancelled',
    );
    await cancelRun({ actor, runId });
    await expect(resumeRun({ actor, runId, epoch: 7 })).rejects.toMatchObject({ code: 'conflict' });
    await expect(retryJob({ actor, runId, job: 'a' })).rejects.toMatchObject({ code: 'not_found' });
  });
});

it('says that a run is not there', async () => {
  const runId = '00000000-0000-4000-8000-000000000000';
  await expect(getRun(database(), runId)).rejects.toMatchObject({ code: 'not_found' });
  await expect(cancelRun({ actor, runId })).rejects.toMatchObject({ code: 'not_found' });
});

describe('lists', () => {
  async function seed(
    graph: string,
    state: 'succeeded' | 'failed' | 'warned' | 'requested',
    day: number,
  ): Promise<void> {
    const at = new Date(Date.UTC(2026, 10, day));
    const endedAt = state === 'requested' ? null : new Date(at.getTime() + 60_000);
    await database().run.create({
      data: {
        graph,
        state,
        input: {},
        requestedBy: 'test',
        trigger: 'schedule',
        requestedAt: at,
        startedAt: at,
        endedAt,
        key: `${graph}:${day}`,
      },
    });
  }
  const keysOf = (page: { items: { key: string | null }[] }) => page.items.map((run) => run.key);

  beforeEach(async () => {
    await seed('recommend', 'failed', 1);
    await seed('recommend', 'succeeded', 2);
    await seed('import', 'failed', 3);
    await seed('import', 'requested', 4);
    await seed('sync', 'warned', 5);
  });

  it('shows the newest first, page by page', async () => {
    const first = await listRuns(database(), { limit: 3 });
    expect(keysOf(first)).toEqual(['sync:5', 'import:4', 'import:3']);
    const second = await listRuns(database(), { limit: 3, cursor: first.nextCursor ?? undefined });
    expect(keysOf(second)).toEqual(['recommend:2', 'recommend:1']);
    expect(second.nextCursor).toBeNull();
  });

  it('puts what failed first, then what is under way', async () => {
    expect(keysOf(await listRuns(database(), { limit: 9, sort: '-attention' }))).toEqual([
      'import:3',
      'recommend:1',
      'import:4',
      'sync:5',
      'recommend:2',
    ]);
  });

  it.each(['requestedAt', '-endedAt', 'graph', '-trigger', 'state', 'duration'])(
    'pages by %s without losing one',
    async (sort) => {
      const seen: (string | null)[] = [];
      for (let cursor: string | null | undefined; cursor !== null; ) {
        const page = await listRuns(database(), { limit: 2, sort, cursor });
        seen.push(...keysOf(page));
        cursor = page.nextCursor;
      }
      expect(new Set(seen).size).toBe(5);
      expect(seen).toHaveLength(5);
    },
  );

  it('filters by state, graph, trigger, text and when it was asked for', async () => {
    expect(keysOf(await listRuns(database(), { limit: 9, state: ['failed', 'warned'] }))).toHaveLength(3);
    expect(keysOf(await listRuns(database(), { limit: 9, graph: 'recommend' }))).toHaveLength(2);
    expect(keysOf(await listRuns(database(), { limit: 9, trigger: 'hand' }))).toEqual([]);
    expect(keysOf(await listRuns(database(), { limit: 9, q: 'SYNC:' }))).toEqual(['sync:5']);
    const span = { from: '2026-11-03T00:00:00Z', to: '2026-11-05T00:00:00+00:00' };
    expect(keysOf(await listRuns(database(), { limit: 9, ...span }))).toEqual(['import:4', 'import:3']);
    expect(keysOf(await listRuns(database(), { limit: 9, q: '%' }))).toEqual([]);
  });

  it('counts what needs a person: a failure that a later run made good does not', async () => {
    expect(await readAttention(database())).toEqual({ failed: 1, warned: 1, stuck: 1, active: 1 });
  });
});

it('knows a worker by its beat', async () => {
  expect(await readWorkerLiveness(database())).toEqual({ alive: 0, lastBeat: null });
  const now = new Date();
  const long = new Date(now.getTime() - 60_000);
  await database().worker.createMany({
    data: [
      { id: 'alive', version: '1', startedAt: long, beat: now },
      { id: 'gone', version: '1', startedAt: long, beat: long },
      { id: 'stopped', version: '1', startedAt: long, beat: now, stoppedAt: now },
    ],
  });
  expect(await readWorkerLiveness(database())).toEqual({ alive: 1, lastBeat: now.toISOString() });
});
