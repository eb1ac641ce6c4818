'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { Ago } from '@/components/ui/time';
import type { SenderView } from '@/lib/deliveries/schema';
import { settleStale } from './queries';

type SenderTroubleProps = { sender: SenderView; maySettle: boolean };

/** What is wrong with a sender, and since when what it posts may be lost. */
export function SenderTrouble({ sender, maySettle }: SenderTroubleProps) {
  const { connectionId, attachError, staleSince } = sender;
  const settle = useMutation(settleStale(useQueryClient()));
  return (
    <>
      {attachError === null ? null : (
        <Notice look="red" title="It could not be attached">
          {attachError}
        </Notice>
      )}
      {staleSince === null ? null : (
        <Notice
          look="amber"
          title={
            <>
              Possibly stale since <Ago at={staleSince} />
            </>
          }
          actions={
            maySettle ? (
              <Button disabled={settle.isPending} onClick={() => settle.mutate(connectionId)}>
                It was looked after
              </Button>
            ) : null
          }
        >
          It has been silent for longer than its usual pace, or did not know us any more. What it posted since
          then may be lost. {settle.error?.message}
        </Notice>
      )}
    </>
  );
}
