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
import type { Done } from './change-dialog';
import { DoneNotice } from './done-notice';
import { Faults } from './faults';
import { ImportMonths } from './import-months';
import { cancelImport, exportFaults, exportImports, faultsQuery, importsQuery } from './queries';
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
          {one.rowsRead > 0
            ? `${count(one.rowsAccepted)} of ${count(one.rowsRead)} rows, by ${one.importedBy}`
            : null}
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
      {one.rowsRefused > 0 ? <RefusedRows one={one} /> : null}
    </>
  );
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

function RefusedRows({ one }: { one: ImportView }) {
  const [isOpen, setIsOpen] = useState(false);
  const { data: page, error } = useQuery({ ...faultsQuery(one.id), enabled: isOpen });
  return (
    <details onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary className="text-warn">
        {count(one.rowsRefused)} {one.rowsRefused === 1 ? 'row was' : 'rows were'} refused
      </summary>
      {error ? <Problem error={error} /> : null}
      {page ? <Faults faults={page.items} /> : null}
      {page?.nextCursor ? (
        <p className="mt-1 text-meta text-faint">
          And more: the first {page.items.length} are shown, the export has all that were kept.
        </p>
      ) : null}
      {page ? <ExportButton options={exportFaults} filter={one.id} /> : null}
    </details>
  );
}
