'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Ban } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { NoteForm } from '@/components/ui/note-form';
import { endExemption } from './queries';

/** Ends an exemption before its day. */
export function EndExemption({ id }: { id: string }) {
  const [isOpen, setIsOpen] = useState(false);
  const end = useMutation(endExemption(useQueryClient()));
  return (
    <Dialog
      title="End this exemption"
      description="The next generation finds again what it held back, and opens the tickets that were withdrawn."
      open={isOpen}
      onOpenChange={setIsOpen}
      trigger={
        <Button>
          <Ban aria-hidden /> End…
        </Button>
      }
    >
      <NoteForm
        deed="End it"
        error={end.error}
        isPending={end.isPending}
        onSubmit={(note) => end.mutate({ id, note }, { onSuccess: () => setIsOpen(false) })}
      />
    </Dialog>
  );
}
