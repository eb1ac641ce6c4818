'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ChevronRight, RotateCw } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { Problem } from '@/components/ui/problem';
import { Progress } from '@/components/ui/progress';
import { State } from '@/components/ui/state';
import { Ago, Lasted } from '@/components/ui/time';
import type { AttemptView, JobView, RunDetail } from '@/lib/runs/schema';
import { retryJob } from './queries';
import { ATTEMPT_LOOKS, isActive, JOB_LOOKS } from './states';

/** The jobs in their order; what failed stands open. */
export function RunJobs({ run, mayAct }: { run: RunDetail; mayAct: boolean }) {
  if (run.jobs.length === 0)
    return <p className="text-muted">The graph has not been resolved into jobs yet.</p>;
  return (
    <ul className="rounded-base border bg-surface">
      {run.jobs.map((job) => (
        <li key={job.name} className="border-b last:border-b-0">
          <Job run={run} job={job} mayRetry={mayAct && !isActive(run)} />
        </li>
      ))}
    </ul>
  );
}

function Job({ run, job, mayRetry }: { run: RunDetail; job: JobView; mayRetry: boolean }) {
  const { progress } = job;
  return (
    <details open={job.state === 'failed' || undefined} className="group">
      <summary className="flex min-h-9 list-none items-center gap-2 px-3 py-1.5 hover:bg-hover">
        <ChevronRight aria-hidden className="size-4 shrink-0 text-faint group-open:rotate-90" />
        <span className="min-w-0 flex-1 truncate font-semibold">{job.name}</span>
        {progress && job.state === 'running' ? (
          <span className="w-24 shrink-0">
            <Progress label={`Progress of ${job.name}`} done={progress.done} total={progress.total ?? null} />
          </span>
        ) : null}
        <State look={JOB_LOOKS[job.state]} />
        <span className="w-20 shrink-0 text-right text-muted">
          <Lasted from={job.startedAt} to={job.endedAt} />
        </span>
      </summary>
      <div className="flex flex-col gap-2 px-3 pb-3 pl-9">
        <JobWords job={job} />
        <Attempts attempts={job.attempts} />
        {job.state !== 'failed' ? null : job.sealedBy !== null ? (
          <p className="text-muted">
            {job.sealedBy} went on without it, and what it concluded stays. The next run reads it again.
          </p>
        ) : mayRetry ? (
          <Retry runId={run.id} job={job.name} />
        ) : null}
      </div>
    </details>
  );
}

function JobWords({ job }: { job: JobView }) {
  const { progress } = job;
  const total = progress?.total === undefined ? '' : ` of ${progress.total.toLocaleString('en-US')}`;
  return (
    <>
      {job.error ? <p className="break-words text-bad">{job.error}</p> : null}
      {job.reason ? <p className="text-muted">{job.reason}</p> : null}
      {progress ? (
        <p className="text-muted tabular-nums">
          {progress.done.toLocaleString('en-US')}
          {total} {progress.note ?? 'done'}
        </p>
      ) : null}
      {job.warnings.map((warning) => (
        <p key={warning} className="break-words text-warn">
          {warning}
        </p>
      ))}
      {job.needs.length > 0 ? (
        <p className="text-meta text-faint">
          After{' '}
          {job.needs
            .map((need) => `${need.job} ${need.when === 'ended' ? 'has ended' : 'succeeded'}`)
            .join(', ')}
        </p>
      ) : null}
    </>
  );
}

function Attempts({ attempts }: { attempts: AttemptView[] }) {
  if (attempts.length === 0) return null;
  return (
    <ol aria-label="Attempts" className="flex flex-col gap-1">
      {attempts.map((attempt) => (
        <li key={attempt.attempt} className="flex flex-wrap items-center gap-x-3 text-meta">
          <span className="text-faint">Attempt {attempt.attempt}</span>
          <State look={ATTEMPT_LOOKS[attempt.state]} />
          <Lasted from={attempt.startedAt} to={attempt.endedAt} />
          <span className="text-faint">
            <Ago at={attempt.startedAt} />
          </span>
          {attempt.retryAt ? (
            <span className="text-muted">
              again <Ago at={attempt.retryAt} />
            </span>
          ) : null}
          {attempt.error ? <span className="w-full break-words text-muted">{attempt.error}</span> : null}
        </li>
      ))}
    </ol>
  );
}

function Retry({ runId, job }: { runId: string; job: string }) {
  const client = useQueryClient();
  const retry = useMutation(retryJob(client));
  return (
    <div className="flex flex-col items-start gap-2">
      <Button onClick={() => retry.mutate({ id: runId, job })} disabled={retry.isPending}>
        <RotateCw aria-hidden /> Retry this job
      </Button>
      {retry.error ? <Problem error={retry.error} /> : null}
    </div>
  );
}
