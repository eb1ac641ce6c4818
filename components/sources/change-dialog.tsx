'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog, DialogActions, DialogCancel } from '@/components/ui/dialog';
import { Field, Input } from '@/components/ui/field';
import { Problem } from '@/components/ui/problem';
import { Skeleton } from '@/components/ui/skeleton';
import type { PreviewedChange } from '@/lib/sources/preview.schema';
import { ChangePreviewView } from './change-preview';
import { actionWords, doneWords, effectWords } from './change-words';
import { changeImport, changePreviewQuery } from './queries';

export type Done = { words: string; runId: string | null };

type ChangeDialogProps = {
  target: PreviewedChange;
  names: { file: string; month: string }; // as sentences have them
  title: string;
  trigger: ReactNode;
  onDone: (done: Done) => void;
};

/** An answer to a waiting delivery, or an undo: what it would change first, then the action. */
export function ChangeDialog({ target, names, title, trigger, onDone }: ChangeDialogProps) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Dialog
      title={title}
      description={effectWords(target.change, names)}
      isWide
      open={isOpen}
      onOpenChange={setIsOpen}
      trigger={trigger}
    >
      <ChangeForm
        target={target}
        action={actionWords(target.change, names.month)}
        onDone={(runId) => {
          setIsOpen(false);
          onDone({ words: doneWords(target.change, names), runId });
        }}
      />
    </Dialog>
  );
}

type ChangeFormProps = { target: PreviewedChange; action: string; onDone: (runId: string | null) => void };

function ChangeForm({ target, action, onDone }: ChangeFormProps) {
  const preview = useQuery(changePreviewQuery(target));
  const change = useMutation(changeImport(useQueryClient()));
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        const note = String(new FormData(event.currentTarget).get('note')).trim();
        // By the promise: what is refetched takes this form away before a callback of the call itself would be heard.
        change.mutateAsync({ ...target, ...(note ? { note } : {}) }).then(
          ({ runId }) => onDone(runId),
          () => undefined, // shown below
        );
      }}
    >
      {preview.data ? <ChangePreviewView preview={preview.data} /> : null}
      {preview.isPending ? (
        <div role="status">
          <span className="sr-only">Calculating what would change…</span>
          <Skeleton className="h-40 w-full" />
        </div>
      ) : null}
      {preview.error ? <Problem error={preview.error} onRetry={() => void preview.refetch()} /> : null}
      {preview.data ? (
        <Field label="Note (optional)" hint="Saved to the activity log and shown with the import.">
          {(wiring) => <Input {...wiring} name="note" maxLength={500} autoComplete="off" />}
        </Field>
      ) : null}
      {change.error ? <Problem error={change.error} /> : null}
      <DialogActions>
        <DialogCancel />
        <Button
          type="submit"
          look={target.change === 'withdraw' ? 'danger' : 'primary'}
          disabled={change.isPending || preview.data === undefined}
        >
          {change.isPending ? 'Working…' : action}
        </Button>
      </DialogActions>
    </form>
  );
}
