'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { CalendarPlus } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog, DialogActions, DialogCancel } from '@/components/ui/dialog';
import { Problem } from '@/components/ui/problem';
import type { ExemptionView } from '@/lib/recommendations/exemptions/schema';
import { daysAhead, endOf } from './days';
import { extendExemption } from './queries';
import { UntilField } from './until-field';

/** Lets an exemption hold for longer. */
export function ExtendExemption({ exemption: { id, until } }: { exemption: ExemptionView }) {
  const [isOpen, setIsOpen] = useState(false);
  const extend = useMutation(extendExemption(useQueryClient()));
  const submit = (form: FormData) => {
    const wanted = endOf(String(form.get('until')));
    if (wanted !== null) extend.mutate({ id, until: wanted }, { onSuccess: () => setIsOpen(false) });
  };
  const days = daysAhead(Date.now(), Date.parse(until));
  return (
    <Dialog
      title="Extend"
      description="It holds on without a break. The audit log has both days."
      open={isOpen}
      onOpenChange={setIsOpen}
      trigger={
        <Button>
          <CalendarPlus aria-hidden /> Extend…
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
        <UntilField hint="To the end of that day, by your clock; two years from now at most." days={days} />
        {extend.error ? <Problem error={extend.error} /> : null}
        <DialogActions>
          <DialogCancel />
          <Button type="submit" look="primary" disabled={extend.isPending}>
            Extend
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
