'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Play } from 'lucide-react';
import Link from 'next/link';
import { Button } from '@/components/ui/button';
import { Problem } from '@/components/ui/problem';
import { distributeNow } from './queries';

/** Starts the distribution of one connection instead of waiting for the next generation. */
export function DistributeNow({ connectionId }: { connectionId: string }) {
  const start = useMutation(distributeNow(useQueryClient()));
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
    <Button disabled={start.isPending} onClick={() => start.mutate(connectionId)}>
      <Play aria-hidden /> Distribute now
    </Button>
  );
}
