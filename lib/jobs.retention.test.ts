import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jobContext, routeTo, startTestJira, type TestJira } from '@/scripts/testing/jira';
import { inventoryAt, type Pipeline, startPipeline } from '@/scripts/testing/pipeline';
import { DAY_MS } from './core/clock';
import { database } from './core/db';
import { AppError } from './core/errors';
import { purges } from './jobs';
import { readRecommendationDetail } from './recommendations/detail.data';
import { publishRules } from './recommendations/testing';
import { setRetention } from './retention/commands';
import { readRetention } from './retention/data';
import { makePurgeJob } from './retention/job';
import { actor, billOf, daily, dayOf, makeSource, send } from './sources/testing';

/** Bills and inventories of seven weeks through the real jobs: what is old goes, what anything stands on stays. */
let jira: TestJira;
let pipeline: Pipeline;
let bill: string;
let inventory: string;
const at = (day: number) => new Date(dayOf(day));

beforeAll(async () => {
  jira = await startTestJira();
  await routeTo(jira.connectionId, 'FIN');
  await publishRules(`
ruleset: idle
domain: finops
rules:
  - name: delete-idle
    condition: "bill_ok and inv_ok and idle == true"
    recommend: { action: delete, savings: cash_cost, reason: "Nobody uses it" }
`);
  bill = await makeSource('focus');
  inventory = await makeSource('inventory');
  pipeline = await startPipeline(at(33), { jira });
  await deliver(33);
  for (const sourceId of [bill, inventory]) await pipeline.run('read-source', { sourceId }); // no generation sees these
  for (const day of [47, 54]) {
    await deliver(day);
    expect(await pipeline.run('recommend')).toMatchObject({ state: 'succeeded', warnings: [] });
  }
});

afterAll(async () => {
  await pipeline.stop();
  await jira.site.close();
});

/** The whole period again, as providers restate it. */
async function deliver(day: number): Promise<void> {
  await pipeline.turnTo(at(day));
  const machine = { SkuMeter: 'BoxUsage:m5.large', EffectiveCost: '10', BillingPeriodEnd: dayOf(300) };
  const charges = ['i-idle', 'i-busy'].flatMap((ResourceId) => daily(1, day - 1, { ...machine, ResourceId }));
  await send(bill, billOf(charges), { deliveredAt: at(day) });
  const things = [
    { id: 'i-idle', idle: true },
    { id: 'i-busy', idle: false },
  ];
  await send(inventory, inventoryAt(at(day), things), { deliveredAt: at(day) });
}

const partitions = async () => {
  const rows = await database().$queryRaw<{ name: string }[]>`
    SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = 'charges'::regclass
    ORDER BY inhrelid::regclass::text`;
  return rows.map(({ name }) => name);
};

describe('retention', () => {
  it('at first deletes nothing: nothing is old enough', async () => {
    expect(await pipeline.run('retention')).toMatchObject({ state: 'succeeded', warnings: [] });
    expect(await partitions()).toHaveLength(3);
  });

  it('says what would go, and what goes is just that', async () => {
    await setRetention({ actor, kind: 'charges', keepDays: 30 });
    await setRetention({ actor, kind: 'snapshots', keepDays: 14 });
    await pipeline.turnTo(new Date(at(54).getTime() + 31 * DAY_MS));
    const before = await readRetention(database(), purges, pipeline.now());
    const wouldGo = Object.fromEntries(before.map(({ kind, wouldGo: { rows } }) => [kind, rows]));
    expect(wouldGo.snapshots).toBe(2);
    const lineage = await database().lineage.findFirstOrThrow();
    const shown = await readRecommendationDetail(database(), String(lineage.id));

    const run = await pipeline.run('retention');
    expect(run).toMatchObject({ state: 'succeeded', warnings: [] });
    const outputs = Object.fromEntries(run.jobs.map(({ name, output }) => [name, output]));
    expect(outputs['purge:snapshots']).toEqual({ deleted: wouldGo.snapshots });
    const after = await readRetention(database(), purges, pipeline.now());
    // The tries of this very run are written by the machine's own clock, which is behind the one that jobs are told.
    const left = after.filter(({ kind, wouldGo: { rows } }) => rows > 0 && kind !== 'run_logs');
    expect(left).toEqual([]);

    // The bill of day 33 was behind a reading that went, that of day 47 behind findings that are newer now.
    expect(await partitions()).toHaveLength(1);
    const current = await database().$queryRaw<{ rows: number }[]>`SELECT count(*)::int AS rows FROM charges`;
    expect(current[0]?.rows).toBe(53 * 2);
    expect(await readRecommendationDetail(database(), String(lineage.id))).toEqual(shown);
    const used = await database().$queryRaw<{ lost: number }[]>`
      SELECT count(*)::int AS lost FROM generation_snapshots g
      WHERE NOT EXISTS (SELECT FROM snapshots s WHERE s.id = g.snapshot_id)`;
    expect(used[0]?.lost).toBe(0);
  });

  it('a generation after it finds what it found before', async () => {
    await deliver(87);
    expect(await pipeline.run('recommend')).toMatchObject({ state: 'succeeded', warnings: [] });
    expect(await database().lineage.count()).toBe(1);
  });

  it('deletes logs and runs that ended long ago, but no run that made a generation', async () => {
    await pipeline.turnTo(new Date(Date.now() + 400 * DAY_MS));
    const generations = await database().generation.findMany({ select: { runId: true } });
    expect(await pipeline.run('retention')).toMatchObject({ state: 'succeeded' });
    const kept = await database().run.findMany({ select: { id: true, graph: true } });
    for (const { runId } of generations) expect(kept.map(({ id }) => id)).toContain(runId);
    expect(kept.filter(({ graph }) => graph === 'read-source')).toHaveLength(1);
    expect(
      await database().$queryRaw`SELECT count(*)::int AS n FROM run_logs l JOIN runs r ON r.id = l.run_id
      WHERE r.graph = 'recommend'`,
    ).toEqual([{ n: 0 }]);
  });

  it('a run that is cancelled has deleted what it has, and goes on from there', async () => {
    const rows = ['a', 'b', 'c'];
    const stop = new AbortController();
    const purge = {
      count: async () => ({ rows: rows.length, bytes: 0 }),
      purge: async () => (rows.shift() === undefined ? 0 : 1),
    };
    const job = makePurgeJob({ ...purges, runs: purge });
    const cancelled = job.run(
      jobContext(
        { kind: 'runs' as const },
        {
          signal: stop.signal,
          progress: async () => {
            stop.abort(new AppError('conflict', 'cancelled'));
            stop.signal.throwIfAborted();
          },
        },
      ),
    );
    await expect(cancelled).rejects.toThrow('cancelled');
    expect(rows).toEqual(['b', 'c']);
    expect(await job.run(jobContext({ kind: 'runs' as const }))).toEqual({ output: { deleted: 2 } });
  });

  it('keeps for ever what is to be kept for ever, and refuses what is kept too short', async () => {
    await setRetention({ actor, kind: 'runs', keepDays: null });
    const [audit] = await database().auditEvent.findMany({
      where: { action: 'retention.changed', subjectId: 'runs' },
    });
    expect(audit).toMatchObject({ before: { keepDays: 365 }, after: { keepDays: null } });
    const job = makePurgeJob(purges);
    expect(await job.run(jobContext({ kind: 'runs' as const }))).toEqual({ output: { deleted: 0 } });
    const short = async () => setRetention({ actor, kind: 'charges', keepDays: 29 });
    await expect(short()).rejects.toThrow(/at least 30 days/);
  });
});
