'use client';

import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { Ago } from '@/components/ui/time';
import type { Caught } from './safety-net';
import type { DraftInHand } from './use-draft';

type CaughtNoticeProps = { draft: DraftInHand; caught: Caught; forget: () => void };

/** A text that a closed window had not saved. */
export function CaughtNotice({ draft, caught, forget }: CaughtNoticeProps) {
  const bringBack = () => {
    draft.tell({ type: 'typed', text: caught.text });
    forget();
  };
  return (
    <Notice
      look="amber"
      title={
        <>
          Text from <Ago at={caught.at} /> that was not saved is still in this browser.
        </>
      }
      actions={
        <>
          <Button onClick={bringBack}>Bring it back</Button>
          <Button look="quiet" onClick={forget}>
            Throw it away
          </Button>
        </>
      }
    />
  );
}
