'use client';

import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Field, Input } from '@/components/ui/field';
import { signInWith } from './credentials';

export function SignInForm({ next }: { next: string }) {
  const [error, setError] = useState<string | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const submit = async (form: FormData) => {
    setIsBusy(true);
    const fault = await signInWith(String(form.get('email')), String(form.get('password'))).catch(
      () => 'Evenkeel could not be reached. Try again in a moment.',
    );
    if (fault === null) return window.location.assign(next);
    setError(fault);
    setIsBusy(false);
  };
  return (
    <form
      className="flex flex-col gap-4"
      method="post"
      onSubmit={(event) => {
        event.preventDefault();
        void submit(new FormData(event.currentTarget));
      }}
    >
      <Field label="E-mail">
        {(wiring) => <Input {...wiring} name="email" type="email" autoComplete="username" required />}
      </Field>
      <Field label="Password">
        {(wiring) => (
          <Input {...wiring} name="password" type="password" autoComplete="current-password" required />
        )}
      </Field>
      <p role="alert" className="min-h-5 text-bad empty:hidden">
        {error}
      </p>
      <Button type="submit" look="primary" disabled={isBusy}>
        {isBusy ? 'Signing in…' : 'Sign in'}
      </Button>
    </form>
  );
}
