'use client';

import { useQuery } from '@tanstack/react-query';
import { ArrowLeft } from 'lucide-react';
import Link from 'next/link';
import { Problem } from '@/components/ui/problem';
import { PanelSkeleton } from '@/components/ui/skeleton';
import { State } from '@/components/ui/state';
import { Ago } from '@/components/ui/time';
import type { BacktestPage } from '@/lib/recommendations/backtest/schema';
import { CopyLink } from './copy-link';
import { Headline } from './headline';
import { Places } from './places';
import { backtestQuery, hrefOfBacktest } from './queries';
import { RunningBacktest } from './running-backtest';
import { Samples } from './samples';
import { BACKTEST_LOOKS, spanOf } from './states';
import { Weeks } from './weeks';

/** What one backtest came to; its address can be handed on. */
export function BacktestView({ slug, id }: { slug: string; id: string }) {
  const { data: backtest, error, refetch } = useQuery(backtestQuery(slug, id));
  if (error && !backtest) return <Problem error={error} onRetry={() => void refetch()} />;
  if (!backtest) return <PanelSkeleton />;
  return (
    <div className="flex min-h-0 flex-1 flex-col overflow-y-auto">
      <Header backtest={backtest} />
      <div className="max-w-[1200px] px-4 pb-10">
        <Outcome backtest={backtest} />
      </div>
    </div>
  );
}

function Header({ backtest }: { backtest: BacktestPage }) {
  const { slug, id, title, state, draftNumber, draftRevision, againstVersion, askedAt, askedBy } = backtest;
  return (
    <header className="flex flex-col gap-1 border-b bg-surface px-4 py-2">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <Link
          href={`/rules/${slug}?tab=backtests`}
          aria-label="Back to the rule set"
          title="Back to the rule set"
          className="-ml-1 text-muted hover:text-ink"
        >
          <ArrowLeft aria-hidden className="size-4" />
        </Link>
        <h1 className="min-w-0 break-words text-title font-semibold">Backtest of {title}</h1>
        <State look={BACKTEST_LOOKS[state]} />
      </div>
      <p className="text-muted">
        Draft {draftNumber}, revision {draftRevision}, against{' '}
        {againstVersion === 0 ? 'nothing published' : `version ${againstVersion}`}. {spanOf(backtest)}. Asked{' '}
        <Ago at={askedAt} /> by {askedBy}.
      </p>
      <CopyLink path={hrefOfBacktest(slug, id)} />
    </header>
  );
}

function Outcome({ backtest }: { backtest: BacktestPage }) {
  const { state, runId, summary, detail } = backtest;
  if (summary && detail) {
    return (
      <>
        <Headline backtest={backtest} summary={summary} />
        <Weeks summary={summary} />
        <Places title="By board" places={detail.boards} nobody="No board" />
        <Places title="By owner" places={detail.owners} nobody="Nobody" />
        <Samples samples={detail.samples} />
      </>
    );
  }
  if (state === 'running' && runId) {
    return (
      <div className="pt-4">
        <RunningBacktest runId={runId} />
      </div>
    );
  }
  return (
    <p className="pt-4 text-muted">
      It came to no result{state === 'cancelled' ? ': it was cancelled' : ''}.{' '}
      {runId ? (
        <Link href={`/runs/${runId}`} className="text-accent hover:underline">
          See the run
        </Link>
      ) : null}{' '}
      Start it again on the page of the rule set.
    </p>
  );
}
