import { z } from 'zod';
import { database } from '@/lib/core/db';
import { defineJob } from '@/lib/runs/plan';
import { definitionById } from './definitions.data';
import { openTarget } from './drain';
import { measureQuality } from './quality';

export const MEASURE_QUALITY = 'measure-quality';

/** `measure-quality`: adds the day's figures of one sync. Run again, it measures again, but for `isOnce`. */
export const measureQualityJob = defineJob({
  name: MEASURE_QUALITY,
  input: z.object({ definitionId: z.uuid(), isOnce: z.boolean().default(false) }),
  async run({ input: { definitionId, isOnce }, clock, signal, log }) {
    const target = await openTarget(await definitionById(database(), definitionId));
    const measured = await measureQuality(target, { clock, signal, isOnce });
    if (!measured.isMeasured) await log('info', `${measured.day} has its figures already`);
    return { output: measured };
  },
});
