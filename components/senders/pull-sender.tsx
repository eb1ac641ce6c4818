'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Download, ListRestart } from 'lucide-react';
import { RunProgress } from '@/components/runs/run-progress';
import { Button } from '@/components/ui/button';
import { Problem } from '@/components/ui/problem';
import type { SenderView } from '@/lib/deliveries/schema';
import { pullSender } from './queries';

/** Reads a sender's list: what was changed since the last time, or all of it. */
export function PullSender({ sender: { connectionId: id } }: { sender: SenderView }) {
  const pull = useMutation(pullSender(useQueryClient()));
  return (
    <>
      <Button disabled={pull.isPending} onClick={() => pull.mutate({ id, whole: false })}>
        <Download aria-hidden /> Pull now
      </Button>
      <Button
        disabled={pull.isPending}
        title="Reads the whole list, not only what was changed since the last time"
        onClick={() => pull.mutate({ id, whole: true })}
      >
        <ListRestart aria-hidden /> Read all
      </Button>
      {pull.data ? <RunProgress id={pull.data.runId} /> : null}
      {pull.error ? <Problem error={pull.error} /> : null}
    </>
  );
}
