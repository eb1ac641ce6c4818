'use client';

import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { counted } from '@/components/changes/words';
import { Button } from '@/components/ui/button';
import { DialogActions, DialogCancel } from '@/components/ui/dialog';
import { Field, Textarea } from '@/components/ui/field';
import { Problem } from '@/components/ui/problem';
import type { ExemptionScope } from '@/lib/recommendations/exemptions/schema';
import { daysAhead, endOf } from './days';
import { exemptionPreviewQuery } from './queries';
import { UntilField } from './until-field';

type ExemptFormProps = {
  scope: ExemptionScope | null; // null: it is not said yet what it is of
  error: Error | null;
  isPending: boolean;
  onSubmit: (given: { until: string; reason: string }) => void;
  children: ReactNode;
};

/** Until when and why, under what it is of; what it would cover is told before it is saved. */
export function ExemptForm({ scope, error, isPending, onSubmit, children }: ExemptFormProps) {
  const days = daysAhead(Date.now());
  const submit = (form: FormData) => {
    const until = endOf(String(form.get('until')));
    if (until !== null) onSubmit({ until, reason: String(form.get('reason')) });
  };
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        submit(new FormData(event.currentTarget));
      }}
    >
      {children}
      <UntilField hint="To the end of that day, by your clock; two years at most." days={days} />
      <Field label="Why" hint="It stands in the list and in the comment on each ticket.">
        {(wiring) => <Textarea {...wiring} name="reason" required minLength={3} maxLength={500} />}
      </Field>
      <Covers scope={scope} />
      {error ? <Problem error={error} /> : null}
      <DialogActions>
        <DialogCancel />
        <Button type="submit" look="primary" disabled={isPending || scope === null}>
          Exempt
        </Button>
      </DialogActions>
    </form>
  );
}

function Covers({ scope }: { scope: ExemptionScope | null }) {
  const { data, error } = useQuery(exemptionPreviewQuery(scope));
  if (error) return <Problem error={error} />;
  if (scope === null) return <p className="text-muted">Say what is exempt to see what it covers.</p>;
  if (data === undefined) return <p className="text-muted">Looking at what it covers…</p>;
  const { resources, open, withTicket } = data;
  return (
    <p role="status" className="rounded-base border bg-surface px-3 py-2">
      It covers {counted(resources, 'resource')} and {counted(open, 'open recommendation')},{' '}
      {withTicket.toLocaleString('en-US')} of them with a ticket. They are withdrawn by the next generation,
      without a saving.
    </p>
  );
}
