'use client';

import { useMutation } from '@tanstack/react-query';
import Link from 'next/link';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Field, Input } from '@/components/ui/field';
import { Problem } from '@/components/ui/problem';
import type { Viewer } from '@/lib/people/schema';
import { NewPassword, readNewPassword } from './new-password';
import { changePassword } from './queries';

export function PasswordForm({ viewer }: { viewer: Viewer }) {
  const change = useMutation(changePassword);
  const [fault, setFault] = useState<string | null>(null);
  const submit = (form: FormData) => {
    const next = readNewPassword(form);
    setFault(next === null ? 'The two are not the same.' : null);
    if (next !== null) change.mutate({ current: String(form.get('current')), next });
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
      <NewPassword fault={fault} />
      {change.error ? <Problem error={change.error} /> : null}
      <div className="flex gap-2">
        <Button type="submit" look="primary" disabled={change.isPending} className="flex-1">
          Change password
        </Button>
        {viewer.mustChangePassword ? null : (
          <Button asChild look="quiet">
            <Link href="/account">Back</Link>
          </Button>
        )}
      </div>
    </form>
  );
}
