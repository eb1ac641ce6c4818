'use client';

import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Problem } from '@/components/ui/problem';
import { NewPassword, readNewPassword } from './new-password';
import { setPassword } from './queries';

/** Sets the password that a link is for, and signs in with it. */
export function SetPasswordForm({ token, email }: { token: string; email: string }) {
  const set = useMutation(setPassword);
  const [fault, setFault] = useState<string | null>(null);
  const submit = (form: FormData) => {
    const password = readNewPassword(form);
    setFault(password === null ? 'The two are not the same.' : null);
    if (password !== null) set.mutate({ token, password });
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
      <input type="hidden" name="username" autoComplete="username" value={email} />
      <NewPassword fault={fault} />
      {set.error ? <Problem error={set.error} /> : null}
      <Button type="submit" look="primary" disabled={set.isPending || set.isSuccess}>
        {set.isPending || set.isSuccess ? 'Signing in…' : 'Set password and sign in'}
      </Button>
    </form>
  );
}
