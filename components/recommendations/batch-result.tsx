'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Undo2 } from 'lucide-react';
import Link from 'next/link';
import { Button } from '@/components/ui/button';
import { FootMessage } from '@/components/ui/foot-message';
import type { BatchView } from '@/lib/recommendations/schema';
import { batchQuery, undoBatch } from './queries';

type BatchResultProps = { batch: BatchView; onUndone: (batch: BatchView) => void; onClose: () => void };

/** What became of a decision about many, with the way back. */
export function BatchResult({ batch: asked, onUndone, onClose }: BatchResultProps) {
  const { data: batch } = useQuery(batchQuery(asked));
  const undo = useMutation(undoBatch(useQueryClient()));
  const mayUndo = batch.deed === 'dismiss' && batch.state !== 'running' && batch.done > 0;
  return (
    <FootMessage
      more={
        batch.runId ? (
          <Link href={`/runs/${batch.runId}`} className="text-accent underline-offset-2 hover:underline">
            See the run
          </Link>
        ) : null
      }
      actions={
        mayUndo ? (
          <Button
            disabled={undo.isPending}
            onClick={() => undo.mutate(batch.id, { onSuccess: (undone) => onUndone(undone) })}
          >
            <Undo2 aria-hidden /> Undo
          </Button>
        ) : null
      }
      onClose={onClose}
    >
      {wordsOf(batch)} {undo.error ? `It could not be undone: ${undo.error.message}.` : null}
    </FootMessage>
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
