'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Ban } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog, DialogActions, DialogCancel } from '@/components/ui/dialog';
import { Field, Select, Textarea } from '@/components/ui/field';
import { Problem } from '@/components/ui/problem';
import { dismissRecommendations } from './queries';

const DAY_MS = 86_400_000;
const SPANS = [
  { days: 0, label: 'For good' },
  { days: 7, label: 'Snooze for a week' },
  { days: 30, label: 'Snooze for a month' },
  { days: 90, label: 'Snooze for three months' },
];

/** Dismisses for good or for a while, with the reason that stands in the history. */
export function Dismiss({ ids, onDone }: { ids: string[]; onDone?: () => void }) {
  const [isOpen, setIsOpen] = useState(false);
  const client = useQueryClient();
  const dismiss = useMutation(dismissRecommendations(client));
  const submit = (form: FormData) => {
    const days = Number(form.get('days'));
    const until = days > 0 ? new Date(Date.now() + days * DAY_MS).toISOString() : null;
    const close = () => {
      setIsOpen(false);
      onDone?.();
    };
    dismiss.mutate({ ids, until, reason: String(form.get('reason')) }, { onSuccess: close });
  };
  return (
    <Dialog
      title={ids.length === 1 ? 'Dismiss this recommendation' : `Dismiss ${ids.length} recommendations`}
      description="It comes back by itself only after a snooze, if it is still found then. Its ticket stays as it is."
      open={isOpen}
      onOpenChange={setIsOpen}
      trigger={
        <Button>
          <Ban aria-hidden /> Dismiss
        </Button>
      }
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          submit(new FormData(event.currentTarget));
        }}
      >
        <Field label="Why" hint="It stands in the history, for whoever asks later.">
          {(wiring) => <Textarea {...wiring} name="reason" required minLength={3} maxLength={500} />}
        </Field>
        <Field label="For how long">
          {(wiring) => (
            <Select {...wiring} name="days">
              {SPANS.map(({ days, label }) => (
                <option key={days} value={days}>
                  {label}
                </option>
              ))}
            </Select>
          )}
        </Field>
        {dismiss.error ? <Problem error={dismiss.error} /> : null}
        <DialogActions>
          <DialogCancel />
          <Button type="submit" look="primary" disabled={dismiss.isPending}>
            Dismiss
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
