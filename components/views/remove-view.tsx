'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from '@/components/ui/button';
import { DialogActions } from '@/components/ui/dialog';
import { DialogWindow } from '@/components/ui/dialog-window';
import { Problem } from '@/components/ui/problem';
import type { SavedView } from '@/lib/views/schema';
import { removeView } from './queries';

type RemoveViewProps = { view: SavedView; onRemoved: () => void; onClose: () => void };

/** Asks first: a link to it that others keep goes dead, and that cannot be taken back. */
export function RemoveView({ view, onRemoved, onClose }: RemoveViewProps) {
  const remove = useMutation(removeView(useQueryClient()));
  const words = view.isShared
    ? 'It is gone from everyone’s menu, and its link opens nothing any more.'
    : undefined;
  return (
    <DialogWindow title={`Delete the view “${view.name}”?`} description={words} onClose={onClose}>
      {remove.error ? <Problem error={remove.error} /> : null}
      <DialogActions>
        <Button look="quiet" onClick={onClose}>
          Keep it
        </Button>
        <Button
          look="danger"
          disabled={remove.isPending}
          onClick={() => remove.mutate(view.id, { onSuccess: onRemoved })}
        >
          Delete
        </Button>
      </DialogActions>
    </DialogWindow>
  );
}
