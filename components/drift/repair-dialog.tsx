'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { FieldChanges } from '@/components/changes/field-changes';
import { Button } from '@/components/ui/button';
import { Dialog, DialogActions, DialogCancel } from '@/components/ui/dialog';
import { Field, Input } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { Problem } from '@/components/ui/problem';
import { Skeleton } from '@/components/ui/skeleton';
import type { RepairDirection, RepairInput, RepairPreview } from '@/lib/catalog/schema';
import { repairPreviewQuery, type Started, startRepair } from './queries';
import { REPAIR_WORDS, repairSentence } from './repair-words';

export type RepairTarget = Omit<RepairInput, 'direction' | 'note'>;

type RepairDialogProps = {
  target: RepairTarget;
  direction: RepairDirection;
  trigger?: ReactNode;
  onStarted: (started: Started) => void;
};

/** A repair: what it would change first, then the deed, which is a run. */
export function RepairDialog({ target, direction, trigger, onStarted }: RepairDialogProps) {
  const [isOpen, setIsOpen] = useState(false);
  const { button, title } = REPAIR_WORDS[direction];
  return (
    <Dialog
      title={title}
      open={isOpen}
      onOpenChange={setIsOpen}
      trigger={trigger ?? <Button>{button}</Button>}
    >
      <RepairForm
        input={{ ...target, direction }}
        onStarted={(started) => {
          setIsOpen(false);
          onStarted(started);
        }}
      />
    </Dialog>
  );
}

type RepairFormProps = { input: RepairInput; onStarted: (started: Started) => void };

function RepairForm({ input, onStarted }: RepairFormProps) {
  const preview = useQuery(repairPreviewQuery(input));
  const repair = useMutation(startRepair(useQueryClient()));
  const error = preview.error ?? repair.error;
  const isNothing = preview.data?.records === 0;
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        const note = String(new FormData(event.currentTarget).get('note')).trim();
        repair.mutate({ ...input, ...(note ? { note } : {}) }, { onSuccess: onStarted });
      }}
    >
      {preview.data ? (
        <Preview preview={preview.data} direction={input.direction} />
      ) : preview.error ? null : (
        <div role="status">
          <span className="sr-only">Looking at what would change…</span>
          <Skeleton className="h-24 w-full" />
        </div>
      )}
      <Field label="Note" hint="It stands in the history; it may stay empty.">
        {(wiring) => <Input {...wiring} name="note" maxLength={500} autoComplete="off" />}
      </Field>
      {error ? <Problem error={error} /> : null}
      <DialogActions>
        <DialogCancel />
        <Button
          type="submit"
          look="primary"
          disabled={repair.isPending || preview.data === undefined || isNothing}
        >
          {REPAIR_WORDS[input.direction].deed}
        </Button>
      </DialogActions>
    </form>
  );
}

function Preview({ preview, direction }: { preview: RepairPreview; direction: RepairDirection }) {
  const { records, fields, deletes, sample } = preview;
  return (
    <div className="@container flex flex-col gap-3">
      <p className="break-words text-form">{repairSentence(direction, preview)}</p>
      {deletes > 0 && direction === 'to_library' ? (
        <Notice look="amber">
          What is deleted has no record here. Its values stay in the history, and the repair can be undone.
        </Notice>
      ) : null}
      {records > 1 && fields.length > 0 ? (
        <p className="text-muted">{fields.map(({ field, changes }) => `${field} ${changes}`).join(', ')}</p>
      ) : null}
      {sample.slice(0, 5).map(({ key, changes }) => (
        <section key={key} aria-label={`Record ${key}`}>
          {records > 1 ? <h3 className="mb-1 font-mono text-meta text-faint">{key}</h3> : null}
          <FieldChanges changes={changes} />
        </section>
      ))}
      {records > 5 ? (
        <p className="text-meta text-faint">The first {Math.min(5, sample.length)} of them.</p>
      ) : null}
    </div>
  );
}
