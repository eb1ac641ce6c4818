import { type Clock, systemClock } from '@/lib/core/clock';
import { database, type Reader, type Transaction, transaction } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import { recordAudit } from '@/lib/people/audit.data';
import type { Actor } from '@/lib/people/schema';
import { startRun } from '@/lib/runs/commands';
import { lockJoining } from '@/lib/sources/resources.data';
import { moveSpellings, returnSpellings } from '@/lib/sources/spellings.data';
import { settleStanding } from '../standing';
import * as data from './data';
import { findReason } from './doubles.data';
import * as joins from './joins.data';
import * as lineages from './lineages.data';
import { type ActionPlan, planJoin } from './plan';
import { type MovedRecord, reasonAgainst } from './record';
import type { JoinedAction, JoinPair, JoinPreview, JoinReason } from './schema';

/**
 * Joining two resources that are one, each pair in one transaction: spellings, recommendations and exemptions of the
 * one come to the other, and the join's row says what was moved. Undone, all of it goes back. Neither runs while an
 * analysis run judges; a second issue for one thing is closed only after a person has confirmed that.
 */
export const JOIN_ALL = 'join-resources'; // the run's graph

type ByPerson = { actor: Actor; clock?: Clock };

/** What joining would do. Throws `not_found`, and `invalid_input` for a resource with itself. */
export async function previewJoin(reader: Reader, { keptId, joinedId }: JoinPair): Promise<JoinPreview> {
  refuseSame({ keptId, joinedId });
  const [kept, joined] = await data.readResources(reader, [keptId, joinedId]);
  if (!kept || !joined) throw new AppError('not_found', 'there is no such resource');
  const plans = planJoin(await data.readLineages(reader, [keptId, joinedId]));
  const exemptions = await data.readExemptions(reader, joinedId);
  return {
    kept,
    joined,
    reason: (await findReason(reader, keptId, joinedId)) ?? 'person',
    spellings: await data.countSpellings(reader, joinedId),
    actions: plans.map(describe),
    exemptions: exemptions.map(({ until, ...exemption }) => ({ ...exemption, until: until.toISOString() })),
    problem: await data.findObstacle(reader, [keptId, joinedId]),
  } satisfies JoinPreview;
}

function describe(plan: ActionPlan<data.Joined>): JoinedAction {
  const { action, stays, ends, standsAs, standing, ticketId, duplicateOf } = plan;
  const both = ends ? [stays, ends] : [stays];
  const keyOf = (id: string | null) =>
    both.find((one) => one.ticketId === id && id !== null)?.ticketKey ?? null;
  const duplicate = both.find((one) => one.ticketId === duplicateOf && duplicateOf !== null);
  return {
    action,
    stays: { lineageId: stays.lineageId, status: standsAs.status, ticketKey: keyOf(ticketId) },
    ends: ends && { lineageId: ends.lineageId, status: ends.status, ticketKey: ends.ticketKey },
    standing,
    duplicate: duplicate
      ? { key: duplicate.ticketKey ?? '', url: duplicate.ticketUrl ?? '', isDone: duplicate.isTicketDone }
      : null,
  };
}

function refuseSame({ keptId, joinedId }: JoinPair): void {
  if (keptId !== joinedId) return;
  const message = 'a resource cannot be joined with itself';
  throw new AppError('invalid_input', message, { errors: [{ path: 'joinedId', message }] });
}

/** Joins two resources. The same again is the same join. Throws `not_found`, and `conflict` where it cannot be done now. */
export async function joinPair({
  actor,
  clock = systemClock,
  keptId,
  joinedId,
}: ByPerson & JoinPair): Promise<{ id: string }> {
  refuseSame({ keptId, joinedId });
  return transaction(async (tx) => {
    await lockJoining(tx);
    await data.holdGenerations(tx);
    await data.readResources(tx, [keptId, joinedId]);
    const known = await joins.findJoin(tx, { keptId, joinedId });
    if (known) return { id: known };
    const obstacle = await data.findObstacle(tx, [keptId, joinedId]);
    if (obstacle) throw new AppError('conflict', obstacle);
    const reason = (await findReason(tx, keptId, joinedId)) ?? 'person';
    return { id: await writeJoin(tx, { keptId, joinedId, reason, actor, at: clock() }) };
  });
}

type Joining = JoinPair & { reason: JoinReason; actor: Actor; at: Date };

