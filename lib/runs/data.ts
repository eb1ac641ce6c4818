import { z } from 'zod';
import type { Reader } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import type { Page } from '@/lib/core/list';
import { containing, readPage } from '@/lib/core/page';
import { Prisma } from '@/prisma/generated/client';
import { chained, hasEnded, sealOf } from './plan';
import {
  type AttemptView,
  type Attention,
  type JobView,
  jobView,
  type LogView,
  type listLogsInput,
  type listRunsInput,
  logLevel,
  plan,
  type RunDetail,
  type RunView,
  runMode,
  runView,
  type WorkerLiveness,
} from './schema';

const COLUMNS = Prisma.sql`
  r.id::text, r.graph, r.mode, r.key, r.state, r.epoch, r.trigger, r.requested_by AS "requestedBy",
  r.requested_at AS "requestedAt", r.started_at AS "startedAt", r.ended_at AS "endedAt", r.error, r.warnings,
  r.input, r.plan,
  (extract(epoch FROM COALESCE(r.ended_at, now()) - COALESCE(r.started_at, r.requested_at)) * 1000)::bigint::text
    AS "elapsedMs",
  CASE WHEN r.ended_at IS NOT NULL THEN r.active_ms ELSE (
    SELECT COALESCE(sum(extract(epoch FROM upper(busy) - lower(busy))) * 1000, 0)::bigint FROM (
      SELECT unnest(range_agg(tstzrange(a.started_at, greatest(a.started_at, COALESCE(a.ended_at, now()))))) AS busy
      FROM run_attempts a WHERE a.run_id = r.id) AS together) END::text AS "activeMs",
  (SELECT count(*)::int FROM run_jobs j WHERE j.run_id = r.id) AS "jobsTotal",
  (SELECT count(*)::int FROM run_jobs j WHERE j.run_id = r.id
    AND j.state IN ('succeeded', 'warned', 'failed', 'skipped', 'cancelled')) AS "jobsEnded"`;

type RunRow = {
  elapsedMs: string;
  activeMs: string;
  requestedAt: Date;
  startedAt: Date | null;
  endedAt: Date | null;
  input: unknown;
  plan: unknown;
};

const ID = { expression: Prisma.sql`r.id`, cast: 'uuid' } as const;
const SORTS = {
  requestedAt: { expression: Prisma.sql`r.requested_at`, cast: 'timestamptz' },
  endedAt: { expression: Prisma.sql`COALESCE(r.ended_at, 'infinity')`, cast: 'timestamptz' },
  graph: { expression: Prisma.sql`r.graph`, cast: 'text' },
  trigger: { expression: Prisma.sql`r.trigger`, cast: 'text' },
  state: { expression: Prisma.sql`r.state::text`, cast: 'text' },
  duration: {
    expression: Prisma.sql`(extract(epoch FROM COALESCE(r.ended_at, r.requested_at) - COALESCE(r.started_at, r.requested_at)))::numeric`,
    cast: 'numeric',
  },
  // Runs that need a person first, then those under way, then the rest; the newest of each first when descending.
  attention: {
    expression: Prisma.sql`run_attention(r.state, r.requested_at)`,
    cast: 'numeric',
  },
} as const;

export async function listRuns(
  reader: Reader,
  { state, graph, trigger, from, to, ...list }: z.infer<typeof listRunsInput>,
): Promise<Page<RunView>> {
  const where: Prisma.Sql[] = [];
  if (state?.length) where.push(Prisma.sql`r.state = ANY(${state}::"RunState"[])`);
  if (graph) where.push(Prisma.sql`r.graph = ${graph}`);
  if (trigger) where.push(Prisma.sql`r.trigger = ${trigger}`);
  if (from) where.push(Prisma.sql`r.requested_at >= ${new Date(from)}`);
  if (to) where.push(Prisma.sql`r.requested_at < ${new Date(to)}`);
  if (list.q) {
    where.push(
      z.uuid().safeParse(list.q).success
        ? Prisma.sql`r.id = ${list.q}::uuid`
        : Prisma.sql`r.graph || ' ' || COALESCE(r.key, '') || ' ' || r.requested_by ILIKE ${containing(list.q)}`,
    );
  }
  const page = await readPage<RunRow>(reader, {
    select: COLUMNS,
    from: Prisma.sql`runs r`,
    where,
    sorts: SORTS,
    defaultSort: '-requestedAt',
    id: ID,
    list,
  });
  return { items: page.rows.map(toRunView), nextCursor: page.nextCursor };
}

