'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Problem } from '@/components/ui/problem';
import { Skeleton } from '@/components/ui/skeleton';
import { State } from '@/components/ui/state';
import { Ago } from '@/components/ui/time';
import type { ImportDetail, ImportView, SourceView } from '@/lib/sources/views.schema';
import { monthWords } from './change-words';
import { ChooseFile } from './choose-file';
import { importFile, importQuery } from './queries';
import { STANDING_LOOKS } from './states';
import { ACCEPTED } from './upload-plan';

type ImportMonthsProps = { one: ImportView; handling: SourceView['config']['handling']; mayAct: boolean };

/** What an import brought, by billing account and month, and what of it counts; read when it is opened. */
export function ImportMonths({ one, handling, mayAct }: ImportMonthsProps) {
  const [isOpen, setIsOpen] = useState(false);
  const { data: detail, error } = useQuery({ ...importQuery(one.id), enabled: isOpen });
  const months = one.standings.reduce((sum, { count }) => sum + count, 0);
  if (months === 0) return null;
  return (
    <details onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary className="text-muted">
        {months === 1 ? '1 billing month' : `${months} billing months`}: what counts
      </summary>
      {error ? <Problem error={error} /> : null}
      {isOpen && detail === undefined && !error ? <Skeleton className="mt-1 h-12 w-full" /> : null}
      {detail ? <Months detail={detail} /> : null}
      {detail && detail.partsMissing.length > 0 ? (
        <PartsMissing detail={detail} handling={handling} mayAct={mayAct} />
      ) : null}
    </details>
  );
}

function Months({ detail }: { detail: ImportDetail }) {
  return (
    <ul aria-label="Billing months of the import" className="mt-1 divide-y rounded-base border">
      {detail.deliveries.map((delivery) => (
        <li key={delivery.id} className="flex flex-wrap items-baseline gap-x-3 px-2 py-1">
          <span className="min-w-0 flex-1 break-words">
            {monthWords(delivery.month)}, {delivery.billingAccount}
          </span>
          <span className="text-meta text-faint tabular-nums">
            {delivery.rows.toLocaleString('en-US')} {delivery.rows === 1 ? 'row' : 'rows'}
          </span>
          <State look={STANDING_LOOKS[delivery.standing]} />
          {delivery.answeredBy && delivery.answeredAt ? (
            <span className="w-full break-words text-meta text-muted">
              Answered by {delivery.answeredBy} <Ago at={delivery.answeredAt} />
              {delivery.note ? `: ${delivery.note}` : ''}
            </span>
          ) : null}
        </li>
      ))}
    </ul>
  );
}

type PartsMissingProps = {
  detail: ImportDetail;
  handling: ImportMonthsProps['handling'];
  mayAct: boolean;
};

function PartsMissing({ detail, handling, mayAct }: PartsMissingProps) {
  const { sourceId, delivery, parts, partsHere, partsMissing } = detail;
  const upload = useMutation(
    importFile(useQueryClient(), { onProgress: () => undefined, onStop: () => undefined }),
  );
  const send = (part: number, file: File) =>
    upload.mutate({
      sourceId,
      file,
      part: { delivery: delivery ?? '', part, parts, handling: handling ?? 'ask' },
    });
  return (
    <div className="mt-2 flex flex-col gap-2">
      <p className="text-warn">
        {partsHere} of {parts} parts are here. The delivery counts once all its parts are here.
      </p>
      {mayAct ? (
        <div className="flex flex-wrap gap-2">
          {partsMissing.slice(0, 3).map((part) => (
            <ChooseFile
              key={part}
              accept={ACCEPTED.focus.join(',')}
              disabled={upload.isPending}
              onFile={(file) => send(part, file)}
            >
              {upload.isPending ? 'Sending…' : `Upload part ${part}`}
            </ChooseFile>
          ))}
        </div>
      ) : null}
      {upload.error ? <Problem error={upload.error} /> : null}
    </div>
  );
}