async function writeJoin(tx: Transaction, { keptId, joinedId, reason, actor, at }: Joining): Promise<string> {
  const joinId = await joins.insertJoin(tx, { keptId, joinedId, reason, at, by: actor.name });
  const moved = await moveSpellings(tx, { joinId, keptId, joinedId });
  const plans = planJoin(await data.readLineages(tx, [keptId, joinedId]));
  const ids = plans.flatMap(({ stays, ends }) => [stays.lineageId, ...(ends ? [ends.lineageId] : [])]);
  const before = await lineages.lockRows(tx, ids);
  const mapped: string[] = [];
  for (const plan of plans) {
    await lineages.writePlan(tx, plan, { keptId, at, actor: actor.name, before });
    if (plan.ticketId) mapped.push(...(await lineages.mapToTicket(tx, plan.stays.lineageId, plan.ticketId)));
  }
  const exemptions = await lineages.moveExemptions(tx, joinedId, keptId);
  const after = await lineages.lockRows(tx, ids);
  const record: MovedRecord = {
    ...moved,
    lineages: ids.map((id) => ({ id, before: before.get(id) ?? {}, after: after.get(id) ?? {} })),
    duplicates: plans.flatMap(({ ends, duplicateOf }) =>
      ends && duplicateOf ? [{ lineageId: ends.lineageId, ticketId: duplicateOf }] : [],
    ),
    exemptions,
    mapped,
  };
  await joins.writeMoved(tx, joinId, record);
  await settleStanding(tx, at);
  await recordAudit(tx, actor, {
    action: 'resource.joined',
    subject: { kind: 'resource', id: keptId },
    after: { join: joinId, joined: joinedId, reason, recommendations: ids },
  });
  return joinId;
}

/**
 * Takes a join back: everything is as its row says it was. Throws `not_found`, and `conflict` with the reason where what
 * came later rests on it.
 */
export async function undoJoin({
  actor,
  clock = systemClock,
  id,
}: ByPerson & { id: string }): Promise<{ id: string }> {
  const at = clock();
  return transaction(async (tx) => {
    await lockJoining(tx);
    await data.holdGenerations(tx);
    const join = await joins.lockJoin(tx, id);
    if (join.undoneAt) return { id };
    const { moved, keptId, joinedId } = join;
    const now = await lineages.lockRows(
      tx,
      moved.lineages.map((one) => one.id),
    );
    const reasons = [
      await joins.findWhatRestsOn(tx, { id, keptId, joinedId, duplicates: moved.duplicates }),
      ...moved.lineages.map((one) => reasonAgainst(one, now.get(one.id))),
    ];
    const reason = reasons.find((one) => one !== null);
    if (reason) throw new AppError('conflict', `the join cannot be undone: ${reason}`);
    await joins.dropClosing(tx, moved.duplicates);
    await lineages.restoreLineages(tx, moved.lineages, { at, actor: actor.name });
    await lineages.unmap(tx, moved.mapped);
    await lineages.returnExemptions(tx, moved.exemptions, joinedId);
    await returnSpellings(tx, joinedId, moved);
    await joins.markUndone(tx, id, { at, by: actor.name });
    await settleStanding(tx, at);
    await recordAudit(tx, actor, {
      action: 'resource.join_undone',
      subject: { kind: 'resource', id: keptId },
      before: { join: id, joined: joinedId },
    });
    return { id };
  });
}

/**
 * Confirms that the other issues of a join are closed as duplicates, and starts the distribution that does it. Again
 * changes nothing. Throws `not_found`, and `conflict` where there is none to close.
 */
export function closeDuplicates({
  actor,
  clock = systemClock,
  id,
}: ByPerson & { id: string }): Promise<{ closing: number }> {
  const at = clock();
  return transaction(async (tx) => {
    const join = await joins.lockJoin(tx, id);
    if (join.undoneAt) throw new AppError('conflict', 'the join was undone');
    const closing = await joins.insertClosing(tx, join, at);
    const isNew = await joins.markClosing(tx, id, { at, by: actor.name });
    if (closing === 0 && isNew) throw new AppError('conflict', 'this join has no other issue to close');
    if (closing === 0) return { closing };
    await startRun(tx, { graph: 'distribute', input: {}, actor, trigger: 'deed' });
    await recordAudit(tx, actor, {
      action: 'resource.duplicates_closed',
      subject: { kind: 'resource', id: join.keptId },
      after: { join: id, tickets: join.moved.duplicates.map(({ ticketId }) => ticketId) },
    });
    return { closing };
  });
}

/** Starts a run that joins every pair that is suggested for this reason. */
export function joinAll({ actor, reason }: { actor: Actor; reason: JoinReason }): Promise<{ runId: string }> {
  return transaction(async (tx) => {
    const { runId } = await startRun(tx, { graph: JOIN_ALL, input: { reason }, actor, trigger: 'deed' });
    return { runId };
  });
}

/** The pairs that are suggested for a reason, after one of them; the same that the list shows. */
export function nextPairs(reason: JoinReason, after: string, limit: number): Promise<JoinPair[]> {
  return joins.pairsAfter(database(), { reason, after, limit });
}
