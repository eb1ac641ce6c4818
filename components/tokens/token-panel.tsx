'use client';

import { useQuery } from '@tanstack/react-query';
import { RecentEvents } from '@/components/audit/recent-events';
import { Moment } from '@/components/ui/moment';
import { Problem } from '@/components/ui/problem';
import { Entries, type Entry, Section } from '@/components/ui/section';
import { PanelSkeleton } from '@/components/ui/skeleton';
import { State } from '@/components/ui/state';
import { Ago } from '@/components/ui/time';
import { ROLE_WORDS } from '@/components/users/roles';
import type { TokenView } from '@/lib/people/tokens.schema';
import { Expires } from './expires';
import { tokenQuery } from './queries';
import { RevokeToken } from './revoke-token';
import { TOKEN_LOOKS } from './states';

export function TokenPanel({ id }: { id: string }) {
  const { data: token, error, refetch } = useQuery(tokenQuery(id));
  if (token === undefined) {
    return error ? <Problem error={error} onRetry={() => void refetch()} /> : <PanelSkeleton />;
  }
  return (
    <>
      <h1 className="break-words text-title font-semibold">{token.name}</h1>
      <p className="mt-1">
        <State look={TOKEN_LOOKS[token.state]} />
      </p>
      {token.state === 'revoked' ? null : (
        <div className="mt-4">
          <RevokeToken token={token} />
        </div>
      )}
      <Section title="About it">
        <Entries entries={entriesOf(token)} />
      </Section>
      <Section title="What it changed lately">
        <RecentEvents by={id} none="This token has changed nothing yet." />
      </Section>
      <Section title="What was done to it">
        <RecentEvents about={{ subjectKind: 'token', subjectId: id }} none="Nothing is in the log." />
      </Section>
    </>
  );
}

function entriesOf(token: TokenView): Entry[] {
  const { role, prefix, createdAt, createdBy, expiresAt, lastUsedAt, revokedAt } = token;
  return [
    { label: 'Role', value: ROLE_WORDS[role].name, note: null },
    { label: 'May', value: ROLE_WORDS[role].may },
    {
      label: 'Begins with',
      value: prefix ? (
        <code className="font-mono text-meta">{prefix}…</code>
      ) : (
        'not kept: it was not made here'
      ),
    },
    {
      label: 'Made',
      value: <Moment at={createdAt} />,
      note: createdBy ? `by ${createdBy}` : 'from the environment',
    },
    {
      label: 'Expires',
      value: expiresAt ? <Moment at={expiresAt} /> : 'never',
      note: expiresAt ? <Expires token={token} /> : null,
    },
    { label: 'Last used', value: <Ago at={lastUsedAt} />, note: lastUsedAt ? 'to the minute' : null },
    ...(revokedAt ? [{ label: 'Revoked', value: <Moment at={revokedAt} /> }] : []),
  ];
}
