'use client';

import Link from 'next/link';
import { FieldChanges } from '@/components/changes/field-changes';
import { changesWords } from '@/components/changes/words';
import { Timeline } from '@/components/ui/timeline';
import type { RecordEvent } from '@/lib/catalog/schema';
import type { Started } from './queries';
import { EVENT_TONES } from './states';
import { UndoRepair } from './undo-repair';

type RecordHistoryProps = {
  events: RecordEvent[];
  mayRepair: boolean;
  onStarted: (started: Started) => void;
};

/** Every delivery, verdict, write and repair of a record on one line of time. */
export function RecordHistory({ events, mayRepair, onStarted }: RecordHistoryProps) {
  if (events.length === 0) return <p className="text-muted">Nothing has happened to it yet.</p>;
  return (
    <Timeline
      label="History of the record"
      moments={events.map((event, index) => ({
        id: `${event.at}:${event.kind}:${index}`,
        at: event.at,
        tone: EVENT_TONES[event.kind],
        title: event.title,
        detail: <EventDetail event={event} mayRepair={mayRepair} onStarted={onStarted} />,
      }))}
    />
  );
}

type EventDetailProps = Omit<RecordHistoryProps, 'events'> & { event: RecordEvent };

function EventDetail({ event, mayRepair, onStarted }: EventDetailProps) {
  const { detail, changes, by, deliveryId, quarantineId, repairId, kind } = event;
  return (
    <>
      {detail ? <p className="break-words">{detail}</p> : null}
      {changes.length > 0 ? (
        <details>
          <summary className="break-words">{changesWords(changes)}</summary>
          <div className="mt-2">
            <FieldChanges changes={changes} />
          </div>
        </details>
      ) : null}
      <p className="flex flex-wrap items-center gap-x-3 text-meta empty:hidden">
        {by ? <span>by {by}</span> : null}
        {deliveryId ? <EventLink href={`/deliveries/${deliveryId}`}>The delivery</EventLink> : null}
        {quarantineId ? <EventLink href={`/quarantine/${quarantineId}`}>What was held</EventLink> : null}
        {repairId && kind === 'repair' && mayRepair ? (
          <UndoRepair id={repairId} onStarted={onStarted} />
        ) : null}
      </p>
    </>
  );
}

function EventLink({ href, children }: { href: string; children: string }) {
  return (
    <Link href={href} className="text-accent underline-offset-2 hover:underline">
      {children}
    </Link>
  );
}
