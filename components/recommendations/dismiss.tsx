'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Ban } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import type { BatchView } from '@/lib/recommendations/schema';
import { DismissForm } from './dismiss-form';
import { dismissMany, dismissRecommendation, type Which } from './queries';

const AGAIN = 'after a snooze, if it is still found then. Its ticket stays as it is.';

/** Dismisses one for good or for a while, with the reason that stands in its history. */
export function DismissOne({ id }: { id: string }) {
  const [isOpen, setIsOpen] = useState(false);
  const dismiss = useMutation(dismissRecommendation(useQueryClient()));
  return (
    <Dialog
      title="Dismiss this recommendation"
      description={`It comes back by itself only ${AGAIN}`}
      open={isOpen}
      onOpenChange={setIsOpen}
      trigger={<DismissButton />}
    >
      <DismissForm
        error={dismiss.error}
        isPending={dismiss.isPending}
        onSubmit={(given) => dismiss.mutate({ id, ...given }, { onSuccess: () => setIsOpen(false) })}
      />
    </Dialog>
  );
}

type DismissManyProps = { which: Which; count: number; onDone: (batch: BatchView) => void };

/** The same for all that are selected. What cannot be dismissed is left as it is, and told. */
export function DismissMany({ which, count, onDone }: DismissManyProps) {
  const [isOpen, setIsOpen] = useState(false);
  const dismiss = useMutation(dismissMany(useQueryClient()));
  const close = (batch: BatchView) => {
    setIsOpen(false);
    onDone(batch);
  };
  const words = count === 1 ? 'one recommendation' : `${count.toLocaleString('en-US')} recommendations`;
  return (
    <Dialog
      title={`Dismiss ${words}`}
      description={`Each comes back by itself only ${AGAIN} What is not open, in progress or closed is skipped.`}
      open={isOpen}
      onOpenChange={setIsOpen}
      trigger={<DismissButton />}
    >
      <DismissForm
        error={dismiss.error}
        isPending={dismiss.isPending}
        onSubmit={(given) => dismiss.mutate({ which, ...given }, { onSuccess: close })}
      />
    </Dialog>
  );
}

function DismissButton(props: { onClick?: () => void }) {
  return (
    <Button {...props}>
      <Ban aria-hidden /> Dismiss
    </Button>
  );
}
