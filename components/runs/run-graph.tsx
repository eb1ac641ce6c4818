'use client';

import clsx from 'clsx';
import { durationWords } from '@/components/ui/durations';
import { useNow } from '@/components/ui/now';
import { fillOf, State } from '@/components/ui/state';
import type { AttemptView, JobView, RunDetail } from '@/lib/runs/schema';
import { ATTEMPT_LOOKS, JOB_LOOKS } from './states';

type Span = { from: number; length: number };

/** When each attempt ran, on one axis from the first start to the end or now. */
export function RunGraph({ run }: { run: RunDetail }) {
  const now = useNow();
  const span = spanOf(run, now);
  if (span === null) return <p className="text-muted">Nothing has started yet.</p>;
  return (
    <figure aria-label="When each job ran">
      <div className="ml-[40%] flex justify-between border-b pb-1 text-meta text-faint tabular-nums">
        <span>0</span>
        <span>{durationWords(span.length / 2)}</span>
        <span>{durationWords(span.length)}</span>
      </div>
      <ul>
        {run.jobs.map((job) => (
          <li key={job.name} className="flex h-9 items-center border-b">
            <span className="w-[40%] shrink-0 truncate pr-3" title={job.name}>
              {job.name}
            </span>
            <JobBars job={job} span={span} now={now} />
          </li>
        ))}
      </ul>
    </figure>
  );
}

function spanOf(run: RunDetail, now: number): Span | null {
  const starts = run.jobs.flatMap(({ attempts }) => attempts.map(({ startedAt }) => Date.parse(startedAt)));
  if (starts.length === 0) return null;
  const ends = run.jobs.flatMap(({ attempts }) =>
    attempts.map(({ endedAt }) => (endedAt === null ? now : Date.parse(endedAt))),
  );
  const from = Math.min(...starts);
  return { from, length: Math.max(1, Math.max(...ends) - from) };
}

type JobBarsProps = { job: JobView; span: Span; now: number };

function JobBars({ job, span, now }: JobBarsProps) {
  if (job.attempts.length === 0) {
    return (
      <span className="text-meta text-faint" title={job.reason ?? undefined}>
        <State look={JOB_LOOKS[job.state]} />
      </span>
    );
  }
  return (
    <span className="relative h-4 flex-1">
      {job.attempts.map((attempt) => (
        <Bar key={attempt.attempt} attempt={attempt} span={span} now={now} />
      ))}
    </span>
  );
}

type BarProps = { attempt: AttemptView; span: Span; now: number };

function Bar({ attempt, span, now }: BarProps) {
  const start = Date.parse(attempt.startedAt);
  const end = attempt.endedAt === null ? Math.max(now, start) : Date.parse(attempt.endedAt);
  const look = ATTEMPT_LOOKS[attempt.state];
  const words = `Attempt ${attempt.attempt}: ${look.word}, ${durationWords(end - start)}`;
  return (
    <span
      role="img"
      aria-label={words}
      title={words}
      className={clsx(
        'absolute inset-y-0 min-w-1 rounded-small',
        fillOf(look.tone),
        look.isMoving && 'animate-pulse',
      )}
      style={{
        left: `${((start - span.from) / span.length) * 100}%`,
        width: `${((end - start) / span.length) * 100}%`,
      }}
    />
  );
}
