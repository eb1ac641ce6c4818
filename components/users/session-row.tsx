'use client';

import { LogOut } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { Ago } from '@/components/ui/time';
import type { SessionView } from '@/lib/people/users.schema';
import { deviceWords } from './device';

type SessionRowProps = { session: SessionView; onEnd?: () => void; isBusy: boolean };

/** One place where somebody is signed in; it can be ended where `onEnd` is given. */
export function SessionRow({ session, onEnd, isBusy }: SessionRowProps) {
  const { userAgent, address, isCurrent, lastSeenAt, startedAt } = session;
  return (
    <li className="flex items-center gap-3 px-3 py-2">
      <div className="min-w-0 flex-1">
        <p className="truncate" title={userAgent ?? undefined}>
          {deviceWords(userAgent)}
          {isCurrent ? <strong className="font-semibold"> · this one</strong> : null}
        </p>
        <p className="text-meta text-faint">
          {address ? <span className="font-mono">{address} · </span> : null}
          seen <Ago at={lastSeenAt} /> · since <Ago at={startedAt} />
        </p>
      </div>
      {onEnd ? (
        <Button
          look="quiet"
          aria-label={`End the session ${deviceWords(userAgent)}, ${address ?? 'no address'}`}
          onClick={onEnd}
          disabled={isBusy}
        >
          <LogOut aria-hidden /> End
        </Button>
      ) : null}
    </li>
  );
}
