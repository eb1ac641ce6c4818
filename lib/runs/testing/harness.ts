import { expect, vi } from 'vitest';
import { database } from '@/lib/core/db';
import { systemActor } from '@/lib/people/schema';
import { PATIENCE_MS } from '@/scripts/testing/patience';
import { requestRun } from '../commands';
import { getRun } from '../data';
import type { RunDetail } from '../schema';
import { marksOf, type Script, scriptOf, stateOf, testGraphs } from './scripted';

export const actor = systemActor('test');

/** Asks for a scripted run; returns its id. */
export async function start(
  script: Script,
  mode: 'simple' | 'async' = 'async',
  key?: string,
): Promise<string> {
  const graph = testGraphs.find((each) => each.mode === mode);
  if (!graph) throw new Error(`no ${mode} graph`);
  return (await requestRun({ actor, graph, input: scriptOf(script), key })).runId;
}

const ENDS = ['succeeded', 'warned', 'failed', 'cancelled'];

/** Waits for the run to end and reads it. */
export async function ended(runId: string, timeout = PATIENCE_MS): Promise<RunDetail> {
  await vi.waitFor(async () => expect(ENDS).toContain(await stateOf(runId)), { timeout, interval: 20 });
  return getRun(database(), runId);
}

export const statesOf = (run: RunDetail) => Object.fromEntries(run.jobs.map((job) => [job.name, job.state]));

/** Which jobs were started, in order, once for each time. */
export const startsOf = async (runId: string) =>
  (await marksOf(runId)).filter((mark) => mark.what === 'start').map((mark) => mark.job);

export async function untilMarked(runId: string, job: string, what: string): Promise<void> {
  await vi.waitFor(
    async () => {
      const marks = await marksOf(runId);
      expect(marks.some((mark) => mark.job === job && mark.what === what)).toBe(true);
    },
    { timeout: PATIENCE_MS, interval: 10 },
  );
}
