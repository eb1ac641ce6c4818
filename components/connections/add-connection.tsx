'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { useDeedUrl } from '@/components/ui/deed-url';
import { Dialog } from '@/components/ui/dialog';
import { addedKindOf } from '@/lib/connections/kinds.schema';
import { ConnectionForm } from './connection-form';
import { createConnection } from './queries';

export function AddConnection({ onAdded }: { onAdded: (id: string) => void }) {
  const { isOpen, setOpen } = useDeedUrl('add');
  const create = useMutation(createConnection(useQueryClient()));
  return (
    <Dialog
      title="Add a connection"
      description="Rules stay in shadow on it until they are armed there: it opens no ticket yet."
      open={isOpen}
      onOpenChange={(open) => {
        setOpen(open);
        create.reset();
      }}
      trigger={
        <Button look="primary">
          <Plus aria-hidden /> Add a connection
        </Button>
      }
    >
      <ConnectionForm
        known={null}
        error={create.error}
        isPending={create.isPending}
        onSubmit={({ secret = '', account = '', ...values }, kind) =>
          create.mutate(
            { ...values, kind: addedKindOf(kind), account, secret },
            {
              onSuccess: ({ id }) => onAdded(id),
            },
          )
        }
      />
    </Dialog>
  );
}
