'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { RunProgress } from '@/components/runs/run-progress';
import { Notice } from '@/components/ui/notice';
import { Problem } from '@/components/ui/problem';
import { Section } from '@/components/ui/section';
import { PanelSkeleton } from '@/components/ui/skeleton';
import { State } from '@/components/ui/state';
import { IgnoreDialog } from './ignore-dialog';
import { recordQuery, type Started } from './queries';
import { RecordFields } from './record-fields';
import { RecordHistory } from './record-history';
import { RepairDialog } from './repair-dialog';
import { RECORD_LOOKS, RECORD_WORDS } from './states';

export function RecordPanel({ id, mayRepair }: { id: string; mayRepair: boolean }) {
  const { data: record, error, refetch } = useQuery(recordQuery(id));
  const [started, setStarted] = useState<Started | null>(null);
  if (record === undefined) {
    return error ? <Problem error={error} onRetry={() => void refetch()} /> : <PanelSkeleton />;
  }
  const { definitionId, definitionTitle, key, state, isAssumed, fields, events } = record;
  const target = { definitionId, keys: [key] };
  const mayRepairThis = mayRepair && state !== 'in_sync';
  return (
    <>
      <h1 className="break-words text-title font-semibold">
        {definitionTitle} <span className="font-mono">{key}</span>
      </h1>
      <p className="mt-1 flex flex-wrap items-center gap-x-4 gap-y-1">
        <State look={RECORD_LOOKS[state]} />
        <span className="text-muted">{RECORD_WORDS[state]}</span>
      </p>
      {mayRepair ? (
        <div className="mt-3 flex flex-wrap gap-2">
          {mayRepairThis ? (
            <>
              <RepairDialog target={target} direction="to_library" onStarted={setStarted} />
              <RepairDialog target={target} direction="from_library" onStarted={setStarted} />
            </>
          ) : null}
          <IgnoreDialog definitionId={definitionId} recordKey={key} fields={fields} />
        </div>
      ) : null}
      {started ? (
        <div className="mt-3">
          <Notice title="A repair was asked for.">
            <RunProgress id={started.runId} />
          </Notice>
        </div>
      ) : null}
      {isAssumed ? (
        <div className="mt-3">
          <Notice title="Assumed">
            Nothing of this record was ever delivered: what it should hold is what the library held when the
            sync was switched on.
          </Notice>
        </div>
      ) : null}
      <Section title="Both sides">
        <RecordFields record={record} mayRepair={mayRepairThis} onStarted={setStarted} />
      </Section>
      <Section title="History" aside={events.length === 200 ? 'the latest 200' : undefined}>
        <RecordHistory events={events} mayRepair={mayRepair} onStarted={setStarted} />
      </Section>
    </>
  );
}
