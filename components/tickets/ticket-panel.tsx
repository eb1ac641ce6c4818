'use client';

import { useQuery } from '@tanstack/react-query';
import { ExternalLink } from 'lucide-react';
import Link from 'next/link';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { Problem } from '@/components/ui/problem';
import { Entries, Section } from '@/components/ui/section';
import { PanelSkeleton } from '@/components/ui/skeleton';
import { State } from '@/components/ui/state';
import { Ago } from '@/components/ui/time';
import { Timeline } from '@/components/ui/timeline';
import type { TicketDetail } from '@/lib/tickets/schema';
import { Relink } from './answers';
import { AttemptList } from './attempt-list';
import { DriftTable } from './drift-table';
import { EffectNotice } from './effect-notice';
import { ticketQuery } from './queries';
import { CATEGORY_TONES, deedOf, EFFECT_LOOKS, SYNC_LOOKS } from './states';

export function TicketPanel({ id, mayAct }: { id: string; mayAct: boolean }) {
  const { data: ticket, error, refetch } = useQuery(ticketQuery(id));
  if (ticket === undefined) {
    return error ? <Problem error={error} onRetry={() => void refetch()} /> : <PanelSkeleton />;
  }
  return (
    <>
      <h1 className="break-words text-title font-semibold">{ticket.summary}</h1>
      <p className="mt-1 flex flex-wrap items-center gap-x-4 gap-y-1">
        <State look={SYNC_LOOKS[ticket.syncState]} />
        <span className="text-muted">
          {ticket.key} in {ticket.connectionName}: {ticket.status}
          {ticket.resolution ? ` (${ticket.resolution})` : ''}
        </span>
      </p>
      <div className="mt-3 flex flex-wrap gap-2">
        <Button asChild>
          <a href={ticket.url} target="_blank" rel="noreferrer">
            <ExternalLink aria-hidden /> Open in Jira
          </a>
        </Button>
        {ticket.lineageId ? (
          <Button asChild>
            <Link href={`/recommendations/${ticket.lineageId}`}>Its recommendation</Link>
          </Button>
        ) : null}
        {mayAct ? <Relink ticketId={ticket.id} /> : null}
      </div>
      <Trouble ticket={ticket} />
      <Section
        title="Both sides"
        aside={<>last agreed {ticket.agreedAt ? <Ago at={ticket.agreedAt} /> : 'never'}</>}
      >
        <DriftTable drift={ticket.drift} />
      </Section>
      <Section title="What we sent">
        <Effects ticket={ticket} mayAct={mayAct} />
      </Section>
      <Section title="Its moves">
        {ticket.moves.length === 0 ? (
          <p className="text-muted">It has not moved since it was opened.</p>
        ) : (
          <Timeline label="Moves of the ticket" moments={momentsOf(ticket)} />
        )}
      </Section>
      <Section title="About this ticket">
        <Entries
          entries={[
            { label: 'Owner', value: ticket.owner ?? 'unowned' },
            { label: 'Assignee', value: ticket.assignee ?? 'nobody' },
            { label: 'Project', value: ticket.projectKey },
            { label: 'Opened', value: <Ago at={ticket.createdAt} /> },
            { label: 'Last read', value: <Ago at={ticket.seenAt} /> },
          ]}
        />
      </Section>
    </>
  );
}

function Trouble({ ticket }: { ticket: TicketDetail }) {
  const words =
    ticket.syncState === 'deleted'
      ? 'The issue is gone from Jira. Its recommendation is open again. Link another issue, or leave it and dismiss the recommendation.'
      : ticket.syncState === 'unreadable'
        ? 'Jira does not let us read this issue now. Everything else goes on; this one is tried again with each poll.'
        : null;
  if (words === null) return null;
  return (
    <div className="mt-3">
      <Notice look={ticket.syncState === 'deleted' ? 'red' : 'amber'}>{words}</Notice>
    </div>
  );
}

function Effects({ ticket, mayAct }: { ticket: TicketDetail; mayAct: boolean }) {
  if (ticket.effects.length === 0)
    return <p className="text-muted">Nothing: the issue was linked by a person.</p>;
  return (
    <div className="flex flex-col gap-3">
      {ticket.effects.map((effect) => (
        <div key={effect.id} className="flex flex-col gap-2">
          <p className="flex items-center justify-between gap-3">
            <Link href={`/tickets/effects/${effect.id}`} className="text-accent hover:underline">
              {deedOf(effect.kind)}
            </Link>
            <State look={EFFECT_LOOKS[effect.state]} />
          </p>
          <EffectNotice effect={effect} mayAct={mayAct} />
          <AttemptList attempts={effect.history} />
        </div>
      ))}
    </div>
  );
}

function momentsOf({ moves }: TicketDetail) {
  return moves
    .map((move) => ({
      id: `${move.at}:${move.toStatus}`,
      at: move.at,
      tone: CATEGORY_TONES[move.toCategory],
      title: move.fromStatus ? `${move.fromStatus} → ${move.toStatus}` : move.toStatus,
    }))
    .sort((left, right) => Date.parse(right.at) - Date.parse(left.at));
}
