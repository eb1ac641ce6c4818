import { z } from 'zod';
import { defineJob } from '@/lib/runs/plan';
import { drainSender } from './drain';
import type { DrainCounts } from './drain-batch';

export const DRAIN = 'drain';
export const drainInput = z.object({
  senderId: z.uuid().describe('One sender only; all of them where it is not given'),
});

/** `drain`: works on a sender's deliveries until none is left that can be. Fails, and is tried again, while the library is away. */
export const drainJob = defineJob({
  name: DRAIN,
  input: drainInput,
  async run({ input, clock, signal, progress }): Promise<{ output: DrainCounts; warnings?: string[] }> {
    const output = await drainSender(input.senderId, {
      now: clock,
      signal,
      onBatch: ({ deliveries }) => progress({ done: deliveries, note: `${deliveries} deliveries settled` }),
    });
    if (output.failed === 0) return { output };
    const dead = output.dead === 0 ? '' : `, ${output.dead} rest as dead and wait for a person`;
    return { output, warnings: [`${output.failed} tries failed${dead}`] };
  },
});
