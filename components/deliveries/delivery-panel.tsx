'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { FieldChanges } from '@/components/changes/field-changes';
import { counted } from '@/components/changes/words';
import { Moment } from '@/components/ui/moment';
import { Notice } from '@/components/ui/notice';
import { Problem } from '@/components/ui/problem';
import { Entries, Section } from '@/components/ui/section';
import { PanelSkeleton } from '@/components/ui/skeleton';
import { State } from '@/components/ui/state';
import { Ago } from '@/components/ui/time';
import type { DeliveryDetail } from '@/lib/deliveries/schema';
import { DeliveryActions } from './delivery-actions';
import { DeliveryBody } from './delivery-body';
import { deliveryQuery } from './queries';
import { KIND_WORDS, lookOf } from './states';

export function DeliveryPanel({ id, mayReplay }: { id: string; mayReplay: boolean }) {
  const { data: delivery, error, refetch } = useQuery(deliveryQuery(id));
  if (delivery === undefined) {
    return error ? <Problem error={error} onRetry={() => void refetch()} /> : <PanelSkeleton />;
  }
  const { key, senderName, kind, receivedAt, writes, notes, state } = delivery;
  return (
    <>
      <h1 className="break-words text-title font-semibold">
        {key === null ? 'Delivery without a key' : <span className="font-mono">{key}</span>}
      </h1>
      <p className="mt-1 flex flex-wrap items-center gap-x-4 gap-y-1">
        <State look={lookOf(delivery)} />
        <span className="text-muted">
          {KIND_WORDS[kind]} by {senderName}, <Ago at={receivedAt} />
        </span>
      </p>
      <Trouble delivery={delivery} />
      {mayReplay ? <DeliveryActions delivery={delivery} /> : null}
      <Held delivery={delivery} />
      <Section title="What it wrote">
        {writes.length > 0 ? (
          <FieldChanges changes={writes} />
        ) : (
          <p className="text-muted">
            {state === 'done' ? 'Nothing: the library held it already, or it is held.' : 'Nothing so far.'}
          </p>
        )}
      </Section>
      {notes.length > 0 ? (
        <Section title="What the rules did">
          <ul className="divide-y rounded-base border bg-surface">
            {notes.map(({ rule, kind: deed, field, detail }) => (
              <li key={`${rule}:${field}:${detail}`} className="px-3 py-1.5">
                <span className="font-mono text-meta">{rule}</span>{' '}
                {deed === 'fix' ? `mended ${field ?? 'it'}: ` : 'noted: '}
                {detail}
              </li>
            ))}
          </ul>
        </Section>
      ) : null}
      <DeliveryBody delivery={delivery} />
      <Section title="About this delivery">
        <Entries entries={entriesOf(delivery)} />
      </Section>
    </>
  );
}

function Trouble({ delivery: { state, reason, attempts, blocks } }: { delivery: DeliveryDetail }) {
  if (reason === null && state !== 'dead' && state !== 'waiting') return null;
  const waiting =
    blocks > 0 ? `${counted(blocks, 'delivery', 'deliveries')} of this key wait behind it.` : '';
  const titles = {
    dead: `Dead letter after ${counted(attempts, 'attempt')}. ${waiting}`,
    waiting: 'It waits behind a dead letter of the same key.',
    refused: 'Refused',
    pending: `Attempt ${attempts} failed; it is tried again.`,
    done: 'Note',
    skipped: 'Skipped',
  };
  const isRed = state === 'dead' || state === 'refused';
  return (
    <div className="mt-3">
      <Notice look={isRed ? 'red' : state === 'waiting' ? 'amber' : 'plain'} title={titles[state]}>
        {reason}
      </Notice>
    </div>
  );
}

function Held({ delivery: { quarantine } }: { delivery: DeliveryDetail }) {
  if (quarantine.length === 0) return null;
  return (
    <div className="mt-3">
      <Notice look="amber" title="Quality rules held something of it back.">
        {quarantine.map(({ id, state }) => (
          <Link
            key={id}
            href={`/quarantine/${id}`}
            className="mr-3 text-accent underline-offset-2 hover:underline"
          >
            What was held ({state})
          </Link>
        ))}
      </Notice>
    </div>
  );
}

function entriesOf(delivery: DeliveryDetail) {
  const { id, seq, size, sha256, attempts, settledAt, repeatsId, originId, requestedBy } = delivery;
  const linkTo = (other: string) => (
    <Link href={`/deliveries/${other}`} className="text-accent hover:underline">
      {other}
    </Link>
  );
  return [
    { label: 'Number', value: id },
    { label: 'Place of its key', value: seq ?? 'none' },
    { label: 'Received', value: <Moment at={delivery.receivedAt} /> },
    { label: 'Sent', value: delivery.sentAt ? <Moment at={delivery.sentAt} /> : 'its sender does not say' },
    { label: 'Settled', value: settledAt ? <Moment at={settledAt} /> : 'not yet' },
    { label: 'Attempts', value: String(attempts) },
    { label: 'Size', value: `${size.toLocaleString('en-US')} bytes` },
    { label: 'SHA-256', value: <code className="break-all font-mono text-meta">{sha256}</code> },
    ...(delivery.messageId ? [{ label: 'Message id', value: delivery.messageId }] : []),
    ...(repeatsId ? [{ label: 'Probably repeats', value: linkTo(repeatsId) }] : []),
    ...(originId ? [{ label: 'Made from', value: linkTo(originId) }] : []),
    ...(requestedBy ? [{ label: 'Asked for by', value: requestedBy }] : []),
  ];
}
