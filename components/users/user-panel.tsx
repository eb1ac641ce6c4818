'use client';

import { useQuery } from '@tanstack/react-query';
import { RecentEvents } from '@/components/audit/recent-events';
import { Problem } from '@/components/ui/problem';
import { Section } from '@/components/ui/section';
import { PanelSkeleton } from '@/components/ui/skeleton';
import { State } from '@/components/ui/state';
import { Ago } from '@/components/ui/time';
import type { UserDetail } from '@/lib/people/users.schema';
import { administratorsQuery, userQuery } from './queries';
import { refusalsOf } from './refusals';
import { USER_LOOKS } from './states';
import { UserActions } from './user-actions';
import { UserForm } from './user-form';
import { UserSessions } from './user-sessions';

export function UserPanel({ id, viewerId }: { id: string; viewerId: string }) {
  const { data: user, error, refetch } = useQuery(userQuery(id));
  const { data: administrators } = useQuery(administratorsQuery());
  if (user === undefined) {
    return error ? <Problem error={error} onRetry={() => void refetch()} /> : <PanelSkeleton />;
  }
  const refusals = refusalsOf(user, viewerId, administrators?.items.map((one) => one.id) ?? []);
  return (
    <>
      <h1 className="break-words text-title font-semibold">{user.name}</h1>
      <UserLine user={user} isSelf={user.id === viewerId} />
      <div className="mt-4">
        <UserActions user={user} refusals={refusals} />
      </div>
      <Section title="Name and role">
        <UserForm user={user} isSelf={user.id === viewerId} refusal={refusals.demote} />
      </Section>
      <Section title="Sessions">
        <UserSessions user={user} />
      </Section>
      <Section title="What they did lately">
        <RecentEvents by={user.id} none="Nothing yet." />
      </Section>
      <Section title="What was done to this account">
        <RecentEvents about={{ subjectKind: 'user', subjectId: user.id }} none="Nothing is in the log." />
      </Section>
    </>
  );
}

function UserLine({ user, isSelf }: { user: UserDetail; isSelf: boolean }) {
  return (
    <p className="mt-1 flex flex-wrap gap-x-4 text-muted">
      <State look={USER_LOOKS[user.state]} />
      <span className="break-all">{user.email}</span>
      {isSelf ? <span>this is you</span> : null}
      {user.origin === 'oidc' ? <span>by the identity provider</span> : null}
      <span>
        signed in <Ago at={user.lastSignInAt} />
      </span>
    </p>
  );
}
