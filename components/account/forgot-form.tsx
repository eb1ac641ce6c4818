'use client';

import { useMutation } from '@tanstack/react-query';
import { Button } from '@/components/ui/button';
import { Field, Input } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { Problem } from '@/components/ui/problem';
import { askForLink } from './queries';

/** Asks for a link by mail. The answer is the same for every address. */
export function ForgotForm() {
  const ask = useMutation(askForLink);
  if (ask.data) return <Notice>{ask.data.detail}</Notice>;
  return (
    <form
      className="flex flex-col gap-4"
      method="post"
      onSubmit={(event) => {
        event.preventDefault();
        ask.mutate(String(new FormData(event.currentTarget).get('email')));
      }}
    >
      <Field label="E-mail">
        {(wiring) => <Input {...wiring} name="email" type="email" autoComplete="username" required />}
      </Field>
      {ask.error ? <Problem error={ask.error} /> : null}
      <Button type="submit" look="primary" disabled={ask.isPending}>
        Send a link
      </Button>
    </form>
  );
}
