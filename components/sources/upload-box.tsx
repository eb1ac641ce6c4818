'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { DropZone } from '@/components/ui/drop-zone';
import { Problem } from '@/components/ui/problem';
import { Progress } from '@/components/ui/progress';
import type { SourceView } from '@/lib/sources/views.schema';
import { importFile } from './queries';
import { RequiredColumns } from './required-columns';
import { sizeWords, type UploadProgress } from './upload';
import { UploadResult } from './upload-result';

type UploadBoxProps = { source: Pick<SourceView, 'id' | 'kind'>; requiredColumns: readonly string[] };

/** Where a file is dropped or chosen, and what has become of it. */
export function UploadBox({ source, requiredColumns }: UploadBoxProps) {
  const client = useQueryClient();
  const [progress, setProgress] = useState<UploadProgress | null>(null);
  const [stop, setStop] = useState<(() => void) | null>(null);
  const upload = useMutation(
    importFile(client, { onProgress: setProgress, onStop: (abort) => setStop(() => abort) }),
  );
  const send = (files: FileList | null) => {
    const file = files?.[0];
    if (file && !upload.isPending) upload.mutate({ sourceId: source.id, file });
  };
  return (
    <div className="flex flex-col gap-3">
      {upload.isPending ? (
        <Sending name={upload.variables.file.name} progress={progress} onStop={stop} />
      ) : (
        <DropZone
          title="Drop a file here, or choose one"
          hint={
            source.kind === 'focus' ? (
              <RequiredColumns columns={requiredColumns} />
            ) : (
              'The inventory file (JSON, plain or gzip), with the scopes it read.'
            )
          }
          accept={source.kind === 'focus' ? '.csv,.gz' : '.json,.gz'}
          onFiles={send}
        />
      )}
      {upload.error ? <Problem error={upload.error} /> : null}
      {upload.data ? <UploadResult result={upload.data} /> : null}
    </div>
  );
}

type SendingProps = { name: string; progress: UploadProgress | null; onStop: (() => void) | null };

function Sending({ name, progress, onStop }: SendingProps) {
  const { sent = 0, total = 0 } = progress ?? {};
  const isSent = total > 0 && sent >= total;
  return (
    <div className="flex flex-col gap-2 rounded-base border bg-surface p-3">
      <div className="flex items-center justify-between gap-3">
        <span className="min-w-0 truncate font-semibold">{name}</span>
        <Button look="quiet" onClick={onStop ?? undefined}>
          Stop
        </Button>
      </div>
      <Progress label={`Sending ${name}`} done={sent} total={isSent ? null : total} />
      <p role="status" className="text-muted tabular-nums">
        {isSent ? 'All sent. The last rows are being written.' : `${sizeWords(sent)} of ${sizeWords(total)}`}
      </p>
    </div>
  );
}
