'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { faultOf, isToldBeside } from '@/components/ui/fault-of';
import { Field, Input } from '@/components/ui/field';
import { FormFoot } from '@/components/ui/form-foot';
import { Problem } from '@/components/ui/problem';
import type { AccountOwnerRow } from '@/lib/tickets/schema';
import { saveAccountOwner } from './queries';

type AccountOwnerFormProps = {
  known: AccountOwnerRow | null;
  onSaved: (id: string) => void;
  cancel?: ReactNode;
};

const FIELDS = ['provider', 'account', 'owner'];
const ASKED = [
  { name: 'provider', label: 'Provider', hint: 'As the bill names it: AWS, Microsoft, Google Cloud.' },
  { name: 'account', label: 'Account', hint: 'The account, subscription or project of the bill.' },
] as const;

export function AccountOwnerForm({ known, onSaved, cancel }: AccountOwnerFormProps) {
  const save = useMutation(saveAccountOwner(useQueryClient()));
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        const form = new FormData(event.currentTarget);
        const text = (name: string) => String(form.get(name) ?? '').trim();
        const { provider, account } = known ?? { provider: text('provider'), account: text('account') };
        save.mutate({ provider, account, owner: text('owner') }, { onSuccess: ({ id }) => onSaved(id) });
      }}
    >
      {known === null
        ? ASKED.map(({ name, label, hint }) => (
            <Field key={name} label={label} hint={hint} error={faultOf(save.error, name)}>
              {(wiring) => <Input {...wiring} name={name} required maxLength={200} autoComplete="off" />}
            </Field>
          ))
        : null}
      <Field
        label="Owner"
        hint="Asked where a resource carries no owner tag. Counts from the next generation."
        error={faultOf(save.error, 'owner')}
      >
        {(wiring) => (
          <Input
            {...wiring}
            name="owner"
            required
            maxLength={200}
            autoComplete="off"
            defaultValue={known?.owner}
          />
        )}
      </Field>
      {save.error && !isToldBeside(save.error, FIELDS) ? <Problem error={save.error} /> : null}
      <FormFoot isNew={known === null} isSaved={save.isSuccess} isPending={save.isPending} cancel={cancel} />
    </form>
  );
}
