'use client';

import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { DialogActions, DialogCancel } from '@/components/ui/dialog';
import { faultOf, isToldBeside } from '@/components/ui/fault-of';
import { Field, Input, Select } from '@/components/ui/field';
import { Problem } from '@/components/ui/problem';
import type { CreateSenderInput, PullSettings } from '@/lib/deliveries/schema';
import { PULL_FIELDS, PullFields, pullOf } from './pull-fields';
import { KIND_WORDS } from './states';

type SenderFormProps = {
  error: Error | null;
  isPending: boolean;
  onSubmit: (sender: CreateSenderInput) => void;
};

const BESIDE = [
  'name',
  'baseUrl',
  'kind',
  'keyField',
  'pullAuthorization',
  ...PULL_FIELDS.map((name) => `pull.${name}`),
];

/** What a sender is: where it is, how it speaks, where a body holds the key, and whether it can be read. */
export function SenderForm({ error, isPending, onSubmit }: SenderFormProps) {
  const [canPull, setCanPull] = useState(false);
  const submit = (form: FormData) => {
    const text = (name: string) => String(form.get(name) ?? '').trim();
    const pull: PullSettings | null = canPull ? pullOf(text) : null;
    onSubmit({
      name: text('name'),
      baseUrl: text('baseUrl'),
      kind: text('kind') === 'standard' ? 'standard' : 'bare',
      keyField: text('keyField'),
      pull,
      pullAuthorization: text('pullAuthorization') || null,
    });
  };
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        submit(new FormData(event.currentTarget));
      }}
    >
      <Field label="Name" hint="Sync definitions call it so." error={faultOf(error, 'name')}>
        {(wiring) => <Input {...wiring} name="name" required maxLength={80} autoComplete="off" />}
      </Field>
      <Field
        label="Address"
        hint="Of the CMS, where its listener call is. Plain http and private addresses must stand in OUTBOUND_ALLOW."
        error={faultOf(error, 'baseUrl')}
      >
        {(wiring) => (
          <Input {...wiring} name="baseUrl" type="url" required placeholder="https://cms.example.com" />
        )}
      </Field>
      <Field label="How it speaks" error={faultOf(error, 'kind')}>
        {(wiring) => (
          <Select {...wiring} name="kind">
            {Object.entries(KIND_WORDS).map(([kind, words]) => (
              <option key={kind} value={kind}>
                {words}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field
        label="Field of the key"
        hint="Where the key of the record stands in a body; dotted where it lies deeper."
        error={faultOf(error, 'keyField')}
      >
        {(wiring) => (
          <Input
            {...wiring}
            name="keyField"
            required
            maxLength={200}
            autoComplete="off"
            placeholder="fragrance_id"
          />
        )}
      </Field>
      <label className="flex items-center gap-2">
        <input
          type="checkbox"
          checked={canPull}
          onChange={({ target }) => setCanPull(target.checked)}
          className="size-3.5 accent-accent"
        />
        It has a list that can be read
      </label>
      {canPull ? <PullFields error={error} /> : null}
      {error && !isToldBeside(error, BESIDE) ? <Problem error={error} /> : null}
      <DialogActions>
        <DialogCancel />
        <Button type="submit" look="primary" disabled={isPending}>
          Add
        </Button>
      </DialogActions>
    </form>
  );
}
