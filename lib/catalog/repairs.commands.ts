import { randomUUID } from 'node:crypto';
import { type Clock, systemClock } from '@/lib/core/clock';
import { transaction } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import { recordAudit } from '@/lib/people/audit.data';
import type { Actor } from '@/lib/people/schema';
import { startRun } from '@/lib/runs/commands';
import { definitionById } from './definitions.data';
import * as data from './repairs.data';
import type { RepairInput } from './schema';

/** What is asked for is written down first, a row a record; a run then does it, and goes on where it was interrupted. */
export const REPAIR = 'repair-catalog'; // the run's graph
type Started = { batchId: string; runId: string; records: number };
type By = { actor: Actor; clock?: Clock };

/** Throws `not_found`, `invalid_input` when neither records nor a filter are named, and `conflict` when nothing drifts among them. */
export function repairDrift({ actor, clock = systemClock, ...input }: RepairInput & By): Promise<Started> {
  if ((input.keys === undefined) === (input.filter === undefined)) {
    const message = 'name the records by keys, or by a filter';
    throw new AppError('invalid_input', message, { errors: [{ path: 'keys', message }] });
  }
  return transaction(
    async (tx) => {
      await definitionById(tx, input.definitionId);
      const batchId = randomUUID();
      const asked = { input, batchId, askedBy: actor.name, now: clock() };
      const records = await data.insertRepairs(tx, asked);
      if (records === 0) throw new AppError('conflict', 'nothing of this drifts any more; scan again to see');
      const { runId } = await startRun(tx, { graph: REPAIR, input: { batchId }, actor, trigger: 'deed' });
      await data.setRepairRun(tx, batchId, runId);
      await recordAudit(tx, actor, {
        action: 'drift.repair_asked',
        subject: { kind: 'repair', id: batchId },
        after: { ...input, records },
      });
      return { batchId, runId, records };
    },
    { timeoutMs: 120_000 },
  );
}

/** Asks for a repair's undoing. Throws `not_found`, and `conflict` for one that is not done or is being undone already. */
export function undoRepair({ actor, id, clock = systemClock }: By & { id: string }): Promise<Started> {
  return transaction(async (tx) => {
    const done = await data.readDone(tx, id);
    if (done === null) throw new AppError('not_found', `there is no repair ${id}`);
    if (done.state !== 'done')
      throw new AppError('conflict', `repair ${id} is ${done.state}: nothing to undo`);
    const batchId = randomUUID();
    const made = await data.insertUndo(tx, done, { batchId, askedBy: actor.name, now: clock() });
    if (made === null) throw new AppError('conflict', `repair ${id} is being undone already`);
    const { runId } = await startRun(tx, { graph: REPAIR, input: { batchId }, actor, trigger: 'deed' });
    await data.setRepairRun(tx, batchId, runId);
    await recordAudit(tx, actor, {
      action: 'drift.undo_asked',
      subject: { kind: 'repair', id },
      after: { batchId },
    });
    return { batchId, runId, records: 1 };
  });
}
