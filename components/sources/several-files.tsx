'use client';

import { CircleCheck, CircleX, Clock, LoaderCircle } from 'lucide-react';
import Link from 'next/link';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { Progress } from '@/components/ui/progress';
import { State, type StateLook } from '@/components/ui/state';
import { ChooseFile } from './choose-file';
import { sizeWords, type UploadProgress } from './upload';
import { ACCEPTED, missingOf, missingWords, type PlannedFile, planTitle } from './upload-plan';
import type { Uploads } from './use-uploads';

const LOOKS: Record<PlannedFile['state'], StateLook> = {
  waiting: { word: 'Not sent yet', tone: 'neutral', icon: Clock },
  sending: { word: 'Sending', tone: 'blue', icon: LoaderCircle, isMoving: true },
  here: { word: 'Here', tone: 'green', icon: CircleCheck },
  missing: { word: 'Missing', tone: 'red', icon: CircleX },
};

/** Several files: how far each is, and at the end which are here and which are missing. */
export function SeveralFiles({ uploads }: { uploads: Uploads }) {
  const { files, progress, isSending, stop } = uploads;
  return (
    <div className="flex flex-col gap-3">
      <div className="rounded-base border bg-surface">
        <div className="flex items-center justify-between gap-3 px-3 pt-2">
          <span className="font-semibold">
            {files.some(({ part }) => part)
              ? `One delivery of ${files.length} files`
              : `${files.length} files`}
          </span>
          {isSending ? (
            <Button look="quiet" onClick={stop}>
              Stop
            </Button>
          ) : null}
        </div>
        <ul aria-label="Files of the upload" className="divide-y">
          {files.map((one) => (
            <FileRow key={one.id} one={one} progress={progress} />
          ))}
        </ul>
      </div>
      {isSending ? null : <Outcome uploads={uploads} />}
    </div>
  );
}

function FileRow({ one, progress }: { one: PlannedFile; progress: UploadProgress | null }) {
  const { sent = 0, total = 0 } = one.state === 'sending' ? (progress ?? {}) : {};
  const isSent = total > 0 && sent >= total;
  return (
    <li className="flex flex-col gap-1 px-3 py-2">
      <div className="flex flex-wrap items-center gap-x-3">
        <span className="min-w-0 flex-1 truncate" title={one.file.name}>
          {one.part ? <span className="text-faint">Part {one.part.part}: </span> : null}
          {one.file.name}
        </span>
        <span className="text-meta text-faint tabular-nums">
          {one.state === 'sending' && !isSent
            ? `${sizeWords(sent)} of ${sizeWords(total || one.file.size)}`
            : sizeWords(one.file.size)}
        </span>
        <State look={LOOKS[one.state]} />
      </div>
      {one.state === 'sending' ? (
        <Progress label={`Sending ${one.file.name}`} done={sent} total={isSent ? null : total} />
      ) : null}
      {one.error ? <p className="break-words text-bad">{one.error}</p> : null}
    </li>
  );
}

function Outcome({ uploads }: { uploads: Uploads }) {
  const { files, sendMissing, replace } = uploads;
  const missing = missingOf(files);
  const [first] = missing;
  if (first === undefined) return <AllHere files={files} />;
  const isDelivery = first.part !== undefined;
  return (
    <Notice
      look="amber"
      title={<span role="status">{planTitle(files)}</span>}
      actions={
        <>
          <Button look="primary" onClick={sendMissing}>
            Send {missingWords(missing)} again
          </Button>
          {missing.length === 1 && isDelivery ? (
            <ChooseFile accept={ACCEPTED.focus.join(',')} onFile={(file) => replace(first.id, file)}>
              Choose another file for {missingWords(missing)}
            </ChooseFile>
          ) : null}
        </>
      }
    >
      {isDelivery
        ? `Missing: ${missing.map(({ id, file }) => `part ${id} (${file.name})`).join(', ')}. The delivery counts once all its parts are here.`
        : `Not imported: ${missing.map(({ file }) => file.name).join(', ')}.`}
    </Notice>
  );
}

function AllHere({ files }: { files: PlannedFile[] }) {
  const count = (pick: 'rowsRead' | 'rowsAccepted' | 'rowsRefused') =>
    files.reduce((sum, { uploaded }) => sum + (uploaded?.[pick] ?? 0), 0);
  const runId = files.findLast(({ uploaded }) => uploaded?.runId)?.uploaded?.runId;
  const refused = count('rowsRefused');
  return (
    <Notice look={refused > 0 ? 'amber' : 'plain'} title={<span role="status">{planTitle(files)}</span>}>
      {count('rowsAccepted').toLocaleString('en-US')} of {count('rowsRead').toLocaleString('en-US')} rows
      imported.
      {refused > 0 ? ' The list of imports shows the refused rows of each file.' : ''}
      {runId ? (
        <>
          {' '}
          A run reads them:{' '}
          <Link href={`/runs/${runId}`} className="text-accent hover:underline">
            see the run
          </Link>
          .
        </>
      ) : null}
    </Notice>
  );
}
