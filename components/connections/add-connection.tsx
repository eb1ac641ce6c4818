'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { ConnectionForm } from './connection-form';
import { createConnection } from './queries';

export function AddConnection({ onAdded }: { onAdded: (id: string) => void }) {
  const [isOpen, setIsOpen] = useState(false);
  const create = useMutation(createConnection(useQueryClient()));
  return (
    <Dialog
      title="Add a connection"
      description="Rules stay in shadow on it until they are armed there: it opens no ticket yet."
      open={isOpen}
      onOpenChange={(open) => {
        setIsOpen(open);
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
        onSubmit={({ secret = '', ...values }) =>
          create.mutate(
            { ...values, secret },
            {
              onSuccess: ({ id }) => {
                setIsOpen(false);
                onAdded(id);
              },
            },
          )
        }
      />
    </Dialog>
  );
}
