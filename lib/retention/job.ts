import { z } from 'zod';
import { database } from '@/lib/core/db';
import { defineJob } from '@/lib/runs/plan';
import { beforeOf, keepDaysOf } from './data';
import type { Purges } from './purge';
import { retentionKind } from './schema';

const input = z.object({ kind: retentionKind });

/**
 * `purge`: deletes what is older than it is to be kept, a batch at a time, each in a transaction of its own: a run that
 * is cancelled, or whose worker goes away, has deleted what it has, and goes on from there.
 */
export function makePurgeJob(purges: Purges) {
  return defineJob({
    name: 'purge',
    input,
    async run({ input: { kind }, clock, signal, progress }) {
      const keepDays = await keepDaysOf(database(), kind);
      if (keepDays === null) return { output: { deleted: 0 } };
      const { count, purge } = purges[kind];
      const before = beforeOf(keepDays, clock());
      const { rows: total } = await count(database(), before);
      let deleted = 0;
      for (let more = total > 0; more; ) {
        signal.throwIfAborted();
        const gone = await purge(before);
        deleted += gone;
        more = gone > 0;
        await progress({ done: deleted, total: Math.max(total, deleted), note: `${deleted} rows deleted` });
      }
      return { output: { deleted } };
    },
  });
}
