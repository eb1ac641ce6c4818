'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Play } from 'lucide-react';
import Link from 'next/link';
import { startRun } from '@/components/runs/queries';
import { Button } from '@/components/ui/button';
import { Problem } from '@/components/ui/problem';

/** Starts a generation instead of waiting for the next one. */
export function GenerateNow() {
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
    <Button disabled={start.isPending} onClick={() => start.mutate({ graph: 'recommend', input: {} })}>
      <Play aria-hidden /> Generate now
    </Button>
  );
}
