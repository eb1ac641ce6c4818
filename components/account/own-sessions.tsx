'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { LogOut } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { Problem } from '@/components/ui/problem';
import { Section } from '@/components/ui/section';
import { PanelSkeleton } from '@/components/ui/skeleton';
import { Ago } from '@/components/ui/time';
import { deviceWords } from '@/components/users/device';
import type { SessionView } from '@/lib/people/users.schema';
import { endOtherSessions, endSession, ownSessionsQuery } from './queries';

/** Where the viewer is signed in; each other place can be ended, or all of them. */
export function OwnSessions() {
  const client = useQueryClient();
  const { data, error } = useQuery(ownSessionsQuery());
  const endOne = useMutation(endSession(client));
  const endOthers = useMutation(endOtherSessions(client));
  const fault = error ?? endOne.error ?? endOthers.error;
  const isBusy = endOne.isPending || endOthers.isPending;
  const others = data?.items.filter((session) => !session.isCurrent).length ?? 0;
  return (
    <Section title="Where you are signed in">
      {fault ? <Problem error={fault} /> : null}
      {data === undefined ? error ? null : <PanelSkeleton /> : null}
      <ul className="divide-y rounded-base border bg-surface empty:hidden">
        {data?.items.map((session) => (
          <li key={session.id} className="flex items-center gap-3 px-3 py-2">
            <SessionWords session={session} />
            {session.isCurrent ? null : (
              <Button
                look="quiet"
                aria-label={`End the session ${deviceWords(session.userAgent)}, ${session.address ?? 'no address'}`}
                onClick={() => endOne.mutate(session.id)}
                disabled={isBusy}
              >
                <LogOut aria-hidden /> End
              </Button>
            )}
          </li>
        ))}
      </ul>
      {others > 0 ? (
        <Button className="mt-2" onClick={() => endOthers.mutate()} disabled={isBusy}>
          {others === 1 ? 'End the other one' : `End the ${others} others`}
        </Button>
      ) : null}
    </Section>
  );
}

function SessionWords({ session }: { session: SessionView }) {
  const { userAgent, address, isCurrent, lastSeenAt, startedAt } = session;
  return (
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
  );
}
