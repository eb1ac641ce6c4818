'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { useDeedUrl } from '@/components/ui/deed-url';
import { Dialog } from '@/components/ui/dialog';
import type { SenderSecrets } from '@/lib/deliveries/schema';
import { createSender } from './queries';
import { SenderForm } from './sender-form';
import { SecretsShown } from './sender-secrets';

/** A new sender: asked for, then its address and secret are shown once. */
export function AddSender({ onAdded }: { onAdded: (connectionId: string) => void }) {
  const { isOpen, setOpen } = useDeedUrl('sender');
  const [secrets, setSecrets] = useState<SenderSecrets | null>(null);
  const create = useMutation(createSender(useQueryClient()));
  const turn = (open: boolean) => {
    setOpen(open);
    setSecrets(null);
    create.reset();
  };
  return (
    <Dialog
      title={secrets === null ? 'Add a sender' : 'The address'}
      description={secrets === null ? 'A CMS that posts what was changed in it, as JSON.' : undefined}
      open={isOpen}
      onOpenChange={turn}
      trigger={
        <Button>
          <Plus aria-hidden /> Add a sender
        </Button>
      }
    >
      {secrets === null ? (
        <SenderForm
          error={create.error}
          isPending={create.isPending}
          onSubmit={(sender) => create.mutate(sender, { onSuccess: setSecrets })}
        />
      ) : (
        <SecretsShown
          secrets={secrets}
          onDone={() => {
            turn(false);
            onAdded(secrets.connectionId);
          }}
        />
      )}
    </Dialog>
  );
}
