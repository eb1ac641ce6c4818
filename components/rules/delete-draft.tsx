'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Trash2 } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog, DialogActions, DialogCancel } from '@/components/ui/dialog';
import { Problem } from '@/components/ui/problem';
import type { RuleSetPage } from '@/lib/recommendations/rule-sets.schema';
import { removeDraft } from './queries';
import type { DraftInHand } from './use-draft';

type DeleteDraftProps = {
  set: RuleSetPage;
  draft: DraftInHand;
  onOpen: (draft: number | null) => Promise<void>;
};

/** Asks first: a draft that is deleted is gone. */
export function DeleteDraft({ set, draft: { state, tell }, onOpen }: DeleteDraftProps) {
  const [isOpen, setIsOpen] = useState(false);
  const router = useRouter();
  const remove = useMutation(removeDraft(useQueryClient()));
  const { number, revision, text } = state.kept;
  if (number === null) return null;
  const isWholeSet = set.current === null && set.drafts.length === 1;
  const submit = () => {
    tell({ type: 'typed', text }); // what is not saved yet goes with it, and is not saved on the way out
    remove.mutate(
      { slug: set.slug, number, revision },
      {
        onSuccess: ({ isSetDeleted }) => {
          setIsOpen(false);
          if (isSetDeleted) router.push('/rules');
          else void onOpen(null);
        },
      },
    );
  };
  return (
    <Dialog
      title={isWholeSet ? `Delete the set “${set.title}”` : `Delete draft ${number}`}
      description={
        isWholeSet
          ? 'Nothing of it was ever published: with this draft the set is gone. This cannot be undone.'
          : 'The published version stays as it is. The text of the draft is gone: this cannot be undone.'
      }
      open={isOpen}
      onOpenChange={setIsOpen}
      trigger={
        <Button look="quiet">
          <Trash2 aria-hidden /> Delete draft
        </Button>
      }
    >
      {remove.error ? <Problem error={remove.error} /> : null}
      <DialogActions>
        <DialogCancel />
        <Button look="danger" disabled={remove.isPending} onClick={submit}>
          Delete
        </Button>
      </DialogActions>
    </Dialog>
  );
}
