'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { Progress } from '@/components/ui/progress';
import { State } from '@/components/ui/state';
import { runQuery } from './queries';
import { isActive, RUN_LOOKS } from './states';

/** How far a run is that was started a moment ago, and the way to it. */
export function RunProgress({ id }: { id: string }) {
  const { data: run } = useQuery(runQuery(id));
  const job = run?.jobs.find(({ state }) => state === 'running');
  return (
    <span className="inline-flex flex-wrap items-center gap-x-3 gap-y-1">
      {run ? <State look={RUN_LOOKS[run.state]} title={run.error ?? undefined} /> : null}
      {run && isActive(run) && job?.progress ? (
        <>
          <span className="w-24">
            <Progress
              label={`Progress of ${job.name}`}
              done={job.progress.done}
              total={job.progress.total ?? null}
            />
          </span>
          <span className="text-muted tabular-nums">
            {job.progress.done.toLocaleString('en-US')}
            {job.progress.total === undefined ? '' : ` of ${job.progress.total.toLocaleString('en-US')}`}
          </span>
        </>
      ) : null}
      <Link href={`/runs/${id}`} className="text-accent underline-offset-2 hover:underline">
        See the run
      </Link>
    </span>
  );
}
