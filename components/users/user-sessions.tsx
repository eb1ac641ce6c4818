'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { LogOut } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { Problem } from '@/components/ui/problem';
import { Ago } from '@/components/ui/time';
import type { SessionView, UserDetail } from '@/lib/people/users.schema';
import { deviceWords } from './device';
import { endSessions } from './queries';

/** Where a user is signed in, each to be ended, or all at once. */
export function UserSessions({ user }: { user: UserDetail }) {
  const client = useQueryClient();
  const end = useMutation(endSessions(client));
  if (user.sessions.length === 0) return <p className="text-muted">Not signed in anywhere.</p>;
  return (
    <>
      <ul aria-label="Open sessions" className="divide-y rounded-base border bg-surface">
        {user.sessions.map((session) => (
          <li key={session.id} className="flex items-center gap-3 px-3 py-2">
            <SessionWords session={session} />
            <Button
              look="quiet"
              aria-label={`End the session ${deviceWords(session.userAgent)}, ${session.address ?? 'no address'}`}
              onClick={() => end.mutate({ userId: user.id, sessionId: session.id })}
              disabled={end.isPending}
            >
              <LogOut aria-hidden /> End
            </Button>
          </li>
        ))}
      </ul>
      {user.sessions.length > 1 ? (
        <Button className="mt-2" onClick={() => end.mutate({ userId: user.id })} disabled={end.isPending}>
          End all {user.sessions.length}
        </Button>
      ) : null}
      {end.error ? (
        <div className="mt-2">
          <Problem error={end.error} />
        </div>
      ) : null}
    </>
  );
}

function SessionWords({ session }: { session: SessionView }) {
  const { userAgent, address, isCurrent, lastSeenAt, startedAt } = session;
  return (
    <div className="min-w-0 flex-1">
      <p className="truncate" title={userAgent ?? undefined}>
        {deviceWords(userAgent)}
        {isCurrent ? <span className="text-muted"> · this one</span> : null}
      </p>
      <p className="text-meta text-faint">
        {address ? <span className="font-mono">{address} · </span> : null}
        seen <Ago at={lastSeenAt} /> · since <Ago at={startedAt} />
      </p>
    </div>
  );
}
