'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Undo2 } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { type Started, undoRepair } from './queries';

/** Puts back what a repair changed: a repair of its own, so nothing is asked first. */
export function UndoRepair({ id, onStarted }: { id: string; onStarted: (started: Started) => void }) {
  const undo = useMutation(undoRepair(useQueryClient()));
  return (
    <Button
      look="quiet"
      className="-my-1"
      disabled={undo.isPending}
      title={undo.error?.message}
      onClick={() => undo.mutate(id, { onSuccess: onStarted })}
    >
      <Undo2 aria-hidden /> {undo.error ? 'Not undone: try again' : 'Undo'}
    </Button>
  );
}
