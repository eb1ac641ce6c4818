import { z } from 'zod';
import { database } from '@/lib/core/db';
import { defineJob } from '@/lib/runs/plan';
import { definitionById } from './definitions.data';
import { openTarget } from './drain';
import { repairBatch } from './repair-batch';
import { countBatch } from './repairing.data';
import { REPAIR } from './repairs.commands';

/** `repair-catalog`: does what a batch of repairs asks for; run again, it goes on with what is left. */
export const repairCatalogJob = defineJob({
  name: REPAIR,
  input: z.object({ batchId: z.uuid() }),
  async run({ input: { batchId }, clock, signal, progress }) {
    const batch = await countBatch(batchId);
    if (batch === null) return { output: { done: 0, failed: 0 } };
    const target = await openTarget(await definitionById(database(), batch.definitionId));
    const { done, failed } = await repairBatch(target, batchId, { clock, signal, progress });
    const warnings =
      failed > 0 ? [`${failed} of ${done} records could not be repaired; the repairs say why`] : [];
    return { output: { done, failed }, warnings };
  },
});
