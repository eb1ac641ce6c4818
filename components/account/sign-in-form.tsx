'use client';

import Link from 'next/link';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Field, Input } from '@/components/ui/field';
import { signInWith } from './credentials';
import { ProviderButton } from './provider-button';

type SignInFormProps = { next: string; provider: string | null; fault: string | null };

/** The password, or the identity provider where there is one. `fault` is why the last try came back. */
export function SignInForm({ next, provider, fault }: SignInFormProps) {
  const [error, setError] = useState(fault);
  const [isBusy, setIsBusy] = useState(false);
  const submit = async (form: FormData) => {
    setIsBusy(true);
    const wrong = await signInWith(String(form.get('email')), String(form.get('password'))).catch(
      () => 'Evenkeel could not be reached. Try again in a moment.',
    );
    if (wrong === null) return window.location.assign(next);
    setError(wrong);
    setIsBusy(false);
  };
  return (
    <div className="flex flex-col gap-4">
      <p role="alert" className="text-bad empty:hidden">
        {error}
      </p>
      {provider ? <ProviderButton provider={provider} next={next} onFault={setError} /> : null}
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
        <Button type="submit" look={provider ? 'plain' : 'primary'} disabled={isBusy}>
          {isBusy ? 'Signing in…' : 'Sign in'}
        </Button>
      </form>
      <p>
        <Link href="/forgot-password" className="text-accent hover:underline">
          Forgot password?
        </Link>
      </p>
    </div>
  );
}
