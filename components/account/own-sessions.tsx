'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from '@/components/ui/button';
import { Problem } from '@/components/ui/problem';
import { Section } from '@/components/ui/section';
import { PanelSkeleton } from '@/components/ui/skeleton';
import { SessionRow } from '@/components/users/session-row';
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
          <SessionRow
            key={session.id}
            session={session}
            onEnd={session.isCurrent ? undefined : () => endOne.mutate(session.id)}
            isBusy={isBusy}
          />
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
