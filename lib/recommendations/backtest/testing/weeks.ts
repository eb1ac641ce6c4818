import { database, transaction } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import { systemActor } from '@/lib/people/schema';
import { createRuleSet, startDraft } from '@/lib/rules/editing/commands';
import type { Facts } from '@/lib/rules/schema';
import { readFacts } from '@/lib/sources/facts.data';
import { jobContext } from '@/scripts/testing/jira';
import { evaluateGeneration } from '../../evaluate';
import { recordGeneration } from '../../record';
import * as make from '../../testing';
import { requestBacktest } from '../commands';
import { readBacktest } from '../data';
import { backtestJob } from '../job';
import type { BacktestPage } from '../schema';

/** Weeks of stored readings, and backtests over them, for tests. */
export const actor = systemActor('test');
export const WEEK = 7 * 24;

export type Thing = { id: string; facts: Facts };

/** The readings of one week: an inventory that covers everything, taken an hour before the generation. */
export async function readWeek(sourceId: string, week: number, things: Thing[]): Promise<string> {
  const snapshotId = await make.makeSnapshot({ sourceId, through: make.hour(week * WEEK - 1) });
  for (const { id, facts } of things) {
    const money = { cash_cost: '1000' };
    await database().$executeRaw`
      INSERT INTO resource_facts (snapshot_id, resource_id, facts, money, currency)
      VALUES (${BigInt(snapshotId)}, ${BigInt(id)}, ${{ kind: 'instance', cash_cost: 1000, ...facts }}::jsonb,
        ${money}::jsonb, 'USD')`;
  }
  return snapshotId;
}

/** What a generation of that week makes of its readings, recorded as the jobs record it. */
export async function generateWeek(week: number, snapshotIds: string[]): Promise<void> {
  const clock = () => make.hour(week * WEEK);
  const runId = await make.makeRun();
  const evaluated = await evaluateGeneration({
    ...{ runId, snapshotIds, clock },
    readResources: (ids, now) => readFacts(database(), { snapshotIds: ids, now }),
  });
  if (!evaluated) throw new AppError('conflict', 'recorded already');
  await recordGeneration({ ...evaluated, told: { ...evaluated, unread: [] }, clock });
  await make.endRun(runId);
}

/** A route of that owner, null: the default one; to a board of a tracker with room for everything. */
export async function routeTo(connectionId: string, projectKey: string, owner: string | null): Promise<void> {
  await database().ticketRoute.create({ data: { connectionId, projectKey, owner, weeklyCap: 100 } });
}

/** A draft over the version that is published; a set that was never published is made. */
export async function draftOf(slug: string, yaml: string): Promise<number> {
  const set = await database().ruleSet.findUnique({ where: { slug } });
  if (!set) return (await createRuleSet({ actor, yaml })).draft.number;
  return (await startDraft({ actor, slug, baseVersion: set.currentVersion, yaml })).number;
}

/** Asks for a backtest and runs its job, as a worker would. */
export async function backtest(slug: string, number: number, weeks?: number): Promise<BacktestPage> {
  const { id } = await requestBacktest({ actor, slug, number, ...(weeks === undefined ? {} : { weeks }) });
  await backtestJob.run(jobContext({ backtestId: id }));
  return readBacktest(database(), { slug, id });
}

/** Every row of what a backtest must leave alone. */
export async function everythingElse(): Promise<unknown> {
  return transaction((tx) =>
    Promise.all([
      tx.recommendation.findMany({ orderBy: { id: 'asc' } }),
      tx.lineage.findMany({ orderBy: { id: 'asc' } }),
      tx.$queryRaw`SELECT * FROM lineage_events ORDER BY id`,
      tx.$queryRaw`SELECT * FROM lineage_deeds ORDER BY id`,
      tx.$queryRaw`SELECT * FROM effects ORDER BY 1`,
      tx.$queryRaw`SELECT count(*)::int FROM candidates`,
      tx.$queryRaw`SELECT count(*)::int FROM absences`,
      tx.generation.findMany({ orderBy: { id: 'asc' } }),
    ]),
  );
}
