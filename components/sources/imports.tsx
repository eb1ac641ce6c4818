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
import type { ImportView } from '@/lib/sources/views.schema';
import { BilledCostOffer } from './billed-cost-offer';
import { ImportFaults } from './import-faults';
import { ImportNotes } from './import-notes';
import { cancelImport, exportImports, importsQuery } from './queries';
import { IMPORT_LOOKS } from './states';
import { sizeWords } from './upload';

const count = (rows: number) => rows.toLocaleString('en-US');

/** What was sent to a source, newest first. */
export function Imports({ sourceId, mayAct }: { sourceId: string; mayAct: boolean }) {
  const [cursor, setCursor] = useState<string | null>(null);
  const { data: page, error } = useQuery(importsQuery(sourceId, cursor));
  if (page === undefined) return error ? <Problem error={error} /> : <PanelSkeleton />;
  if (page.items.length === 0) return <p className="text-muted">No file was sent yet.</p>;
  return (
    <>
      <ul className="divide-y rounded-base border bg-surface">
        {page.items.map((one) => (
          <li key={one.id} className="px-3 py-2">
            <ImportRow one={one} mayAct={mayAct} />
          </li>
        ))}
      </ul>
      <div className="mt-2 flex gap-2">
        {cursor === null ? null : <Button onClick={() => setCursor(null)}>Newest</Button>}
        {page.nextCursor === null ? null : <Button onClick={() => setCursor(page.nextCursor)}>Older</Button>}
        <ExportButton options={exportImports} filter={sourceId} />
      </div>
    </>
  );
}

function ImportRow({ one, mayAct }: { one: ImportView; mayAct: boolean }) {
  const isReceiving = one.state === 'receiving';
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-4">
        <State look={IMPORT_LOOKS[one.state]} />
        <span className="min-w-0 flex-1 truncate" title={one.fileName}>
          {one.fileName}
        </span>
        <span className="text-meta text-faint">
          {sizeWords(one.bytes)} · <Ago at={one.startedAt} />
        </span>
      </div>
      {one.rowsRead > 0 ? (
        <p className="text-muted tabular-nums">
          {count(one.rowsAccepted)} of {count(one.rowsRead)} rows
          {one.focusVersion === null ? '' : `, FOCUS ${one.focusVersion}`}, by {one.importedBy}
        </p>
      ) : null}
      {isReceiving ? <Receiving one={one} mayAct={mayAct} /> : null}
      {one.error ? <p className="break-words text-bad">{one.error}</p> : null}
      {one.offer === 'use_billed_cost' ? <BilledCostOffer sourceId={one.sourceId} mayAct={mayAct} /> : null}
      <ImportNotes one={one} />
      {one.faultsKept > 0 && one.offer === null ? <ImportFaults one={one} /> : null}
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
