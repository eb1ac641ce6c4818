'use client';

import { useQuery } from '@tanstack/react-query';
import clsx from 'clsx';
import { useState } from 'react';
import { Money } from '@/components/ui/money';
import { Problem } from '@/components/ui/problem';
import { PanelSkeleton } from '@/components/ui/skeleton';
import { State } from '@/components/ui/state';
import type { SampleAnswer, SampleRow } from '@/lib/recommendations/why.schema';
import type { Verdict } from '@/lib/rules/schema';
import { sampleQuery } from './queries';
import { lookOfVerdict } from './rule-why';

type AskedOf = { resource: string; rule: string | null };
type SampleTabProps = {
  slug: string;
  yaml: string | null;
  hasProblems: boolean;
  onWhy: (asked: AskedOf) => void;
};

/** Real resources with what the text that stands there makes of them. */
export function SampleTab({ slug, yaml, hasProblems, onWhy }: SampleTabProps) {
  const { data: sample, error, refetch, isPlaceholderData } = useQuery(sampleQuery(slug, yaml));
  const [shown, setShown] = useState<Verdict | null>(null);
  if (yaml === null) return <p className="text-muted">Resources are judged once the text has no problems.</p>;
  if (error && !sample) return <Problem error={error} onRetry={() => void refetch()} />;
  if (!sample) return <PanelSkeleton />;
  if (sample.note) return <p className="text-muted">{sample.note}</p>;
  const rows = sample.rows.filter(({ verdict }) => shown === null || verdict === shown);
  return (
    <div
      aria-busy={isPlaceholderData}
      className={clsx('flex flex-col gap-3', isPlaceholderData && 'opacity-60')}
    >
      {hasProblems ? <p className="text-muted">Judged by the text as it was before its problems.</p> : null}
      <Counts sample={sample} shown={shown} onShow={setShown} />
      <ul aria-label="Resources" className="divide-y rounded-base border bg-surface">
        {rows.map((row) => (
          <Row key={row.id} row={row} onWhy={onWhy} />
        ))}
      </ul>
      {rows.length === 0 ? <p className="text-muted">None of the sample.</p> : null}
      <p className="text-meta text-faint">
        A sample spread over the latest readings, the same each time, and some that this set has found. What a
        text would open and close over all of them is told by a backtest.
      </p>
    </div>
  );
}

type CountsProps = { sample: SampleAnswer; shown: Verdict | null; onShow: (verdict: Verdict | null) => void };

function Counts({ sample: { counts, rows }, shown, onShow }: CountsProps) {
  const choices: { verdict: Verdict | null; word: string; count: number }[] = [
    { verdict: null, word: 'All', count: rows.length },
    { verdict: true, word: 'Match', count: counts.match },
    { verdict: 'unknown', word: 'Unknown', count: counts.unknown },
    { verdict: false, word: 'No match', count: counts.noMatch },
  ];
  return (
    <>
      <fieldset className="flex flex-wrap gap-1">
        <legend className="sr-only">Show</legend>
        {choices.map(({ verdict, word, count }) => (
          <button
            key={word}
            type="button"
            aria-pressed={shown === verdict}
            onClick={() => onShow(verdict)}
            className="h-7 rounded-base border px-2 text-meta tabular-nums aria-pressed:border-accent aria-pressed:bg-accent-soft"
          >
            {word} {count}
          </button>
        ))}
      </fieldset>
      <p role="status" className="sr-only">
        Of {rows.length} resources {counts.match} match, {counts.noMatch} do not, {counts.unknown} cannot be
        told
      </p>
    </>
  );
}

/** A row opens the why tree of the rule that decided it. */
function Row({ row, onWhy }: { row: SampleRow; onWhy: SampleTabProps['onWhy'] }) {
  const { id, name, nativeId, kind, account, verdict, matched, unknown, recommends, currency, isFound } = row;
  return (
    <li>
      <button
        type="button"
        onClick={() => onWhy({ resource: id, rule: matched[0] ?? unknown[0] ?? null })}
        className="flex w-full items-start gap-3 px-3 py-1.5 text-left hover:bg-hover"
      >
        <span className="min-w-0 flex-1">
          <span className="block truncate">{name ?? nativeId}</span>
          <span className="block truncate text-meta text-muted">
            {[kind, account, nativeId, isFound ? 'found before' : null].filter(Boolean).join(' · ')}
          </span>
        </span>
        <span className="shrink-0 text-right">
          <State look={lookOfVerdict(verdict)} />
          {recommends.map(({ action, savings }) => (
            <span key={action} className="block text-meta text-muted">
              {action} <Money amount={savings} currency={currency} unknown="its saving is not known" />
            </span>
          ))}
        </span>
      </button>
    </li>
  );
}
