'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { DropZone } from '@/components/ui/drop-zone';
import { Notice } from '@/components/ui/notice';
import { Problem } from '@/components/ui/problem';
import { Progress } from '@/components/ui/progress';
import type { SourceView } from '@/lib/sources/views.schema';
import { importFile } from './queries';
import { RequiredColumns } from './required-columns';
import { SeveralFiles } from './several-files';
import { sizeWords, type UploadProgress } from './upload';
import { ACCEPTED, namesNotTaken } from './upload-plan';
import { UploadResult } from './upload-result';
import { useUploads } from './use-uploads';

type UploadBoxProps = {
  source: Pick<SourceView, 'id' | 'kind' | 'config'>;
  requiredColumns: readonly string[];
};

/** Where files are dropped or chosen, and what has become of them. Those of a bill that come together are one delivery. */
export function UploadBox({ source, requiredColumns }: UploadBoxProps) {
  const client = useQueryClient();
  const [progress, setProgress] = useState<UploadProgress | null>(null);
  const [stop, setStop] = useState<(() => void) | null>(null);
  const upload = useMutation(
    importFile(client, { onProgress: setProgress, onStop: (abort) => setStop(() => abort) }),
  );
  const uploads = useUploads(source);
  const [notTaken, setNotTaken] = useState<string[]>([]);
  const isBill = source.kind === 'focus';
  const accepted: readonly string[] = isBill ? ACCEPTED.focus : ACCEPTED.inventory;
  const send = (chosen: FileList | null) => {
    const files = [...(chosen ?? [])];
    const [file] = files;
    if (!file || upload.isPending || uploads.isSending) return;
    const wrong = files.length > 1 ? namesNotTaken(files, source.kind) : [];
    setNotTaken(wrong);
    if (wrong.length > 0) return;
    uploads.clear();
    upload.reset();
    if (files.length === 1) upload.mutate({ sourceId: source.id, file });
    else uploads.start(files);
  };
  return (
    <div className="flex flex-col gap-3">
      {upload.isPending ? (
        <Sending name={upload.variables.file.name} progress={progress} onStop={stop} />
      ) : uploads.isSending ? null : (
        <DropZone
          title="Drop a file here, or choose one or several"
          hint={
            isBill ? (
              <>
                <RequiredColumns columns={requiredColumns} />
                <span className="mt-1 block">Files that you drop together are one delivery.</span>
              </>
            ) : (
              'Inventory files (JSON, plain or gzip), each with the scopes it read.'
            )
          }
          accept={accepted.join(',')}
          multiple
          onFiles={send}
        />
      )}
      {notTaken.length > 0 ? (
        <Notice look="red" title="Nothing was sent">
          {notTaken.join(', ')}: not {isBill ? 'CSV or gzip' : 'JSON or gzip'}. Choose the files again without{' '}
          {notTaken.length === 1 ? 'it' : 'them'}.
        </Notice>
      ) : null}
      {uploads.files.length > 0 ? <SeveralFiles uploads={uploads} /> : null}
      {upload.error ? <Problem error={upload.error} /> : null}
      {upload.data ? <UploadResult sourceId={source.id} result={upload.data} /> : null}
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
