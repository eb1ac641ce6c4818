'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { FieldChanges } from '@/components/changes/field-changes';
import { hrefOfRecord } from '@/components/drift/url';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { Problem } from '@/components/ui/problem';
import { Section } from '@/components/ui/section';
import { PanelSkeleton } from '@/components/ui/skeleton';
import { State } from '@/components/ui/state';
import { Ago } from '@/components/ui/time';
import type { QuarantineView } from '@/lib/catalog/quarantine.schema';
import { quarantineQuery } from './queries';
import { Reject } from './reject';
import { EditFirst, Release } from './release';
import { QUARANTINE_LOOKS } from './states';

export function HeldPanel({ id, maySettle }: { id: string; maySettle: boolean }) {
  const { data: held, error, refetch } = useQuery(quarantineQuery(id));
  if (held === undefined) {
    return error ? <Problem error={error} onRetry={() => void refetch()} /> : <PanelSkeleton />;
  }
  const { definitionTitle, key, state, heldAt, isWhole, fields, deliveryId } = held;
  return (
    <>
      <h1 className="break-words text-title font-semibold">
        {definitionTitle} <span className="font-mono">{key}</span>
      </h1>
      <p className="mt-1 flex flex-wrap items-center gap-x-4 gap-y-1">
        <State look={QUARANTINE_LOOKS[state]} />
        <span className="text-muted">
          {isWhole ? 'the whole delivery, ' : ''}held <Ago at={heldAt} />
        </span>
      </p>
      <div className="mt-3 flex flex-wrap gap-2">
        {maySettle && state === 'held' ? (
          <>
            <Release held={held} />
            <EditFirst held={held} />
            <Reject held={held} />
          </>
        ) : null}
        <Button asChild>
          <Link href={`/deliveries/${deliveryId}`}>Its delivery</Link>
        </Button>
        <Button asChild>
          <Link href={hrefOfRecord(held)}>Its record</Link>
        </Button>
      </div>
      <Settled held={held} />
      <Section title="Reasons">
        <Reasons held={held} />
      </Section>
      <Section title="Difference" aside="what stands, and what was held">
        {fields.length > 0 ? (
          <FieldChanges changes={fields} />
        ) : (
          <p className="text-muted">It names no column of the library.</p>
        )}
      </Section>
    </>
  );
}

function Settled({ held: { state, settledAt, settledBy, note } }: { held: QuarantineView }) {
  if (state === 'held' || settledAt === null) return null;
  return (
    <div className="mt-3">
      <Notice
        title={
          <>
            {QUARANTINE_LOOKS[state].word} <Ago at={settledAt} />
            {settledBy ? ` by ${settledBy}` : ''}
          </>
        }
      >
        {state === 'superseded' ? 'A later delivery of the same fields was accepted. ' : null}
        {note}
      </Notice>
    </div>
  );
}

function Reasons({ held: { reasons } }: { held: QuarantineView }) {
  return (
    <ul className="divide-y rounded-base border bg-surface">
      {reasons.map(({ ruleSet, rule, field, reason }) => (
        <li key={`${ruleSet}:${rule}:${field}:${reason}`} className="px-3 py-1.5">
          <p className="break-words">{reason}</p>
          <p className="text-meta text-faint">
            {ruleSet === null ? (
              <span className="font-mono">{rule}</span>
            ) : (
              <Link href={`/rules/${ruleSet}`} className="font-mono hover:underline">
                {ruleSet === rule ? rule : `${ruleSet}, ${rule}`}
              </Link>
            )}
            {field === null ? ', the record as a whole' : `, ${field}`}
          </p>
        </li>
      ))}
    </ul>
  );
}
