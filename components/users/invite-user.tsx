'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { UserPlus } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { useDeedUrl } from '@/components/ui/deed-url';
import { Dialog, DialogActions, DialogCancel } from '@/components/ui/dialog';
import { Field, Input } from '@/components/ui/field';
import { Problem } from '@/components/ui/problem';
import type { Role } from '@/lib/people/roles.schema';
import type { PasswordLinkView } from '@/lib/people/users.schema';
import { PasswordLink } from './password-link';
import { inviteUser } from './queries';
import { RoleField } from './role-field';

type Invited = { made: PasswordLinkView; to: string };

/** Invites somebody: who they are and what they may, then the link by which they set their own password. */
export function InviteUser() {
  const { isOpen, setOpen } = useDeedUrl('invite');
  const [invited, setInvited] = useState<Invited | null>(null);
  const turn = (open: boolean) => {
    setOpen(open);
    setInvited(null);
  };
  return (
    <Dialog
      title={invited === null ? 'Invite somebody' : 'Invited'}
      open={isOpen}
      onOpenChange={turn}
      trigger={
        <Button look="primary">
          <UserPlus aria-hidden /> Invite
        </Button>
      }
    >
      {invited === null ? (
        <InviteForm onInvited={setInvited} />
      ) : (
        <PasswordLink {...invited} onDone={() => turn(false)} />
      )}
    </Dialog>
  );
}

function InviteForm({ onInvited }: { onInvited: (invited: Invited) => void }) {
  const [role, setRole] = useState<Role>('operator');
  const client = useQueryClient();
  const invite = useMutation(inviteUser(client));
  const submit = (form: FormData) => {
    const email = String(form.get('email')).trim();
    const name = String(form.get('name')).trim();
    invite.mutate({ email, name, role }, { onSuccess: (made) => onInvited({ made, to: email }) });
  };
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        submit(new FormData(event.currentTarget));
      }}
    >
      <Field label="E-mail" hint="They sign in with it.">
        {(wiring) => (
          <Input {...wiring} type="email" name="email" required maxLength={320} autoComplete="off" />
        )}
      </Field>
      <Field label="Name">
        {(wiring) => <Input {...wiring} name="name" required maxLength={100} autoComplete="off" />}
      </Field>
      <RoleField role={role} onRole={setRole} />
      {invite.error ? <Problem error={invite.error} /> : null}
      <DialogActions>
        <DialogCancel />
        <Button type="submit" look="primary" disabled={invite.isPending}>
          Invite
        </Button>
      </DialogActions>
    </form>
  );
}
