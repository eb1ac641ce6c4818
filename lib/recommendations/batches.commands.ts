import { type Clock, systemClock } from '@/lib/core/clock';
import { database, type Transaction, transaction } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import { recordAudit, recordAudits } from '@/lib/people/audit.data';
import type { Actor } from '@/lib/people/schema';
import { startRun } from '@/lib/runs/commands';
import * as data from './batches.data';
import { type LifecycleEvent, move } from './lifecycle';
import { type LockedLineage, lockUndecided, type MadeMove, writeMoves } from './lineages.data';
import type { BatchDeed, BatchView, ChosenMany } from './schema';
import { settleStandingOf } from './standing';

/**
 * Decisions about many recommendations. Which ones is written down first; then each is decided once. Up to
 * `AT_ONCE` of them before the answer, in its transaction; more by a run, `CHUNK` in a transaction, which a crash
 * takes up where it was.
 */
export const AT_ONCE = 500;
const CHUNK = 1_000;
const MOST = 100_000;
export const DECIDE_MANY = 'decide-many'; // the run's graph

type Many = ChosenMany & { actor: Actor; clock?: Clock };

/** Dismisses what is open, in progress or closed among the chosen. Throws as `dismissLineage` does. */
export function dismissMany({
  reason,
  until = null,
  ...many
}: Many & { reason: string; until?: Date | null }): Promise<BatchView> {
  return decideMany('dismiss', many, { reason, until });
}

/** Takes the dismissals among the chosen back. */
export function reopenMany({ reason, ...many }: Many & { reason?: string }): Promise<BatchView> {
  return decideMany('reopen', many, { reason: reason ?? `Reopened by ${many.actor.name}.`, until: null });
}

type Words = { reason: string; until: Date | null };

async function decideMany(
  deed: BatchDeed,
  { actor, clock = systemClock, ...chosen }: Many,
  { reason, until }: Words,
): Promise<BatchView> {
  const at = clock();
  if (until && until <= at) throw faultAt('until', 'until must be in the future');
  return transaction(
    async (tx) => {
      await refuseUnknown(tx, chosen);
      const id = await data.insertBatch(tx, { deed, reason, until, actor }, at);
      const total = await data.fillBatch(tx, { id, deed }, chosen, MOST + 1);
      if (total > MOST) throw faultAt('filter', `more than ${MOST} fit; narrow the filter`);
      const { left } = await data.viewBatch(tx, id);
      if (left > AT_ONCE) {
        const run = { graph: DECIDE_MANY, input: { batchId: id }, actor, trigger: 'deed' };
        await data.setRun(tx, id, (await startRun(tx, run)).runId);
      } else {
        await decideSome(tx, { id, deed, reason, until, actor }, at);
      }
      const after = { deed, reason, until: until?.toISOString() ?? null, total, by: JSON.stringify(chosen) };
      await recordAudit(tx, actor, {
        action: 'recommendations.decided',
        subject: { kind: 'batch', id },
        after,
      });
      return data.viewBatch(tx, id);
    },
    { timeoutMs: 60_000 },
  );
}

function faultAt(path: string, message: string): AppError {
  return new AppError('invalid_input', message, { errors: [{ path, message }] });
}

async function refuseUnknown(tx: Transaction, { ids, batchId }: ChosenMany): Promise<void> {
  if (batchId) await data.readBatch(tx, batchId);
  const unknown = ids ? await data.findUnknown(tx, ids) : [];
  if (unknown.length > 0) throw new AppError('not_found', `there is no recommendation ${unknown.join(', ')}`);
}

/** Decides the next ones of a batch; how many are left tells whether to come again. Again changes nothing. */
export async function decideNext({ batchId, clock }: { batchId: string; clock: Clock }): Promise<BatchView> {
  const batch = await data.readBatch(database(), batchId);
  return transaction(
    async (tx) => {
      await decideSome(tx, batch, clock());
      return data.viewBatch(tx, batchId);
    },
    { timeoutMs: 60_000 },
  );
}

async function decideSome(tx: Transaction, batch: data.Batch, at: Date): Promise<void> {
  const lineages = await lockUndecided(tx, batch.id, CHUNK);
  if (lineages.length === 0) return;
  const event = eventOf(batch, at);
  const moves = lineages.flatMap((lineage) => moveOf(lineage, batch.deed, event));
  const moved = new Set(moves.map(({ lineageId }) => lineageId));
  await writeMoves(tx, moves, batch.actor.name);
  await data.writeOutcomes(
    tx,
    batch.id,
    lineages.map(({ lineageId, status }) => ({
      lineageId,
      why: moved.has(lineageId) ? null : data.whySkipped(status),
    })),
  );
  await settleStandingOf(tx, [...new Set(lineages.map(({ resourceId }) => resourceId))], at);
  await recordAudits(
    tx,
    batch.actor,
    moves.map((made) => auditOf(batch, made)),
  );
}

function eventOf({ deed, reason, until }: data.Batch, at: Date): LifecycleEvent {
  return deed === 'dismiss' ? { kind: 'dismissed', at, reason, until } : { kind: 'reopened', at, reason };
}

function moveOf(lineage: LockedLineage, deed: BatchDeed, event: LifecycleEvent): MadeMove[] {
  const { lineageId, status } = lineage;
  const made = data.MOVABLE[deed].includes(status) ? move(lineage, event) : null;
  return made ? [{ lineageId, from: status, at: event.at, move: made }] : [];
}

/** As the deed about one writes it, and which batch it was part of. */
function auditOf({ id: batch, deed, reason, until }: data.Batch, { lineageId, from, move: made }: MadeMove) {
  const isDismissal = deed === 'dismiss';
  return {
    action: isDismissal ? 'recommendation.dismissed' : 'recommendation.reopened',
    subject: { kind: 'recommendation', id: lineageId },
    before: { status: from },
    after: {
      status: made.next.status,
      reason,
      ...(isDismissal ? { until: until?.toISOString() ?? null } : {}),
      batch,
    },
  };
}
