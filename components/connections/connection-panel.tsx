'use client';

import { useQuery } from '@tanstack/react-query';
import { SenderCard } from '@/components/senders/sender-card';
import { Notice } from '@/components/ui/notice';
import { Problem } from '@/components/ui/problem';
import { Entries, Section } from '@/components/ui/section';
import { PanelSkeleton } from '@/components/ui/skeleton';
import { State } from '@/components/ui/state';
import { Ago } from '@/components/ui/time';
import { CONNECTION_KINDS, hasSecret } from '@/lib/connections/kinds.schema';
import type { ConnectionDetail } from '@/lib/connections/schema';
import { mayAct, type Role } from '@/lib/people/roles.schema';
import { ConnectionActions } from './connection-actions';
import { connectionQuery } from './queries';
import { STANDING_LOOKS } from './states';
import { TestResult } from './test-result';

type ConnectionPanelProps = { id: string; role: Role; onRemoved: () => void };

export function ConnectionPanel({ id, role, onRemoved }: ConnectionPanelProps) {
  const { data: connection, error, refetch } = useQuery(connectionQuery(id));
  if (connection === undefined) {
    return error ? <Problem error={error} onRetry={() => void refetch()} /> : <PanelSkeleton />;
  }
  return (
    <>
      <h1 className="break-words text-title font-semibold">{connection.name}</h1>
      <p className="mt-1 flex flex-wrap gap-x-4 text-muted">
        <State look={STANDING_LOOKS[connection.standing]} />
        <span>
          last read <Ago at={connection.lastReadAt} />
        </span>
      </p>
      {mayAct(role, 'admin') ? <ConnectionActions connection={connection} onRemoved={onRemoved} /> : null}
      <ReadError connection={connection} />
      {connection.kind === 'cms' ? <SenderCard connectionId={id} role={role} /> : null}
      <Section title="Last test" aside={<Ago at={connection.lastTestedAt} />}>
        {connection.lastTest ? (
          <TestResult test={connection.lastTest} />
        ) : (
          <p className="text-muted">
            Not tested since it was set up. A test asks what is needed of it and says what the account may not
            do. It writes nothing.
          </p>
        )}
      </Section>
      <Section title="Settings">
        <Entries entries={entriesOf(connection)} />
      </Section>
    </>
  );
}

function ReadError({ connection: { lastReadError } }: { connection: ConnectionDetail }) {
  if (lastReadError === null) return null;
  return (
    <div className="mt-3">
      <Notice look="red" title="Changes could not be read the last time">
        {lastReadError}
      </Notice>
    </div>
  );
}

function entriesOf({
  kind,
  baseUrl,
  account,
  ticketFloor,
  requestsPerSecond,
  uses,
  isSandbox,
}: ConnectionDetail) {
  return [
    {
      label: 'Kind',
      value: isSandbox ? `${CONNECTION_KINDS[kind].title}, sandbox` : CONNECTION_KINDS[kind].title,
    },
    { label: 'Address', value: baseUrl },
    ...(hasSecret(kind)
      ? [
          { label: 'Account', value: account },
          { label: 'Secret', value: 'Saved and sealed; it is never shown' },
        ]
      : []),
    ...(kind === 'jira'
      ? [
          { label: 'Floor per ticket', value: `${ticketFloor} a month` },
          { label: 'Requests per second', value: String(requestsPerSecond) },
          { label: 'Routes', value: String(uses.routes) },
          { label: 'Tickets', value: uses.tickets.toLocaleString('en-US') },
        ]
      : []),
  ];
}