function toRunView(row: RunRow): RunView {
  return runView.parse({
    ...row,
    elapsedMs: Math.max(0, Number(row.elapsedMs)),
    activeMs: Number(row.activeMs),
    requestedAt: row.requestedAt.toISOString(),
    startedAt: row.startedAt?.toISOString() ?? null,
    endedAt: row.endedAt?.toISOString() ?? null,
  });
}

/** A run with its jobs in the plan's order and their attempts. Throws `not_found`. */
export async function getRun(reader: Reader, runId: string): Promise<RunDetail> {
  const [row] = await reader.$queryRaw<RunRow[]>`SELECT ${COLUMNS} FROM runs r WHERE r.id = ${runId}::uuid`;
  if (!row) throw new AppError('not_found', 'there is no such run');
  const run = toRunView(row);
  const jobs = run.mode === null ? [] : await readJobs(reader, runId, row.plan, run.mode);
  const isWaiting = run.state === 'requested' || jobs.some((job) => job.state === 'queued');
  const { alive } = isWaiting ? await readWorkerLiveness(reader) : { alive: 1 };
  const reason = run.state !== 'requested' ? null : alive > 0 ? 'waits for a worker to take it' : NO_WORKER;
  return {
    ...run,
    input: jobView.shape.output.parse(row.input),
    reason,
    jobs:
      alive > 0 ? jobs : jobs.map((job) => (job.state === 'queued' ? { ...job, reason: NO_WORKER } : job)),
  } satisfies RunDetail;
}

const NO_WORKER = 'no worker is running';

async function readJobs(reader: Reader, runId: string, planned: unknown, mode: unknown): Promise<JobView[]> {
  const rows = await reader.runJob.findMany({
    where: { runId },
    orderBy: { position: 'asc' },
    include: { attempts: { orderBy: { attempt: 'asc' } } },
  });
  const inOrder = chained(plan.parse(planned), runMode.parse(mode));
  const jobs = new Map(inOrder.map((job) => [job.name, job]));
  const states = Object.fromEntries(rows.map((row) => [row.name, row.state]));
  const holders = await readKeyHolders(reader, runId);
  const ended = new Set(rows.filter((row) => hasEnded(row.state)).map((row) => row.name));
  return rows.map((row) => {
    const needs = jobs.get(row.name)?.needs ?? [];
    const open = needs.map((need) => need.job).filter((name) => !ended.has(name));
    const lastAttempt = row.attempts.at(-1);
    return jobView.parse({
      ...row,
      needs,
      startedAt: row.startedAt?.toISOString() ?? null,
      endedAt: row.endedAt?.toISOString() ?? null,
      reason: whyItWaits(row, open, holders.get(row.name), lastAttempt?.retryAt ?? null),
      sealedBy: sealOf(inOrder, states, row.name) ?? null,
      attempts: row.attempts.map(
        (attempt) =>
          ({
            attempt: attempt.attempt,
            epoch: attempt.epoch,
            workerId: attempt.workerId,
            state: attempt.state,
            startedAt: attempt.startedAt.toISOString(),
            endedAt: attempt.endedAt?.toISOString() ?? null,
            retryAt: attempt.retryAt?.toISOString() ?? null,
            error: attempt.error,
          }) satisfies AttemptView,
      ),
    }) satisfies JobView;
  });
}

type Waiting = { state: string; reason: string | null; concurrencyKey: string | null };

function whyItWaits(
  row: Waiting,
  open: string[],
  holder: string | undefined,
  retryAt: Date | null,
): string | null {
  if (row.state === 'waiting') {
    if (open.length > 0) return `waits for ${open.join(', ')}`;
    return retryAt ? `failed; tries again at ${retryAt.toISOString()}` : row.reason;
  }
  if (row.state !== 'queued') return row.reason;
  if (holder) return `waits for ${row.concurrencyKey}, which ${holder} holds`;
  return row.reason ?? 'waits for a free place on a worker';
}

