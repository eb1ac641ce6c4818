import { randomUUID } from 'node:crypto';
import { transaction } from '@/lib/core/db';
import { recordAudit } from '@/lib/people/audit.data';
import { systemActor } from '@/lib/people/schema';
import type { SyncDefinition } from './definition';
import * as data from './repairs.data';
import { isWithin } from './windows';

/** What others changed in the library or took out of it; a conflict and a row that nobody knows are for people. */
const HEALED = ['library_changed', 'missing_here'] as const;

type Healing = { definitionId: string; runId: string; now: Date };

/**
 * Where a definition heals by itself and its windows allow it now, asks for what others changed to be put back. Returns
 * the batch, or null when there is nothing to do.
 */
export async function askForHealing(
  { autoHeal, windows }: Pick<SyncDefinition, 'autoHeal' | 'windows'>,
  { definitionId, runId, now }: Healing,
): Promise<string | null> {
  if (!autoHeal || !isWithin(windows, now)) return null;
  const actor = systemActor('auto-heal');
  const batchId = randomUUID();
  return transaction(async (tx) => {
    let records = 0;
    for (const state of HEALED) {
      const input = { definitionId, direction: 'to_library', filter: { state } } as const;
      records += await data.insertRepairs(tx, { input, batchId, askedBy: actor.name, now });
    }
    if (records === 0) return null;
    await data.setRepairRun(tx, batchId, runId);
    const after = { definitionId, records };
    await recordAudit(tx, actor, { action: 'drift.healed', subject: { kind: 'repair', id: batchId }, after });
    return batchId;
  });
}
