'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Play } from 'lucide-react';
import Link from 'next/link';
import { Button } from '@/components/ui/button';
import { Problem } from '@/components/ui/problem';
import { startRun } from './queries';

type StartNowProps = { graph: string; input?: Record<string, unknown>; label: string };

/** Starts a run instead of waiting for its next time, and leads to it. */
export function StartNow({ graph, input = {}, label }: StartNowProps) {
  const start = useMutation(startRun(useQueryClient()));
  if (start.error) return <Problem error={start.error} />;
  if (start.data) {
    return (
      <p role="status" className="self-center text-muted">
        Started:{' '}
        <Link href={`/runs/${start.data.runId}`} className="text-accent underline">
          see the run
        </Link>
      </p>
    );
  }
  return (
    <Button disabled={start.isPending} onClick={() => start.mutate({ graph, input })}>
      <Play aria-hidden /> {label}
    </Button>
  );
}