/** For each queued job of a run with a concurrency key: which job has that key now. */
async function readKeyHolders(reader: Reader, runId: string): Promise<Map<string, string>> {
  const rows = await reader.$queryRaw<{ name: string; holder: string }[]>`
    SELECT DISTINCT ON (mine.name) mine.name, held.name || ' of ' ||
      CASE WHEN held.run_id = mine.run_id THEN 'this run' ELSE r.graph || ' run ' || r.id::text END AS holder
    FROM run_jobs mine
    JOIN run_jobs held ON held.concurrency_key = mine.concurrency_key AND held.state = 'running'
    JOIN runs r ON r.id = held.run_id
    WHERE mine.run_id = ${runId}::uuid AND mine.state = 'queued'`;
  return new Map(rows.map((row) => [row.name, row.holder]));
}

/** A page of a run's log, oldest first, after the id last seen. */
export async function listLogs(
  reader: Reader,
  { runId, after, limit, job }: z.infer<typeof listLogsInput>,
): Promise<LogView[]> {
  const rows = await reader.runLog.findMany({
    where: { runId, id: { gt: BigInt(after) }, ...(job === undefined ? {} : { job }) },
    orderBy: { id: 'asc' },
    take: limit,
  });
  return rows.map(
    ({ id, job: name, at, level, message }) =>
      ({
        id: String(id),
        job: name,
        at: at.toISOString(),
        level: logLevel.catch('info').parse(level),
        message,
      }) satisfies LogView,
  );
}

const STUCK_AFTER_MS = 60_000;

/**
 * Counts of what may need a person: graphs whose newest ended run failed or ended with warnings (an older failure
 * that a later run made good is history), runs that no worker took for a minute, and runs under way.
 */
export async function readAttention(reader: Reader): Promise<Attention> {
  const [counts] = await reader.$queryRaw<Attention[]>`
    WITH RECURSIVE graphs AS (
      SELECT min(graph) AS graph FROM runs
      UNION ALL
      SELECT (SELECT min(r.graph) FROM runs r WHERE r.graph > g.graph) FROM graphs g WHERE g.graph IS NOT NULL),
    newest AS (
      SELECT g.graph, last.state FROM graphs g CROSS JOIN LATERAL (
        SELECT state FROM runs r WHERE r.graph = g.graph AND r.state IN ('succeeded', 'warned', 'failed')
        ORDER BY r.requested_at DESC LIMIT 1) last)
    SELECT (SELECT count(*)::int FROM newest WHERE state = 'failed') AS failed,
      (SELECT count(*)::int FROM newest WHERE state = 'warned') AS warned,
      (SELECT count(*)::int FROM runs WHERE state = 'requested'
        AND requested_at < now() - ${STUCK_AFTER_MS}::double precision * interval '1 millisecond') AS stuck,
      (SELECT count(*)::int FROM runs WHERE state IN ('requested', 'running', 'cancelling')) AS active`;
  return counts ?? { failed: 0, warned: 0, stuck: 0, active: 0 };
}

const ALIVE_WITHIN_MS = 15_000;

/** For /api/health: how many workers beat within the last fifteen seconds. */
export async function readWorkerLiveness(reader: Reader): Promise<WorkerLiveness> {
  const [row] = await reader.$queryRaw<{ alive: number; lastBeat: Date | null }[]>`
    SELECT count(*) FILTER (WHERE stopped_at IS NULL
      AND beat > now() - ${ALIVE_WITHIN_MS}::double precision * interval '1 millisecond')::int AS alive,
      max(beat) AS "lastBeat" FROM workers`;
  return { alive: row?.alive ?? 0, lastBeat: row?.lastBeat?.toISOString() ?? null } satisfies WorkerLiveness;
}

/** For the doctor: every worker that is known, and whether it beat lately. */
export async function listWorkers(
  reader: Reader,
): Promise<{ id: string; version: string; isAlive: boolean }[]> {
  return reader.$queryRaw`
    SELECT id, version, stopped_at IS NULL
      AND beat > now() - ${ALIVE_WITHIN_MS}::double precision * interval '1 millisecond' AS "isAlive"
    FROM workers ORDER BY id`;
}
