import { type Clock, systemClock } from '@/lib/core/clock';
import { database, transaction } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import { recordAudit } from '@/lib/people/audit.data';
import type { Actor } from '@/lib/people/schema';
import { startRun } from '@/lib/runs/commands';
import { columnsOfMany, settleHeldOnes } from './quarantine.commands';
import type { SettleAll } from './quarantine.schema';
import * as data from './quarantine-batches.data';

/**
 * Decisions about all held changes of a filter. Which ones is written down first; a run then settles each once, and goes
 * on where it was interrupted.
 */
export const SETTLE_QUARANTINE = 'settle-quarantine'; // the run's graph
const CHUNK = 100;

type By = { actor: Actor; clock?: Clock };

/** Throws `conflict` where nothing of the filter is held. */
export function settleAll({
  actor,
  clock = systemClock,
  ...input
}: SettleAll & By): Promise<{ batchId: string; runId: string; changes: number }> {
  return transaction(
    async (tx) => {
      const { id: batchId, changes } = await data.insertBatch(tx, { ...input, actor }, clock());
      if (changes === 0) throw new AppError('conflict', 'nothing of this is held any more');
      const asked = { graph: SETTLE_QUARANTINE, input: { batchId }, actor, trigger: 'deed' };
      const { runId } = await startRun(tx, asked);
      await data.setBatchRun(tx, batchId, runId);
      await recordAudit(tx, actor, {
        action: 'quarantine.settling_asked',
        subject: { kind: 'quarantine_batch', id: batchId },
        after: { ...input, changes },
      });
      return { batchId, runId, changes };
    },
    { timeoutMs: 120_000 },
  );
}

/** Settles the next ones of a batch, in the name of who decided; what is left tells whether to come again. */
export async function settleNext({
  batchId,
  clock = systemClock,
}: {
  batchId: string;
  clock?: Clock;
}): Promise<data.BatchCounts> {
  const { deed, note, actor } = await data.readBatch(database(), batchId);
  const ids = await data.nextOfBatch(database(), batchId, CHUNK);
  const columns = deed === 'release' ? await columnsOfMany(ids) : null;
  return transaction(
    async (tx) => {
      const outcomes = await settleHeldOnes(tx, ids, { actor, note, now: clock() }, columns);
      await data.writeOutcomes(tx, batchId, outcomes);
      return data.countBatch(tx, batchId);
    },
    { timeoutMs: 120_000 },
  );
}
