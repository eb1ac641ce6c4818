'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { UserCheck, UserX } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { Problem } from '@/components/ui/problem';
import type { UserView } from '@/lib/people/users.schema';
import { MakeLink } from './make-link';
import { disableUser, enableUser } from './queries';
import type { Refusals } from './refusals';

type UserActionsProps = { user: UserView; refusals: Refusals };

/** Keeping somebody out, letting them in again, and a link for a new password. */
export function UserActions({ user, refusals }: UserActionsProps) {
  const client = useQueryClient();
  const disable = useMutation(disableUser(client));
  const enable = useMutation(enableUser(client));
  const isDisabled = user.state === 'disabled';
  const error = disable.error ?? enable.error;
  const reasons = [isDisabled ? null : refusals.disable, refusals.link].filter((reason) => reason !== null);
  return (
    <>
      <div className="flex flex-wrap gap-2">
        <MakeLink user={user} refusal={refusals.link} />
        {isDisabled ? (
          <Button onClick={() => enable.mutate(user.id)} disabled={enable.isPending}>
            <UserCheck aria-hidden /> Enable
          </Button>
        ) : (
          <Button
            look="danger"
            onClick={() => disable.mutate(user.id)}
            disabled={refusals.disable !== null || disable.isPending}
            title={refusals.disable ?? 'Ends their sessions at once; they can be enabled again.'}
          >
            <UserX aria-hidden /> Disable
          </Button>
        )}
      </div>
      {reasons.map((reason) => (
        <p key={reason} className="mt-2 text-meta text-faint">
          {reason}
        </p>
      ))}
      {error ? (
        <div className="mt-2">
          <Problem error={error} />
        </div>
      ) : null}
    </>
  );
}
