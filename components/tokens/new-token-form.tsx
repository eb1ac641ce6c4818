'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { DialogActions, DialogCancel } from '@/components/ui/dialog';
import { Field, Input, Select } from '@/components/ui/field';
import { Problem } from '@/components/ui/problem';
import { RoleField } from '@/components/users/role-field';
import type { Role } from '@/lib/people/roles.schema';
import { endOf, SPANS, type Span, spanOf } from './expiry';
import { createToken } from './queries';

export function NewTokenForm({ onMade }: { onMade: (token: string) => void }) {
  const [role, setRole] = useState<Role>('viewer');
  const [span, setSpan] = useState<Span>('90');
  const client = useQueryClient();
  const create = useMutation(createToken(client));
  const submit = (form: FormData) => {
    const expiresAt = endOf(span, String(form.get('day') ?? ''), Date.now()) ?? undefined;
    const wish = { name: String(form.get('name')), role, expiresAt };
    create.mutate(wish, { onSuccess: ({ token }) => onMade(token) });
  };
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        submit(new FormData(event.currentTarget));
      }}
    >
      <Field label="Name" hint="What will use it, so that its log lines tell who called.">
        {(wiring) => (
          <Input
            {...wiring}
            name="name"
            required
            maxLength={100}
            autoComplete="off"
            placeholder="Nightly pipeline"
          />
        )}
      </Field>
      <RoleField role={role} onRole={setRole} />
      <Field
        label="Works for"
        hint={span === 'never' ? 'A token that is lost and never ends is an open door: prefer an end.' : null}
      >
        {(wiring) => (
          <Select {...wiring} value={span} onChange={({ target }) => setSpan(spanOf(target.value))}>
            {SPANS.map(({ value, label }) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {span === 'date' ? (
        <Field label="Last day">
          {(wiring) => <Input {...wiring} type="date" name="day" required className="w-full" />}
        </Field>
      ) : null}
      {create.error ? <Problem error={create.error} /> : null}
      <DialogActions>
        <DialogCancel />
        <Button type="submit" look="primary" disabled={create.isPending}>
          Make the token
        </Button>
      </DialogActions>
    </form>
  );
}
