import { z } from 'zod';
import { defineJob } from '@/lib/runs/plan';
import { SETTLE_QUARANTINE, settleNext } from './quarantine-batches.commands';

/** `settle-quarantine`: releases or rejects what a batch names, some at a time; run again, it goes on with what is left. */
export const settleQuarantineJob = defineJob({
  name: SETTLE_QUARANTINE,
  input: z.object({ batchId: z.uuid() }),
  async run({ input: { batchId }, clock, signal, progress }) {
    for (;;) {
      signal.throwIfAborted();
      const { total, settled, left, skipped } = await settleNext({ batchId, clock });
      await progress({ done: total - left, total, note: `${total - left} of ${total} changes looked at` });
      if (left > 0) continue;
      const warnings = skipped.map(([why, count]) => `${count} left as they were: each ${why}`);
      return { output: { settled, skipped: total - settled }, warnings };
    }
  },
});
