'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useState } from 'react';
import { Pager } from '@/components/ui/pager';
import { Problem } from '@/components/ui/problem';
import { PanelSkeleton } from '@/components/ui/skeleton';
import { State } from '@/components/ui/state';
import { Ago } from '@/components/ui/time';
import type { BacktestView } from '@/lib/recommendations/backtest/schema';
import { backtestsQuery, hrefOfBacktest } from './queries';
import { RunningBacktest } from './running-backtest';
import { StartBacktest, type TestableDraft } from './start-backtest';
import { BACKTEST_LOOKS, counted, spanOf } from './states';

type BacktestsTabProps = { slug: string; draft: TestableDraft; mayEdit: boolean };

/** What drafts of a set would have done: one to be started, and those that were. */
export function BacktestsTab({ slug, draft, mayEdit }: BacktestsTabProps) {
  const [cursor, setCursor] = useState<string | null>(null);
  const backtests = useQuery(backtestsQuery(slug, cursor));
  return (
    <div className="flex flex-col gap-4">
      {mayEdit ? <StartBacktest slug={slug} draft={draft} /> : null}
      {backtests.error ? <Problem error={backtests.error} onRetry={() => void backtests.refetch()} /> : null}
      {backtests.isPending ? <PanelSkeleton /> : null}
      {backtests.data?.items.length === 0 ? (
        <p className="text-muted">
          No draft of this set was tried yet. A backtest judges a saved draft and the published version over
          stored readings, and writes nothing else.
        </p>
      ) : null}
      <ol aria-label="Backtests" className="flex flex-col gap-2">
        {backtests.data?.items.map((one) => (
          <BacktestRow key={one.id} backtest={one} draft={draft} />
        ))}
      </ol>
      <Pager
        shown={backtests.data?.items.length ?? 0}
        cursor={cursor}
        nextCursor={backtests.data?.nextCursor ?? null}
        onMove={setCursor}
      />
    </div>
  );
}

function BacktestRow({ backtest, draft }: { backtest: BacktestView; draft: TestableDraft }) {
  const { id, slug, state, draftNumber, draftRevision, againstVersion, askedAt, askedBy, newTickets } =
    backtest;
  const isOfThisText = draftNumber === draft.number && draftRevision === draft.revision;
  const against = againstVersion === 0 ? 'nothing published' : `version ${againstVersion}`;
  return (
    <li className="rounded-base border bg-surface px-3 py-2">
      <p className="flex flex-wrap items-baseline gap-x-3">
        <Link href={hrefOfBacktest(slug, id)} className="font-semibold text-accent hover:underline">
          Draft {draftNumber} against {against}
        </Link>
        <State look={BACKTEST_LOOKS[state]} />
        {isOfThisText ? <span className="text-accent">this text</span> : null}
      </p>
      <p className="text-muted">
        {spanOf(backtest)} · <Ago at={askedAt} /> by {askedBy}
      </p>
      {newTickets === null ? null : (
        <p>
          {counted(newTickets, 'new ticket')} among {counted(backtest.resources ?? 0, 'resource')}
        </p>
      )}
      {state === 'running' && backtest.runId ? <RunningBacktest runId={backtest.runId} /> : null}
    </li>
  );
}
