'use client';

import { Button } from '@/components/ui/button';
import { DialogActions, DialogCancel } from '@/components/ui/dialog';
import { Field, Select, Textarea } from '@/components/ui/field';
import { Problem } from '@/components/ui/problem';

const DAY_MS = 86_400_000;
const SPANS = [
  { days: 0, label: 'For good' },
  { days: 7, label: 'Snooze for a week' },
  { days: 30, label: 'Snooze for a month' },
  { days: 90, label: 'Snooze for three months' },
];

type DismissFormProps = {
  error: Error | null;
  isPending: boolean;
  onSubmit: (given: { reason: string; until: string | null }) => void;
};

/** Why, and for how long. */
export function DismissForm({ error, isPending, onSubmit }: DismissFormProps) {
  const submit = (form: FormData) => {
    const days = Number(form.get('days'));
    const until = days > 0 ? new Date(Date.now() + days * DAY_MS).toISOString() : null;
    onSubmit({ reason: String(form.get('reason')), until });
  };
  return (
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
      {error ? <Problem error={error} /> : null}
      <DialogActions>
        <DialogCancel />
        <Button type="submit" look="primary" disabled={isPending}>
          Dismiss
        </Button>
      </DialogActions>
    </form>
  );
}
