import { z } from 'zod';
import { nothing, reads, writes } from '@/lib/contract';
import * as runs from '@/lib/runs/schema';

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
});
export const requestRunContract = writes(
  'operator',
  '/api/runs',
  'Start a run; a key that exists returns that run',
  {
    input: runs.requestRunInput,
    response: z.object({ runId: z.string(), created: z.boolean() }),
    status: 202,
  },
);
const runPath = z.object({ id: z.uuid() });
export const readRunContract = reads('/api/runs/{id}', 'One run with its jobs and their attempts', {
  input: runPath,
  response: runs.runDetail,
});
export const readRunLogsContract = reads('/api/runs/{id}/logs', 'What the jobs of a run wrote', {
  input: runs.listLogsInput.omit({ runId: true }).extend({ id: z.uuid() }),
  response: z.object({ items: z.array(runs.logView) }),
});
export const resumeRunContract = writes(
  'operator',
  '/api/runs/{id}/resume',
  'Run again only what is unfinished',
  {
    input: runs.resumeRunInput.omit({ runId: true }).extend({ id: z.uuid() }),
    response: z.object({ epoch: z.number() }),
    status: 202,
  },
);
export const cancelRunContract = writes('operator', '/api/runs/{id}/cancel', 'Stop a run', {
  input: runPath,
  response: runState,
  status: 202,
});
export const retryJobContract = writes(
  'operator',
  '/api/runs/{id}/retry',
  'Run one job again, and what was skipped because of it',
  {
    input: runs.retryJobInput.omit({ runId: true }).extend({ id: z.uuid() }),
    response: z.object({ epoch: z.number() }),
    status: 202,
  },
);

export const readWaitingContract = reads('/api/waiting', 'How much waits for a person', {
  input: nothing,
  response: runs.waiting,
});
