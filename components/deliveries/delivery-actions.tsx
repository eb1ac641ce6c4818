'use client';

import { useState } from 'react';
import type { DeliveryDetail } from '@/lib/deliveries/schema';
import { EditDead, SkipDead } from './dead-letter';
import { ReplayDialog } from './replay-dialog';
import { isReplayable } from './states';

/** What can be done about one delivery. */
export function DeliveryActions({ delivery }: { delivery: DeliveryDetail }) {
  const [isAsked, setIsAsked] = useState(false);
  const choice = { ids: [delivery.id] };
  const isDead = delivery.state === 'dead';
  if (!isReplayable(delivery)) return null;
  return (
    <>
      <div className="mt-3 flex flex-wrap gap-2">
        <ReplayDialog choice={choice} mode="replay" onDone={() => setIsAsked(true)} />
        <ReplayDialog choice={choice} mode="newest" onDone={() => setIsAsked(true)} />
        {isDead ? (
          <>
            <EditDead delivery={delivery} />
            <SkipDead delivery={delivery} />
          </>
        ) : null}
      </div>
      <p role="status" className="mt-2 text-muted empty:hidden">
        {isAsked ? 'It is to be worked on again.' : null}
      </p>
    </>
  );
}
