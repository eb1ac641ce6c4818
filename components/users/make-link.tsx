'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link2 } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog, DialogActions, DialogCancel } from '@/components/ui/dialog';
import { Problem } from '@/components/ui/problem';
import type { PasswordLinkView, UserView } from '@/lib/people/users.schema';
import { PasswordLink } from './password-link';
import { createPasswordLink } from './queries';

type MakeLinkProps = { user: UserView; refusal: string | null };

/** A new link that sets a password. The one before it stops working, so it is asked for first. */
export function MakeLink({ user, refusal }: MakeLinkProps) {
  const [isOpen, setIsOpen] = useState(false);
  const [made, setMade] = useState<PasswordLinkView | null>(null);
  const turn = (open: boolean) => {
    setIsOpen(open);
    setMade(null);
  };
  const title = user.state === 'invited' ? 'Invite again' : 'Reset the password';
  return (
    <Dialog
      title={title}
      open={isOpen}
      onOpenChange={turn}
      trigger={
        <Button disabled={refusal !== null} title={refusal ?? undefined}>
          <Link2 aria-hidden /> {title}
        </Button>
      }
    >
      {made === null ? (
        <AskForLink user={user} onMade={setMade} />
      ) : (
        <PasswordLink made={made} to={user.email} onDone={() => turn(false)} />
      )}
    </Dialog>
  );
}

function AskForLink({ user, onMade }: { user: UserView; onMade: (made: PasswordLinkView) => void }) {
  const client = useQueryClient();
  const make = useMutation(createPasswordLink(client));
  return (
    <>
      <p>
        {user.state === 'invited'
          ? `${user.name} gets a new link; the one before it stops working.`
          : `${user.name} gets a link to set a new password. The present one works until then; an earlier link stops working.`}
      </p>
      {make.error ? <Problem error={make.error} /> : null}
      <DialogActions>
        <DialogCancel />
        <Button
          look="primary"
          disabled={make.isPending}
          onClick={() => make.mutate(user.id, { onSuccess: onMade })}
        >
          Make the link
        </Button>
      </DialogActions>
    </>
  );
}
