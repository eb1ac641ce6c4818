'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Ban } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog, DialogActions, DialogCancel } from '@/components/ui/dialog';
import { Problem } from '@/components/ui/problem';
import type { TokenView } from '@/lib/people/tokens.schema';
import { revokeToken } from './queries';

/** Asks first: what is revoked cannot be brought back. */
export function RevokeToken({ token }: { token: TokenView }) {
  const [isOpen, setIsOpen] = useState(false);
  const client = useQueryClient();
  const revoke = useMutation(revokeToken(client));
  return (
    <Dialog
      title={`Revoke “${token.name}”`}
      description="Whoever uses it is refused from the next call on. It cannot be brought back; a new token can take its place."
      open={isOpen}
      onOpenChange={setIsOpen}
      trigger={
        <Button look="danger">
          <Ban aria-hidden /> Revoke
        </Button>
      }
    >
      {token.prefix === null ? (
        <p>
          It comes from API_TOKEN in the environment: take it out there too, or the next start brings it back.
        </p>
      ) : null}
      {revoke.error ? <Problem error={revoke.error} /> : null}
      <DialogActions>
        <DialogCancel>Keep it</DialogCancel>
        <Button
          look="danger"
          disabled={revoke.isPending}
          onClick={() => revoke.mutate(token.id, { onSuccess: () => setIsOpen(false) })}
        >
          Revoke it
        </Button>
      </DialogActions>
    </Dialog>
  );
}
