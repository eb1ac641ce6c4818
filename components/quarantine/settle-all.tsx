'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { FieldChanges } from '@/components/changes/field-changes';
import { counted } from '@/components/changes/words';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { NoteForm } from '@/components/ui/note-form';
import { Problem } from '@/components/ui/problem';
import { Skeleton } from '@/components/ui/skeleton';
import type { SettleFilter, SettlePreview } from '@/lib/catalog/quarantine.schema';
import { type SettlingAll, settleAll, settlePreviewQuery } from './queries';
import { SETTLE_DEEDS, type SettleDeed } from './words';

type SettleAllProps = {
  filter: SettleFilter;
  deed: SettleDeed;
  onStarted: (deed: SettleDeed, started: SettlingAll) => void;
};

/** All that fit the filter, on every page: what they come to first, then the deed, which is a run. */
export function SettleAll({ filter, deed, onStarted }: SettleAllProps) {
  const [isOpen, setIsOpen] = useState(false);
  const { button, told } = SETTLE_DEEDS[deed];
  const close = (started: SettlingAll) => {
    setIsOpen(false);
    onStarted(deed, started);
  };
  return (
    <Dialog
      title={`${button} all that fit the filter`}
      description={told}
      open={isOpen}
      onOpenChange={setIsOpen}
      trigger={<Button>{button} all…</Button>}
    >
      <SettleAllForm filter={filter} deed={deed} onStarted={close} />
    </Dialog>
  );
}

type FormProps = { filter: SettleFilter; deed: SettleDeed; onStarted: (started: SettlingAll) => void };

function SettleAllForm({ filter, deed, onStarted }: FormProps) {
  const { data: preview, error } = useQuery(settlePreviewQuery(filter));
  const settle = useMutation(settleAll(useQueryClient()));
  const { button } = SETTLE_DEEDS[deed];
  return (
    <NoteForm
      deed={preview ? `${button} ${preview.changes.toLocaleString('en-US')}` : button}
      error={settle.error}
      isPending={settle.isPending}
      isBlocked={preview === undefined || preview.changes === 0}
      onSubmit={(note) => settle.mutate({ filter, deed, note }, { onSuccess: onStarted })}
    >
      {preview ? (
        <Preview preview={preview} />
      ) : error ? (
        <Problem error={error} />
      ) : (
        <div role="status">
          <span className="sr-only">Counting what fits the filter…</span>
          <Skeleton className="h-24 w-full" />
        </div>
      )}
    </NoteForm>
  );
}

function Preview({ preview: { changes, records, byRule, sample } }: { preview: SettlePreview }) {
  if (changes === 0) return <p>Nothing that fits the filter is held any more.</p>;
  return (
    <div className="@container flex flex-col gap-3">
      <p className="text-form">
        {counted(changes, 'held change')} of {counted(records, 'record')}.
      </p>
      <ul aria-label="By rule" className="flex flex-wrap gap-x-4 text-muted">
        {byRule.map(({ rule, count }) => (
          <li key={rule} className="min-w-0 break-words tabular-nums">
            {rule} {count.toLocaleString('en-US')}
          </li>
        ))}
      </ul>
      {sample.map(({ id, key, fields }) => (
        <section key={id} aria-label={`Record ${key}`}>
          <h3 className="mb-1 font-mono text-meta text-faint">{key}</h3>
          <FieldChanges changes={fields} />
        </section>
      ))}
      {changes > sample.length ? (
        <p className="text-meta text-faint">The {sample.length} that wait longest.</p>
      ) : null}
    </div>
  );
}
