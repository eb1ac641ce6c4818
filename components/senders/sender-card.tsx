'use client';

import { useQuery } from '@tanstack/react-query';
import { durationWords } from '@/components/ui/durations';
import { Problem } from '@/components/ui/problem';
import { Entries, Section } from '@/components/ui/section';
import { PanelSkeleton } from '@/components/ui/skeleton';
import { State } from '@/components/ui/state';
import { Ago } from '@/components/ui/time';
import type { SenderView } from '@/lib/deliveries/schema';
import { mayAct, type Role } from '@/lib/people/roles.schema';
import { AttachSender, DetachSender } from './attach-sender';
import { AuthorizePull } from './authorize-pull';
import { PullSender } from './pull-sender';
import { sendersQuery } from './queries';
import { RotateSender } from './rotate-sender';
import { SenderTrouble } from './sender-trouble';
import { KIND_WORDS, lookOf } from './states';

type SenderCardProps = { connectionId: string; role: Role };

/** Who posts to us: whether it does, at what pace, and what can be done about it. */
export function SenderCard({ connectionId, role }: SenderCardProps) {
  const { data, error, refetch } = useQuery(sendersQuery());
  const sender = data?.items.find((one) => one.connectionId === connectionId);
  if (data === undefined) {
    return error ? <Problem error={error} onRetry={() => void refetch()} /> : <PanelSkeleton />;
  }
  if (sender === undefined) return null;
  return (
    <Section title="Sender" aside={<State look={lookOf(sender)} />}>
      <div className="flex flex-col gap-3">
        <SenderTrouble sender={sender} maySettle={mayAct(role, 'operator')} />
        <Entries entries={entriesOf(sender)} />
        <div className="flex flex-wrap gap-2">
          {mayAct(role, 'admin') ? (
            <>
              {sender.kind === 'bare' ? <AttachSender sender={sender} /> : null}
              {sender.attachedAt === null ? null : <DetachSender sender={sender} />}
              <RotateSender sender={sender} />
              {sender.canPull ? <AuthorizePull sender={sender} /> : null}
            </>
          ) : null}
          {mayAct(role, 'operator') && sender.canPull ? <PullSender sender={sender} /> : null}
        </div>
      </div>
    </Section>
  );
}

function entriesOf(sender: SenderView) {
  const { paceMs, wrongTokens, attachedAt } = sender;
  const isBare = sender.kind === 'bare';
  return [
    { label: 'Name', value: sender.connectionName },
    { label: 'Address', value: sender.baseUrl },
    { label: 'Speaks', value: KIND_WORDS[sender.kind] },
    { label: 'Key', value: <code className="font-mono text-meta">{sender.keyField}</code> },
    {
      label: 'Posts to',
      value: <code className="break-all font-mono text-meta">{sender.endpoint}</code>,
      note: 'without its token',
    },
    ...(isBare ? [{ label: 'Attached', value: attachedAt ? <Ago at={attachedAt} /> : 'not attached' }] : []),
    { label: 'Last arrival', value: <Ago at={sender.lastArrivalAt} /> },
    { label: 'Usual pace', value: paceMs === null ? 'not known yet' : `one in ${durationWords(paceMs)}` },
    { label: 'Token made', value: <Ago at={sender.tokenRotatedAt} /> },
    ...(sender.canPull
      ? [
          { label: 'Last read', value: <Ago at={sender.pulledAt} /> },
          { label: 'Read with', value: sender.hasPullAuthorization ? 'an Authorization header' : 'no key' },
        ]
      : []),
    ...(wrongTokens > 0
      ? [{ label: 'Wrong tokens', value: `${wrongTokens.toLocaleString('en-US')} in the last 7 days` }]
      : []),
  ];
}
