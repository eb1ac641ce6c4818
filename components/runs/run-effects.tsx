'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { EFFECT_LOOKS } from '@/components/tickets/states';
import { Problem } from '@/components/ui/problem';
import { withQuery } from '@/components/ui/request';
import { Section } from '@/components/ui/section';
import { State } from '@/components/ui/state';
import type { RunDetail } from '@/lib/runs/schema';
import { runEffectsQuery } from './queries';
import { isActive } from './states';

const TRACKING = ['distribute', 'look-up'];

/** What the run did outside, by the state that it is in now; each count opens the ledger there. */
export function RunEffects({ run }: { run: RunDetail }) {
  const isTracking = run.jobs.some(({ job, startedAt }) => TRACKING.includes(job) && startedAt !== null);
  const { data, error, refetch } = useQuery({
    ...runEffectsQuery(run.id, isActive(run)),
    enabled: isTracking,
  });
  if (!isTracking) return null;
  return (
    <Section title="What it did outside">
      {error ? <Problem error={error} onRetry={() => void refetch()} /> : null}
      {data?.items.map(({ job, states }) => (
        <div key={job} className="flex min-h-8 flex-wrap items-center gap-x-4 gap-y-1">
          <span className="min-w-0 flex-1 truncate text-muted">{job}</span>
          {states.length === 0 ? <span className="text-faint">nothing</span> : null}
          {states.map(({ state, count }) => (
            <Link
              key={state}
              href={withQuery('/tickets/effects', { state })}
              className="flex items-center gap-1 tabular-nums hover:underline"
            >
              {count.toLocaleString('en-US')} <State look={EFFECT_LOOKS[state]} />
            </Link>
          ))}
        </div>
      ))}
    </Section>
  );
}
