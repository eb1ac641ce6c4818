import { z } from 'zod';
import { database } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import { type CompiledVersion, compileVersion, currentVersions, versionsById } from '@/lib/rules/data';
import { defineGraph, defineJob, type JobResult } from '@/lib/runs/plan';
import * as data from './data';
import { readLastReadings, readReplay } from './moments.data';
import { runBacktest } from './replay';
import { BACKTEST } from './schema';
import { countReadings, readBoardRoutes } from './standing.data';

const backtestInput = z.object({ backtestId: z.uuid() });

/** Started by a deed, which has written down what is to be tried; never by hand. */
export const backtestGraph = defineGraph({
  name: BACKTEST,
  title: 'Backtest a rule set',
  description: 'Judge a draft and the published version over stored readings, without writing anything else.',
  mode: 'simple',
  input: backtestInput,
  resolve: async (input) => [{ name: BACKTEST, job: BACKTEST, input, needs: [], concurrencyKey: BACKTEST }],
});

/** Reads, judges and keeps the result at once: after a crash it begins again, and comes to the same. */
export const backtestJob = defineJob({
  name: BACKTEST,
  input: backtestInput,
  async run({ input: { backtestId }, clock, progress }): Promise<JobResult<{ backtestId: string }>> {
    const reader = database();
    const { ruleSet, yaml, weeks, againstVersionId, isDone } = await data.readAsked(reader, backtestId);
    if (isDone) return { output: { backtestId } };
    const replay = weeks === null ? await readLastReadings(reader) : await readReplay(reader, weeks);
    if (replay.moments.length === 0) {
      throw new AppError('conflict', 'Nothing was read yet: there are no readings to judge.');
    }
    const [published = null] = againstVersionId
      ? (await versionsById(reader, [againstVersionId])).map(compileVersion)
      : [];
    const ruleSetId = String(ruleSet.id);
    const draft: CompiledVersion = compileVersion({
      ...{ versionId: 'draft', version: ruleSet.currentVersion + 1, ruleSetId, slug: ruleSet.slug },
      ...{ title: ruleSet.title, domain: ruleSet.domain, origin: ruleSet.origin, yaml },
    });
    const beside = (await currentVersions(reader, ['finops'])).filter((one) => one.ruleSetId !== ruleSetId);
    const total = await countReadings(
      reader,
      replay.moments.flatMap(({ snapshotIds }) => snapshotIds),
    );
    const result = await runBacktest({
      ...{ reader, draft, published, replay, isStanding: weeks === null },
      others: weeks === null ? beside.map(compileVersion) : [],
      routes: await readBoardRoutes(reader, ruleSetId),
      afterBatch: (done) =>
        progress({
          done,
          total: Math.max(done, total),
          note: `${done} resources over ${replay.moments.length} weeks`,
        }),
    });
    await data.keepResult(backtestId, result, clock());
    const warnings = replay.missing.map(({ week, why }) => `${week} was not replayed: ${why}`);
    return { output: { backtestId }, warnings };
  },
});
