'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { RunProgress } from '@/components/runs/run-progress';
import { Button } from '@/components/ui/button';
import { Problem } from '@/components/ui/problem';
import { cancelBacktest } from './queries';

/** How far it is, and the way to stop it. */
export function RunningBacktest({ runId }: { runId: string }) {
  const cancel = useMutation(cancelBacktest(useQueryClient()));
  return (
    <div className="mt-1 flex flex-wrap items-center gap-x-4 gap-y-1">
      <RunProgress id={runId} />
      <Button look="quiet" disabled={cancel.isPending} onClick={() => cancel.mutate(runId)}>
        Cancel the backtest
      </Button>
      {cancel.error ? <Problem error={cancel.error} /> : null}
    </div>
  );
}
