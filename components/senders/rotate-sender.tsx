'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog, DialogActions, DialogCancel } from '@/components/ui/dialog';
import { Problem } from '@/components/ui/problem';
import type { SenderView } from '@/lib/deliveries/schema';
import { rotateSender } from './queries';
import { SecretsShown } from './sender-secrets';

/** Gives the endpoint a new token, which is shown once. */
export function RotateSender({ sender: { connectionId, connectionName } }: { sender: SenderView }) {
  const [isOpen, setIsOpen] = useState(false);
  const rotate = useMutation(rotateSender(useQueryClient()));
  const turn = (open: boolean) => {
    setIsOpen(open);
    rotate.reset();
  };
  return (
    <Dialog
      title={rotate.data ? 'The new address' : `Rotate the token of ${connectionName}`}
      description={
        rotate.data
          ? undefined
          : 'The old address ends at once. A CMS that is attached is told the new one by itself; any other sender has to be told, and what it posts until then is refused.'
      }
      open={isOpen}
      onOpenChange={turn}
      trigger={
        <Button>
          <KeyRound aria-hidden /> Rotate token…
        </Button>
      }
    >
      {rotate.data ? (
        <SecretsShown secrets={rotate.data} onDone={() => turn(false)} />
      ) : (
        <>
          {rotate.error ? <Problem error={rotate.error} /> : null}
          <DialogActions>
            <DialogCancel />
            <Button look="primary" disabled={rotate.isPending} onClick={() => rotate.mutate(connectionId)}>
              Rotate
            </Button>
          </DialogActions>
        </>
      )}
    </Dialog>
  );
}
