import { z } from 'zod';
import { database, transaction } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import { defineJob, doneWell } from '@/lib/runs/plan';
import { readFacts } from '@/lib/sources/facts.data';
import { DECIDE_MANY, decideNext } from './batches.commands';
import { evaluateGeneration } from './evaluate';
import { keepSummary } from './generation.data';
import { readNotCovered } from './overview.data';
import { recordGeneration } from './record';
import { settleRealised } from './settle';
import { generationSummary, warningsOf } from './summary';
import { readRecordedOf } from './summary.data';
import { refreshWants } from './wishes.data';

const nothing = z.object({});

/** Which batch a run of `decide-many` is for. */
export const decideManyInput = z.object({ batchId: z.uuid() });
const collected = z.object({ snapshotId: z.string() });

const evaluated = z.object({
  generationId: z.string(),
  resources: z.number(),
  candidates: z.number(),
  absences: z.number(),
  rules: generationSummary.shape.rules,
  neverFires: z.array(z.string()),
  heldBack: z.number().default(0), // evaluated before there were exemptions: none
  unread: z.array(z.string()), // needed collects that did not come out well
});
type Evaluated = z.infer<typeof evaluated>;

/**
 * `evaluate` needs its collects ended: what could be read is judged, and what could not costs coverage. Its output is
 * null when this run's generation is recorded already. Throws `conflict` when no source could be read at all, or while
 * another generation is being made.
 */
export const evaluateJob = defineJob({
  name: 'evaluate',
  input: nothing,
  async run({ runId, outputs, states, clock, progress }): Promise<{ output: Evaluated | null }> {
    const snapshotIds = Object.values(outputs).flatMap((output) => {
      const parsed = collected.safeParse(output);
      return parsed.success ? [parsed.data.snapshotId] : [];
    });
    if (snapshotIds.length === 0)
      throw new AppError('conflict', 'no source could be read; there is nothing to judge');
    const unread = Object.entries(states).flatMap(([job, state]) => (doneWell(state) ? [] : [job]));
    const output = await evaluateGeneration({
      runId,
      snapshotIds,
      clock,
      readResources: (ids, now) => readFacts(database(), { snapshotIds: ids, now }),
      afterBatch: (done) => progress({ done, note: `${done} resources` }),
    });
    return { output: output && { ...output, unread } };
  },
});

/** `record` writes what evaluate found, in one transaction, once. */
export const recordJob = defineJob({
  name: 'record',
  input: nothing,
  async run({
    runId,
    outputs,
    clock,
  }): Promise<{ output: { generationId: string; recommendations: number } }> {
    const [found] = Object.values(outputs).flatMap((output) => {
      const parsed = evaluated.safeParse(output);
      return parsed.success ? [parsed.data] : [];
    });
    if (found) await recordGeneration({ ...found, told: generationSummary.parse(found), clock });
    const generation = await readRecordedOf(database(), runId);
    if (!generation) throw new AppError('conflict', 'evaluate left nothing to record');
    const { recommendations } = generationSummary.parse(generation.summary);
    return { output: { generationId: generation.id, recommendations } };
  },
});

/** `summarise` measures what was really saved, and says loudly what was not covered and which rules can never fire. */
export const summariseJob = defineJob({
  name: 'summarise',
  input: nothing,
  async run({ runId, clock }): Promise<{ output: { generationId: string | null }; warnings: string[] }> {
    const generation = await readRecordedOf(database(), runId);
    if (!generation) return { output: { generationId: null }, warnings: ['nothing was recorded'] };
    await transaction((tx) => refreshWants(tx, clock()));
    const measured = await settleRealised(clock);
    const notCovered = await readNotCovered(database());
    const summary = generationSummary.parse({
      ...Object(generation.summary),
      notCovered,
      measured,
    });
    await keepSummary(database(), generation.id, summary);
    return { output: { generationId: generation.id }, warnings: warningsOf(summary) };
  },
});

/** `decide-many` does to each recommendation of a batch what was decided about all; a thousand in a transaction. */
export const decideManyJob = defineJob({
  name: DECIDE_MANY,
  input: decideManyInput,
  async run({ input, clock, progress }): Promise<{ output: { done: number; skipped: number } }> {
    for (;;) {
      const { total, done, left } = await decideNext({ batchId: input.batchId, clock });
      await progress({ done: total - left, total });
      if (left === 0) return { output: { done, skipped: total - done } };
    }
  },
});
