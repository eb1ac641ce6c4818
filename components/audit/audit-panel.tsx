'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { Moment } from '@/components/ui/moment';
import { Unknown } from '@/components/ui/money';
import { Problem } from '@/components/ui/problem';
import { withQuery } from '@/components/ui/request';
import { Entries, type Entry, Section } from '@/components/ui/section';
import { PanelSkeleton } from '@/components/ui/skeleton';
import { Ago } from '@/components/ui/time';
import type { AuditView } from '@/lib/people/audit.schema';
import { ActorName } from './actor';
import { ChangeList } from './change-list';
import { changesBetween } from './changes';
import { auditEventQuery } from './queries';
import { Subject } from './subject';
import { actionWords } from './words';

export function AuditPanel({ id }: { id: string }) {
  const { data: event, error, refetch } = useQuery(auditEventQuery(id));
  if (event === undefined) {
    return error ? <Problem error={error} onRetry={() => void refetch()} /> : <PanelSkeleton />;
  }
  return (
    <>
      <h1 className="break-words text-title font-semibold">{actionWords(event.action)}</h1>
      <p className="mt-1 text-muted">
        <Subject event={event} />
      </p>
      <Section title={headingOf(event)}>
        <Values event={event} />
      </Section>
      <Section title="Who, when, from where">
        <Entries entries={circumstances(event)} />
      </Section>
    </>
  );
}

function headingOf({ before, after }: AuditView): string {
  if (before === null && after !== null) return 'What was set';
  if (before !== null && after === null) return 'What it was until then';
  return 'What changed';
}

/** Both sides as a difference; where there is one side only, its fields. */
function Values({ event: { before, after } }: { event: AuditView }) {
  const changes = changesBetween(before, after);
  if (changes.length === 0) return <p className="text-muted">This deed changes no field.</p>;
  if (before !== null && after !== null) return <ChangeList changes={changes} />;
  return (
    <Entries
      entries={changes.map((change) => ({
        label: change.field,
        value: <span className="whitespace-pre-wrap">{change.after ?? change.before}</span>,
      }))}
    />
  );
}

function circumstances(event: AuditView): Entry[] {
  const { at, actorId, actorName, action, subjectKind, subjectId, address, requestId } = event;
  const events = (filter: Record<string, string>, words: string) => (
    <Link
      href={withQuery('/settings/audit', filter)}
      className="text-accent underline decoration-1 underline-offset-2"
    >
      {words}
    </Link>
  );
  return [
    { label: 'When', value: <Moment at={at} />, note: <Ago at={at} /> },
    {
      label: 'Who',
      value: <ActorName event={event} />,
      note: events({ actor: actorId ?? actorName }, 'all by them'),
    },
    { label: 'Action', value: <code className="font-mono text-meta">{action}</code> },
    {
      label: 'Record',
      value: <code className="font-mono text-meta">{`${subjectKind} ${subjectId}`}</code>,
      note: events({ subjectKind, subjectId }, 'its history'),
    },
    {
      label: 'From where',
      value: address ? (
        <code className="font-mono text-meta">{address}</code>
      ) : (
        <Unknown reason="no address" />
      ),
      note: address ? events({ q: address }, 'all from there') : null,
    },
    {
      label: 'Request',
      value: requestId ? (
        <code className="font-mono text-meta">{requestId}</code>
      ) : (
        <Unknown reason="no call" />
      ),
      note: requestId ? events({ q: requestId }, 'all of it') : null,
    },
  ];
}
