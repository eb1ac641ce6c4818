'use client';

import { useQuery } from '@tanstack/react-query';
import clsx from 'clsx';
import { Problem } from '@/components/ui/problem';
import { PanelSkeleton } from '@/components/ui/skeleton';
import { ClockTime } from '@/components/ui/time';
import type { LogLevel } from '@/lib/runs/schema';
import { runLogQuery } from './queries';

const INKS: Record<LogLevel, string> = {
  debug: 'text-faint',
  info: 'text-ink',
  warn: 'text-warn',
  error: 'text-bad',
};

export function RunLog({ runId, isLive }: { runId: string; isLive: boolean }) {
  const { data: lines, error } = useQuery(runLogQuery(runId, isLive));
  if (lines === undefined) return error ? <Problem error={error} /> : <PanelSkeleton />;
  if (lines.length === 0) return <p className="text-muted">No job has written anything.</p>;
  return (
    <ol aria-label="Log" className="rounded-base border bg-surface p-2 font-mono text-meta">
      {lines.map((line) => (
        <li key={line.id} className={clsx('flex gap-3 py-px', INKS[line.level])}>
          <span className="shrink-0 text-faint">
            <ClockTime at={line.at} />
          </span>
          <span className="min-w-0 break-words">
            {line.job ? <span className="text-faint">{line.job} </span> : null}
            {line.level === 'warn' || line.level === 'error' ? (
              <span className="sr-only">{line.level}: </span>
            ) : null}
            {line.message}
          </span>
        </li>
      ))}
    </ol>
  );
}
