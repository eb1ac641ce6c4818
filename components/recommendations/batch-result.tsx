'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Undo2, X } from 'lucide-react';
import Link from 'next/link';
import { Button } from '@/components/ui/button';
import type { BatchView } from '@/lib/recommendations/schema';
import { batchQuery, undoBatch } from './queries';

type BatchResultProps = { batch: BatchView; onUndone: (batch: BatchView) => void; onClose: () => void };

/** What became of a decision about many, with the way back. */
export function BatchResult({ batch: asked, onUndone, onClose }: BatchResultProps) {
  const { data: batch } = useQuery(batchQuery(asked));
  const undo = useMutation(undoBatch(useQueryClient()));
  const mayUndo = batch.deed === 'dismiss' && batch.state !== 'running' && batch.done > 0;
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-x-3 gap-y-1 border-t bg-surface px-4 py-1 max-sm:px-2">
      <p role="status" className="tabular-nums">
        {wordsOf(batch)} {undo.error ? `It could not be undone: ${undo.error.message}.` : null}
      </p>
      {batch.runId ? (
        <Link href={`/runs/${batch.runId}`} className="text-accent underline-offset-2 hover:underline">
          See the run
        </Link>
      ) : null}
      <span className="ml-auto flex items-center gap-2">
        {mayUndo ? (
          <Button
            disabled={undo.isPending}
            onClick={() => undo.mutate(batch.id, { onSuccess: (undone) => onUndone(undone) })}
          >
            <Undo2 aria-hidden /> Undo
          </Button>
        ) : null}
        <Button look="quiet" isIcon aria-label="Close this message" onClick={onClose}>
          <X aria-hidden />
        </Button>
      </span>
    </div>
  );
}

const figure = (count: number) => count.toLocaleString('en-US');

function wordsOf({ deed, state, total, done, left, skipped }: BatchView): string {
  const [doing, did] = deed === 'dismiss' ? ['Dismissing', 'dismissed'] : ['Reopening', 'reopened'];
  if (state === 'running') return `${doing} ${figure(total)}: ${figure(total - left)} looked at so far.`;
  const stopped = state === 'stopped' ? ` Its run has stopped; ${figure(left)} are as they were.` : '';
  const parts = skipped.map(
    ({ why, count }) => `${figure(count)} ${count === 1 ? why : why.replace('is ', 'are ')}`,
  );
  const leftOut = parts.length > 0 ? ` Left as they were: ${parts.join(', ')}.` : '';
  return `${figure(done)} ${did}.${leftOut}${stopped}`;
}
