'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog, DialogActions, DialogCancel } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import { Problem } from '@/components/ui/problem';
import { PanelSkeleton } from '@/components/ui/skeleton';
import type { JoinPair } from '@/lib/recommendations/joins/schema';
import { JoinEffects } from './join-effects';
import { joinResources, previewQuery } from './queries';

type JoinDialogProps = { pair: JoinPair; isDisabled?: boolean; onJoined?: () => void };

/** What a join would do, and the button that does it. */
export function JoinDialog({ pair, isDisabled = false, onJoined }: JoinDialogProps) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Dialog
      title="Join resources"
      description="One resource becomes part of the other. You can undo it until later data builds on it."
      open={isOpen}
      onOpenChange={setIsOpen}
      trigger={
        <Button className="-my-1" disabled={isDisabled}>
          Preview join
        </Button>
      }
    >
      <JoinPreviewBody
        pair={pair}
        onJoined={() => {
          setIsOpen(false);
          onJoined?.();
        }}
      />
    </Dialog>
  );
}

function JoinPreviewBody({ pair, onJoined }: { pair: JoinPair; onJoined: () => void }) {
  const [isSwapped, setIsSwapped] = useState(false);
  const asked = isSwapped ? { keptId: pair.joinedId, joinedId: pair.keptId } : pair;
  const { data: preview, error, refetch } = useQuery(previewQuery(asked));
  const join = useMutation(joinResources(useQueryClient()));
  if (preview === undefined) {
    return error ? <Problem error={error} onRetry={() => void refetch()} /> : <PanelSkeleton />;
  }
  return (
    <>
      <JoinEffects preview={preview} />
      {preview.problem === null ? null : <Notice look="amber" title={preview.problem} />}
      {join.error ? <Problem error={join.error} /> : null}
      <DialogActions>
        <Button look="quiet" onClick={() => setIsSwapped(!isSwapped)}>
          Keep the other one
        </Button>
        <DialogCancel />
        <Button
          look="primary"
          disabled={preview.problem !== null || join.isPending}
          onClick={() => join.mutate(asked, { onSuccess: onJoined })}
        >
          Join resources
        </Button>
      </DialogActions>
    </>
  );
}
