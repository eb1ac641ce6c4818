'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { counted } from '@/components/changes/words';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { NoteForm } from '@/components/ui/note-form';
import { type Settled, settleMany } from './queries';
import { SETTLE_DEEDS, type SettleDeed } from './words';

type SettleManyProps = {
  ids: string[];
  deed: SettleDeed;
  onDone: (deed: SettleDeed, settled: Settled) => void;
};

/** What was chosen row by row, settled at once. */
export function SettleMany({ ids, deed, onDone }: SettleManyProps) {
  const [isOpen, setIsOpen] = useState(false);
  const settle = useMutation(settleMany(useQueryClient()));
  const { button, told } = SETTLE_DEEDS[deed];
  const close = (settled: Settled) => {
    setIsOpen(false);
    onDone(deed, settled);
  };
  return (
    <Dialog
      title={`${button} ${counted(ids.length, 'held change')}`}
      description={told}
      open={isOpen}
      onOpenChange={setIsOpen}
      trigger={<Button>{button}…</Button>}
    >
      <NoteForm
        deed={button}
        error={settle.error}
        isPending={settle.isPending}
        onSubmit={(note) => settle.mutate({ ids, deed, note }, { onSuccess: close })}
      />
    </Dialog>
  );
}
