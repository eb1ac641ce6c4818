'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Field, Input } from '@/components/ui/field';
import { Problem } from '@/components/ui/problem';
import type { UserView } from '@/lib/people/users.schema';
import { changeUser } from './queries';
import { RoleField } from './role-field';

type UserFormProps = { user: UserView; isSelf: boolean; refusal: string | null };

/** Name and role. A role counts from the user's next click on. */
export function UserForm({ user, isSelf, refusal }: UserFormProps) {
  const [draft, setDraft] = useState<Partial<Pick<UserView, 'name' | 'role'>>>({});
  const { name = user.name, role = user.role } = draft;
  const client = useQueryClient();
  const change = useMutation(changeUser(client));
  const isSame = name.trim() === user.name && role === user.role;
  const stepsDown = isSelf && user.role === 'admin' && role !== 'admin';
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        change.mutate({ id: user.id, name: name.trim(), role }, { onSuccess: () => setDraft({}) });
      }}
    >
      <Field label="Name">
        {(wiring) => (
          <Input
            {...wiring}
            required
            maxLength={100}
            autoComplete="off"
            value={name}
            onChange={({ target }) => setDraft({ ...draft, name: target.value })}
          />
        )}
      </Field>
      <RoleField
        role={role}
        onRole={(next) => setDraft({ ...draft, role: next })}
        isDisabled={refusal !== null}
        note={refusal ?? (stepsDown ? 'This is you: you will not get back to this page yourself.' : null)}
      />
      {change.error ? <Problem error={change.error} /> : null}
      <div className="flex items-center gap-3">
        <Button type="submit" disabled={isSame || name.trim() === '' || change.isPending}>
          Save
        </Button>
        <span role="status" className="text-muted">
          {change.isSuccess && isSame ? 'Saved. It counts at once.' : null}
        </span>
      </div>
    </form>
  );
}
