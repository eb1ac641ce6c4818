import { z } from 'zod';
import { reads, writes } from './contract';
import { changePasswordInput } from './people/schema';
import { evaluateInput, evaluateOutput, validateInput, validateOutput } from './rules/schema';
import * as runs from './runs/schema';

/** Every call of the API, in one place: what `route()` enforces, what the tests walk, what OpenAPI is made from. */
const id = z.string().min(1).max(60);
const nothing = z.object({});

export const healthContract = {
  ...reads('/api/health', 'Whether the database and a worker are there', {
    input: nothing,
    response: z.object({ status: z.string(), database: z.string(), worker: z.string(), version: z.string() }),
  }),
  role: 'public' as const,
};

// ── people
export const changePasswordContract = writes(
  'viewer',
  '/api/account/password',
  'Change your own password; every session of yours ends',
  {
    input: changePasswordInput,
    response: z.object({ changed: z.literal(true) }),
  },
);

// ── rules
export const validateRulesContract = writes(
  'viewer',
  '/api/rules/validate',
  'Check a rule set, with the place of every fault',
  {
    input: validateInput,
    response: validateOutput,
  },
);
export const evaluateRulesContract = writes(
  'viewer',
  '/api/rules/evaluate',
  'Evaluate a rule set over facts',
  {
    input: evaluateInput,
    response: evaluateOutput,
    maxBytes: 10_000_000,
  },
);

// ── runs
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
