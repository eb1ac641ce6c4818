import { z } from 'zod';
import { database } from '@/lib/core/db';
import { defineJob } from '@/lib/runs/plan';
import { definitionById } from './definitions.data';
import { openTarget } from './drain';
import { askForHealing } from './heal.commands';
import { repairBatch } from './repair-batch';
import { scanDrift } from './scan';

export const SCAN_DRIFT = 'scan-drift';

/**
 * `scan-drift`: compares a library's table with what it should hold, and puts back what others changed where the
 * definition says so. Run again, it begins again.
 */
export const scanDriftJob = defineJob({
  name: SCAN_DRIFT,
  input: z.object({ definitionId: z.uuid() }),
  async run({ input: { definitionId }, runId, clock, signal, progress }) {
    const target = await openTarget(await definitionById(database(), definitionId));
    const counts = await scanDrift(target, { runId, clock, signal, progress });
    const healing = { definitionId, runId, now: clock() };
    const batchId = await askForHealing(target.sync.definition, healing);
    if (batchId === null) return { output: counts };
    const { done, failed } = await repairBatch(target, batchId, { clock, signal, progress });
    const warnings =
      failed > 0 ? [`${failed} of ${done} records could not be healed; the repairs say why`] : [];
    return { output: { ...counts, healed: done - failed }, warnings };
  },
});
