import { database } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import { systemActor } from '@/lib/people/schema';
import { defineJob, type JobResult } from '@/lib/runs/plan';
import { JOIN_ALL, joinPair, nextPairs } from './commands';
import { joinAllInput } from './schema';

export const joinResourcesInput = joinAllInput;

const PAIRS = 100;

/**
 * `join-resources` joins every pair that is suggested for a reason, each in a transaction of its own. What is joined is
 * suggested no longer, so that an attempt after a crash goes on where the one before ended.
 */
export const joinResourcesJob = defineJob({
  name: JOIN_ALL,
  input: joinResourcesInput,
  async run({ runId, input, clock, signal, progress }): Promise<JobResult<{ joined: number; left: number }>> {
    const run = await database().run.findUnique({ where: { id: runId }, select: { requestedBy: true } });
    const actor = { ...systemActor('join-resources'), name: run?.requestedBy ?? 'join-resources' };
    const warnings: string[] = [];
    let joined = 0;
    let left = 0;
    for (let after = '0'; ; ) {
      const pairs = await nextPairs(input.reason, after, PAIRS);
      const last = pairs.at(-1);
      if (!last) return { output: { joined, left }, warnings };
      for (const pair of pairs) {
        signal.throwIfAborted();
        const problem = await joinPair({ actor, clock, ...pair }).then(
          () => null,
          (error: unknown) => {
            if (error instanceof AppError && error.code === 'conflict') return error.message;
            throw error;
          },
        );
        if (problem === null) joined += 1;
        else left += 1;
        if (problem !== null && warnings.length < 20) warnings.push(`resource ${pair.joinedId}: ${problem}`);
      }
      await progress({ done: joined, note: `${joined} joined` });
      after = last.joinedId;
    }
  },
});
