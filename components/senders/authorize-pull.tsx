'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog, DialogActions, DialogCancel } from '@/components/ui/dialog';
import { faultOf, isToldBeside } from '@/components/ui/fault-of';
import { Field, Input } from '@/components/ui/field';
import { Problem } from '@/components/ui/problem';
import type { SenderView } from '@/lib/deliveries/schema';
import { authorizePull } from './queries';

/** What a sender's list is asked for with: set, replaced or taken away, and never shown. */
export function AuthorizePull({ sender }: { sender: SenderView }) {
  const [isOpen, setIsOpen] = useState(false);
  const { connectionId: id, hasPullAuthorization } = sender;
  const authorize = useMutation(authorizePull(useQueryClient()));
  const { error, isPending } = authorize;
  const set = (authorization: string | null) =>
    authorize.mutate({ id, authorization }, { onSuccess: () => setIsOpen(false) });
  return (
    <Dialog
      title="Authorization for the list"
      description={`Sent to ${sender.baseUrl} alone. Kept sealed and never shown again.`}
      open={isOpen}
      onOpenChange={setIsOpen}
      trigger={
        <Button>
          <KeyRound aria-hidden /> Authorization…
        </Button>
      }
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          set(String(new FormData(event.currentTarget).get('authorization')).trim());
        }}
      >
        <Field
          label="Authorization header"
          hint={
            hasPullAuthorization
              ? 'It takes the place of the one there is.'
              : 'The whole of it, such as “Bearer …”.'
          }
          error={faultOf(error, 'authorization')}
        >
          {(wiring) => (
            <Input
              {...wiring}
              name="authorization"
              type="password"
              required
              maxLength={4000}
              autoComplete="off"
            />
          )}
        </Field>
        {error && !isToldBeside(error, ['authorization']) ? <Problem error={error} /> : null}
        <DialogActions>
          <DialogCancel />
          {hasPullAuthorization ? (
            <Button disabled={isPending} onClick={() => set(null)}>
              Take it away
            </Button>
          ) : null}
          <Button type="submit" look="primary" disabled={isPending}>
            Save the header
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
