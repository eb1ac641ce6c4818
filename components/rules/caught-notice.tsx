'use client';

import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { Ago } from '@/components/ui/time';
import type { Caught } from './safety-net';

type CaughtNoticeProps = { caught: Caught; forget: () => void; onBringBack: (text: string) => void };

/** A text that a closed window had not saved. */
export function CaughtNotice({ caught, forget, onBringBack }: CaughtNoticeProps) {
  const bringBack = () => {
    onBringBack(caught.text);
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
