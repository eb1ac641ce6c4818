'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from '@/components/ui/button';
import { Problem } from '@/components/ui/problem';
import type { UserDetail } from '@/lib/people/users.schema';
import { endSessions } from './queries';
import { SessionRow } from './session-row';

/** Where a user is signed in, each to be ended, or all at once. */
export function UserSessions({ user }: { user: UserDetail }) {
  const client = useQueryClient();
  const end = useMutation(endSessions(client));
  if (user.sessions.length === 0) return <p className="text-muted">Not signed in anywhere.</p>;
  return (
    <>
      <ul aria-label="Open sessions" className="divide-y rounded-base border bg-surface">
        {user.sessions.map((session) => (
          <SessionRow
            key={session.id}
            session={session}
            onEnd={() => end.mutate({ userId: user.id, sessionId: session.id })}
            isBusy={end.isPending}
          />
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
