'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { ExportButton } from '@/components/ui/export-button';
import { Problem } from '@/components/ui/problem';
import { Progress } from '@/components/ui/progress';
import { PanelSkeleton } from '@/components/ui/skeleton';
import { State } from '@/components/ui/state';
import { Ago } from '@/components/ui/time';
import type { ImportView, SourceDetail } from '@/lib/sources/views.schema';
import { BilledCostOffer } from './billed-cost-offer';
import type { Done } from './change-dialog';
import { DoneNotice } from './done-notice';
import { ImportFaults } from './import-faults';
import { ImportMonths } from './import-months';
import { ImportNotes } from './import-notes';
import { cancelImport, exportImports, importsQuery } from './queries';
import { counts, lookOfImport } from './states';
import { UndoImport } from './undo-import';
import { sizeWords } from './upload';

const count = (rows: number) => rows.toLocaleString('en-US');

/** What was sent to a source, newest first. */
export function Imports({ source, mayAct }: { source: SourceDetail; mayAct: boolean }) {
  const [done, setDone] = useState<Done | null>(null);
  const [cursor, setCursor] = useState<string | null>(null);
  const { data: page, error } = useQuery(importsQuery(source.id, cursor));
  if (page === undefined) return error ? <Problem error={error} /> : <PanelSkeleton />;
  if (page.items.length === 0) return <p className="text-muted">No file was sent yet.</p>;
  return (
    <>
      {done ? (
        <div className="mb-2">
          <DoneNotice done={done} onClose={() => setDone(null)} />
        </div>
      ) : null}
      <ul className="divide-y rounded-base border bg-surface">
        {page.items.map((one) => (
          <li key={one.id} className="px-3 py-2">
            <ImportRow one={one} source={source} mayAct={mayAct} onDone={setDone} />
          </li>
        ))}
      </ul>
      <div className="mt-2 flex gap-2">
        {cursor === null ? null : <Button onClick={() => setCursor(null)}>Newest</Button>}
        {page.nextCursor === null ? null : <Button onClick={() => setCursor(page.nextCursor)}>Older</Button>}
        <ExportButton options={exportImports} filter={source.id} />
      </div>
    </>
  );
}

type ImportRowProps = {
  one: ImportView;
  source: SourceDetail;
  mayAct: boolean;
  onDone: (done: Done) => void;
};

function ImportRow({ one, source, mayAct, onDone }: ImportRowProps) {
  const isReceiving = one.state === 'receiving';
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-4">
        <State look={lookOfImport(one)} />
        <span className="min-w-0 flex-1 truncate" title={one.fileName}>
          {one.fileName}
        </span>
        <span className="text-meta text-faint">
          {sizeWords(one.bytes)} · <Ago at={one.startedAt} />
        </span>
      </div>
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <p className="text-muted tabular-nums">
          {one.rowsRead > 0 ? rowsWords(one) : null}
          {one.parts > 1 ? `, part ${one.part} of ${one.parts}` : null}
        </p>
        {mayAct && one.state === 'done' && one.withdrawnAt === null && counts(one) ? (
          <UndoImport one={one} onDone={onDone} />
        ) : null}
      </div>
      {one.withdrawnAt ? (
        <p className="text-muted">
          Undone by {one.withdrawnBy} <Ago at={one.withdrawnAt} />
        </p>
      ) : null}
      {isReceiving ? <Receiving one={one} mayAct={mayAct} /> : null}
      {one.error ? <p className="break-words text-bad">{one.error}</p> : null}
      <ImportMonths one={one} handling={source.config.handling} mayAct={mayAct} />
      {one.offer === 'use_billed_cost' ? <BilledCostOffer sourceId={one.sourceId} mayAct={mayAct} /> : null}
      <ImportNotes one={one} />
      {one.faultsKept > 0 && one.offer === null ? <ImportFaults one={one} /> : null}
    </>
  );
}

function rowsWords({ rowsAccepted, rowsRead, focusVersion, importedBy }: ImportView): string {
  const version = focusVersion === null ? '' : `, FOCUS ${focusVersion}`;
  return `${count(rowsAccepted)} of ${count(rowsRead)} rows${version}, by ${importedBy}`;
}

function Receiving({ one, mayAct }: { one: ImportView; mayAct: boolean }) {
  const client = useQueryClient();
  const cancel = useMutation(cancelImport(client));
  return (
    <div className="mt-1 flex items-center gap-3">
      <Progress label={`Receiving ${one.fileName}`} done={one.bytes} total={one.expectedBytes} />
      {mayAct ? (
        <Button look="quiet" onClick={() => cancel.mutate(one.id)} disabled={cancel.isPending}>
          Stop
        </Button>
      ) : null}
    </div>
  );
}
