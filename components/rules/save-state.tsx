'use client';

import { Ago } from '@/components/ui/time';
import { type DraftState, isUnsaved } from './draft-state';

/** Whether what stands there is saved, in words. */
export function SaveState({ state }: { state: DraftState }) {
  const { phase, kept, error } = state;
  return (
    <span role="status" className={phase === 'still' || phase === 'sending' ? undefined : 'text-warn'}>
      {phase === 'unreachable' ? 'Not saved: Evenkeel cannot be reached. Trying again.' : null}
      {phase === 'refused' ? `Not saved: ${error?.message}` : null}
      {phase === 'overtaken' || phase === 'gone' ? 'Not saved: it needs you.' : null}
      {phase === 'sending' ? 'Saving…' : null}
      {phase === 'still' && isUnsaved(state) ? 'Not saved yet' : null}
      {phase === 'still' && !isUnsaved(state) && kept.at !== null ? (
        <>
          Draft saved <Ago at={kept.at} />
        </>
      ) : null}
    </span>
  );
}
