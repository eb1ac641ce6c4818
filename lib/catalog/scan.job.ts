import { z } from 'zod';
import { database } from '@/lib/core/db';
import { defineJob } from '@/lib/runs/plan';
import { definitionById } from './definitions.data';
import { openTarget } from './drain';
import { scanDrift } from './scan';

export const SCAN_DRIFT = 'scan-drift';

/** `scan-drift`: compares a library's table with what it should hold. Run again, it begins again. */
export const scanDriftJob = defineJob({
  name: SCAN_DRIFT,
  input: z.object({ definitionId: z.uuid() }),
  async run({ input: { definitionId }, runId, clock, signal, progress }) {
    const target = await openTarget(await definitionById(database(), definitionId));
    const counts = await scanDrift(target, { runId, clock, signal, progress });
    return { output: counts };
  },
});
