import type { Clock } from '@/lib/core/clock';
import { graphs, registerJobs } from '@/lib/jobs';
import { systemActor } from '@/lib/people/schema';
import { requestRun } from '@/lib/runs/commands';
import { type AnyJob, defineJob, graphNamed } from '@/lib/runs/plan';
import type { RunDetail } from '@/lib/runs/schema';
import { ended } from '@/lib/runs/testing/harness';
import { startWorker } from '@/lib/runs/worker';
import { HASTY } from './hasty';
import type { TestJira } from './jira';

/** The real graphs and jobs on a worker in the test's own process, and the time that they are told. */
export type Pipeline = {
  now(): Date;
  /** Sets the clock of the jobs and, where there is one, of the tracker; both stand still until it is moved again. */
  turnTo(at: Date): Promise<void>;
  /** Runs a graph to its end. */
  run(graph: string, input?: object): Promise<RunDetail>;
  stop(): Promise<void>;
};

type Given = {
  jira?: TestJira;
  /** Jobs that are told another time than the rest, by name: for a test in which every moment counts. */
  clocks?: Record<string, Clock>;
};

export async function startPipeline(at: Date, { jira, clocks = {} }: Given = {}): Promise<Pipeline> {
  let now = at;
  await jira?.control('PUT', 'clock', { at: now.toISOString() });
  const { graphs: all, jobs } = registerJobs({ timing: HASTY });
  const worker = await startWorker({
    graphs: all,
    jobs: jobs.map((job) => withClock(job, clocks[job.name])),
    clock: () => now,
  });
  return {
    now: () => now,
    async turnTo(next) {
      now = next;
      await jira?.control('PUT', 'clock', { at: now.toISOString() });
    },
    async run(graph, input = {}) {
      const asked = { actor: systemActor('test'), graph: graphNamed(graphs, graph), input };
      return ended((await requestRun(asked)).runId);
    },
    stop: () => worker.stop(),
  };
}

function withClock(job: AnyJob, clock: Clock | undefined): AnyJob {
  return clock ? defineJob({ ...job, run: (context) => job.run({ ...context, clock }) }) : job;
}

type Thing = { id: string; kind?: string; [fact: string]: unknown };

/** An inventory of one whole scope: instances of account 4411 in eu-west-1, as the bills of lib/sources/testing have them. */
export function inventoryAt(at: Date, things: Thing[], account = '4411'): string {
  const place = { provider: 'AWS', account, region: 'eu-west-1' };
  return JSON.stringify({
    schema: 1,
    collected_at: at.toISOString(),
    scopes: [{ ...place, kinds: ['instance'], complete: true }],
    resources: things.map((thing) => ({
      ...place,
      kind: 'instance',
      observed_at: at.toISOString(),
      ...thing,
    })),
  });
}
