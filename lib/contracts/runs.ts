import { z } from 'zod';
import { nothing, reads, writes } from '@/lib/contract';
import * as runs from '@/lib/runs/schema';
import { waiting } from '@/lib/waiting/schema';
import * as examples from './runs.examples';

const runState = z.object({ state: runs.runState });
export const listRunsContract = reads('/api/runs', 'Runs, the newest first', {
  input: runs.listRunsInput,
  response: runs.runPage,
  csv: [
    'id',
    'graph',
    'state',
    'trigger',
    'requestedBy',
    'requestedAt',
    'startedAt',
    'endedAt',
    'activeMs',
    'error',
  ],
  example: {
    input: { graph: 'recommend', limit: 1 },
    response: { items: [examples.runExample], nextCursor: null },
  },
});
export const requestRunContract = writes(
  'operator',
  '/api/runs',
  'Start a run; a key that exists returns that run',
  {
    input: runs.requestRunInput,
    response: z.object({ runId: z.string(), created: z.boolean() }),
    status: 202,
    example: {
      input: { graph: 'recommend', input: {} },
      response: { runId: '3000a8f2-bed1-44d1-b030-94c7b9a0d62b', created: true },
    },
  },
);
const runPath = z.object({ id: z.uuid() });
export const readRunContract = reads('/api/runs/{id}', 'One run with its jobs and their attempts', {
  input: runPath,
  response: runs.runDetail,
  example: { input: { id: '3000a8f2-bed1-44d1-b030-94c7b9a0d62b' }, response: examples.runDetailExample },
});
export const readRunLogsContract = reads('/api/runs/{id}/logs', 'What the jobs of a run wrote', {
  input: runs.listLogsInput.omit({ runId: true }).extend({ id: z.uuid() }),
  response: z.object({ items: z.array(runs.logView) }),
  example: {
    input: { id: '3000a8f2-bed1-44d1-b030-94c7b9a0d62b', after: '0' },
    response: {
      items: [
        {
          id: '812',
          job: 'evaluate',
          at: '2026-11-21T15:25:53.310Z',
          level: 'info',
          message: '446 resources, 12 rule sets',
        },
      ],
    },
  },
});
export const resumeRunContract = writes(
  'operator',
  '/api/runs/{id}/resume',
  'Run again only what is unfinished',
  {
    input: runs.resumeRunInput.omit({ runId: true }).extend({ id: z.uuid() }),
    response: z.object({ epoch: z.number() }),
    status: 202,
    example: { input: { id: '3000a8f2-bed1-44d1-b030-94c7b9a0d62b', epoch: 1 }, response: { epoch: 2 } },
  },
);
export const cancelRunContract = writes('operator', '/api/runs/{id}/cancel', 'Stop a run', {
  input: runPath,
  response: runState,
  status: 202,
  example: { input: { id: '3000a8f2-bed1-44d1-b030-94c7b9a0d62b' }, response: { state: 'cancelling' } },
});
export const retryJobContract = writes(
  'operator',
  '/api/runs/{id}/retry',
  'Run one job again, and what was skipped because of it',
  {
    input: runs.retryJobInput.omit({ runId: true }).extend({ id: z.uuid() }),
    response: z.object({ epoch: z.number() }),
    status: 202,
    example: {
      input: { id: '3000a8f2-bed1-44d1-b030-94c7b9a0d62b', job: 'collect:AWS bill' },
      response: { epoch: 2 },
    },
  },
);

export const readWaitingContract = reads('/api/waiting', 'How much waits for a person', {
  input: nothing,
  response: waiting,
  example: {
    response: {
      effects: 0,
      runs: { failed: 0, warned: 1, stuck: 0, active: 0 },
      conflicts: 1,
      held: 4,
      deadLetters: 0,
    },
  },
});
