'use client';

import { useMutation } from '@tanstack/react-query';
import Link from 'next/link';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Field, Input } from '@/components/ui/field';
import { Problem } from '@/components/ui/problem';
import type { Viewer } from '@/lib/people/schema';
import { changePassword } from './queries';

export function PasswordForm({ viewer }: { viewer: Viewer }) {
  const change = useMutation(changePassword);
  const [fault, setFault] = useState<string | null>(null);
  const submit = (form: FormData) => {
    const next = String(form.get('next'));
    const isSame = next === String(form.get('again'));
    setFault(isSame ? null : 'The two are not the same.');
    if (isSame) change.mutate({ current: String(form.get('current')), next });
  };
  return (
    <form
      className="flex flex-col gap-4"
      method="post"
      onSubmit={(event) => {
        event.preventDefault();
        submit(new FormData(event.currentTarget));
      }}
    >
      <input type="hidden" name="username" autoComplete="username" value={viewer.email} />
      <Field label={viewer.mustChangePassword ? 'The password you were given' : 'Current password'}>
        {(wiring) => (
          <Input {...wiring} name="current" type="password" autoComplete="current-password" required />
        )}
      </Field>
      <Field label="New password" hint="At least 12 characters">
        {(wiring) => (
          <Input
            {...wiring}
            name="next"
            type="password"
            autoComplete="new-password"
            minLength={12}
            maxLength={200}
            required
          />
        )}
      </Field>
      <Field label="New password again" error={fault}>
        {(wiring) => <Input {...wiring} name="again" type="password" autoComplete="new-password" required />}
      </Field>
      {change.error ? <Problem error={change.error} /> : null}
      <div className="flex gap-2">
        <Button type="submit" look="primary" disabled={change.isPending} className="flex-1">
          Change password
        </Button>
        {viewer.mustChangePassword ? null : (
          <Button asChild look="quiet">
            <Link href="/">Back</Link>
          </Button>
        )}
      </div>
    </form>
  );
}
