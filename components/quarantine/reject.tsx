'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Ban } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { NoteForm } from '@/components/ui/note-form';
import type { QuarantineView } from '@/lib/catalog/quarantine.schema';
import { rejectHeld } from './queries';

/** Leaves a held change out for good. */
export function Reject({ held }: { held: QuarantineView }) {
  const [isOpen, setIsOpen] = useState(false);
  const reject = useMutation(rejectHeld(useQueryClient()));
  return (
    <Dialog
      title="Reject"
      description={`Nothing is written to record ${held.key}. The CMS still says what it says; its next delivery is judged afresh. A note is required.`}
      open={isOpen}
      onOpenChange={setIsOpen}
      trigger={
        <Button>
          <Ban aria-hidden /> Reject…
        </Button>
      }
    >
      <NoteForm
        deed="Reject"
        error={reject.error}
        isPending={reject.isPending}
        onSubmit={(note) => reject.mutate({ id: held.id, note }, { onSuccess: () => setIsOpen(false) })}
      />
    </Dialog>
  );
}
