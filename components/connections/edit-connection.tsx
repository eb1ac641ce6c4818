'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Pencil } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import type { ConnectionView } from '@/lib/connections/schema';
import { ConnectionForm } from './connection-form';
import { updateConnection } from './queries';

export function EditConnection({ connection }: { connection: ConnectionView }) {
  const [isOpen, setIsOpen] = useState(false);
  const update = useMutation(updateConnection(useQueryClient(), connection.id));
  return (
    <Dialog
      title={`Edit ${connection.name}`}
      open={isOpen}
      onOpenChange={(open) => {
        setIsOpen(open);
        update.reset();
      }}
      trigger={
        <Button>
          <Pencil aria-hidden /> Edit
        </Button>
      }
    >
      <ConnectionForm
        known={connection}
        error={update.error}
        isPending={update.isPending}
        onSubmit={(values) => update.mutate(values, { onSuccess: () => setIsOpen(false) })}
      />
    </Dialog>
  );
}
