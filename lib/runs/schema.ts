import { z } from 'zod';
import { listInput, pageOf } from '@/lib/core/list';

/**
 * A run is one durable execution of a job graph; it has jobs, a job has attempts.
 *
 * run:     requested → running → succeeded | warned | failed; requested → cancelled; running → cancelling → cancelled;
 *          failed | warned | cancelled → requested (resume or retry: the next epoch)
 * job:     waiting → queued → running → succeeded | warned | failed; waiting (a retry) → running; waiting → skipped;
 *          any that has not ended → cancelled; failed | skipped | cancelled → waiting (the next epoch)
 * attempt: running → succeeded | warned | failed | cancelled | interrupted (its worker went away; the job runs again)
 */
export const runMode = z.enum(['simple', 'async']);
export type RunMode = z.infer<typeof runMode>;

export const runState = z.enum([
  'requested',
  'running',
  'succeeded',
  'warned',
  'failed',
  'cancelling',
  'cancelled',
]);
export type RunState = z.infer<typeof runState>;

export const jobState = z.enum([
  'waiting',
  'queued',
  'running',
  'succeeded',
  'warned',
  'failed',
  'skipped',
  'cancelled',
]);
export type JobState = z.infer<typeof jobState>;

const attemptState = z.enum(['running', 'succeeded', 'warned', 'failed', 'interrupted', 'cancelled']);

const need = z.object({ job: z.string(), when: z.enum(['succeeded', 'ended']) });

/** How often a job is tried again (`limit` retries after the first attempt) and how long the pauses grow. */
const retries = z.object({
  limit: z.int().min(0).max(100),
  baseMs: z.int().min(1),
  capMs: z.int().min(1),
});
export type Retries = z.infer<typeof retries>;

export const plannedJob = z.object({
  name: z.string().min(1).max(200),
  job: z.string().min(1),
  input: z.json(),
  needs: z.array(need),
  concurrencyKey: z.string().min(1).max(200).optional(),
  retries: retries.optional(),
  /** The job that has made its conclusions once it ended well: from then on this one is not run again. */
  sealedBy: z.string().optional(),
  /** What the run is for does not rest on it: its failure is a warning. */
  isByTheWay: z.boolean().optional(),
});
export type PlannedJob = z.infer<typeof plannedJob>;

export const plan = z.array(plannedJob);

const progress = z.object({
  done: z.number(),
  total: z.number().optional(),
  note: z.string().max(500).optional(),
});
export type Progress = z.infer<typeof progress>;

export const logLevel = z.enum(['debug', 'info', 'warn', 'error']);
export type LogLevel = z.infer<typeof logLevel>;

const jobWarning = z.object({ job: z.string(), message: z.string() });

const runKey = z.string().trim().min(1).max(200);

export const requestRunInput = z.object({
  graph: z.string().min(1).max(100),
  input: z.json().default({}),
  key: runKey.optional(),
});
export const runIdInput = z.object({ runId: z.uuid() });
/** `epoch`, when given, is what the caller saw: a run that has moved on since is a conflict. */
export const resumeRunInput = runIdInput.extend({ epoch: z.int().min(1).optional() });
export const retryJobInput = runIdInput.extend({ job: z.string().min(1).max(200) });

export const listRunsInput = listInput.extend({
  state: z.preprocess((given) => (typeof given === 'string' ? [given] : given), z.array(runState).optional()),
  graph: z.string().max(100).optional(),
  trigger: z.string().max(100).optional(),
  from: z.iso.datetime({ offset: true }).optional(), // requested at or after
  to: z.iso.datetime({ offset: true }).optional(), // requested before
});

export const runView = z.object({
  id: z.string(),
  graph: z.string(),
  mode: runMode.nullable(), // null until the graph is resolved
  key: z.string().nullable(),
  state: runState,
  epoch: z.number(),
  trigger: z.string(),
  requestedBy: z.string(),
  requestedAt: z.string(),
  startedAt: z.string().nullable(),
  endedAt: z.string().nullable(),
  activeMs: z.number(), // when at least one attempt was running
  elapsedMs: z.number(), // from the first start (or the request) to the end or now
  jobsEnded: z.number(),
  jobsTotal: z.number(),
  error: z.string().nullable(),
  warnings: z.array(jobWarning),
});
export type RunView = z.infer<typeof runView>;
export const runPage = pageOf(runView);

const attemptView = z.object({
  attempt: z.number(),
  epoch: z.number(),
  workerId: z.string().nullable(),
  state: attemptState,
  startedAt: z.string(),
  endedAt: z.string().nullable(),
  retryAt: z.string().nullable(),
  error: z.string().nullable(),
});
export type AttemptView = z.infer<typeof attemptView>;

export const jobView = z.object({
  name: z.string(),
  job: z.string(),
  state: jobState,
  needs: z.array(need),
  attempt: z.number(),
  concurrencyKey: z.string().nullable(),
  progress: progress.nullable(),
  startedAt: z.string().nullable(),
  endedAt: z.string().nullable(),
  error: z.string().nullable(),
  reason: z.string().nullable(), // why it was skipped, or what it waits for
  sealedBy: z.string().nullable(), // the job that has concluded from how this one ended: it is not run again
  warnings: z.array(z.string()),
  output: z.json().nullable(),
  attempts: z.array(attemptView),
});
export type JobView = z.infer<typeof jobView>;

export const runDetail = runView.extend({
  input: z.json(),
  reason: z.string().nullable(), // why a requested run has not started
  jobs: z.array(jobView),
});
export type RunDetail = z.infer<typeof runDetail>;

/** Logs are read forward: `after` is the last id seen. */
export const listLogsInput = runIdInput.extend({
  after: z
    .string()
    .regex(/^\d{1,18}$/)
    .default('0'),
  limit: z.coerce.number().int().min(1).max(1000).default(200),
  job: z.string().max(200).optional(),
});
export const logView = z.object({
  id: z.string(),
  job: z.string().nullable(),
  at: z.string(),
  level: logLevel,
  message: z.string(),
});
export type LogView = z.infer<typeof logView>;

/** What the Runs area shows first: the last run of a graph failed, or runs nobody picks up. */
export const attention = z.object({
  failed: z.number(),
  warned: z.number(),
  stuck: z.number(),
  active: z.number(),
});
export type Attention = z.infer<typeof attention>;

const workerLiveness = z.object({ alive: z.number(), lastBeat: z.string().nullable() });
export type WorkerLiveness = z.infer<typeof workerLiveness>;

export const setScheduleInput = z.object({
  name: z.string().trim().min(1).max(100),
  graph: z.string().min(1).max(100),
  input: z.json().default({}),
  cron: z.string().trim().min(1).max(100),
  timeZone: z.string().min(1).max(60).default('UTC'),
  keyFormat: z.string().trim().min(1).max(150),
  enabled: z.boolean().default(true),
});
export const scheduleView = setScheduleInput.extend({
  id: z.string(),
  lastDueAt: z.string().nullable(),
  nextDueAt: z.string().nullable(),
});
export type ScheduleView = z.infer<typeof scheduleView>;
