'use client';

import type { ReactNode } from 'react';
import { Button } from './button';
import { DialogActions, DialogCancel } from './dialog';
import { Field, Textarea } from './field';
import { Problem } from './problem';

type NoteFormProps = {
  deed: string;
  error: Error | null;
  isPending: boolean;
  isBlocked?: boolean; // something else in the form is wrong
  onSubmit: (note: string) => void;
  children?: ReactNode;
};

/** A deed that asks why, in a dialog. */
export function NoteForm({ deed, error, isPending, isBlocked, onSubmit, children }: NoteFormProps) {
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit(String(new FormData(event.currentTarget).get('note')));
      }}
    >
      {children}
      <Field label="Note" hint="It stands in the history, for whoever asks later.">
        {(wiring) => <Textarea {...wiring} name="note" required maxLength={500} />}
      </Field>
      {error ? <Problem error={error} /> : null}
      <DialogActions>
        <DialogCancel />
        <Button type="submit" look="primary" disabled={isPending || isBlocked}>
          {deed}
        </Button>
      </DialogActions>
    </form>
  );
}
