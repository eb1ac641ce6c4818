'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { EyeOff, Radio } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog, DialogActions, DialogCancel } from '@/components/ui/dialog';
import { Problem } from '@/components/ui/problem';
import type { ArmingCell, ArmingPlace } from '@/lib/rules/arming.schema';
import { Preview } from './preview';
import { armingPreviewQuery, setArming } from './queries';

type ArmDialogProps = { place: ArmingPlace; title: string; cell: ArmingCell };

/** Asks before tickets are opened in somebody's tracker, with what they would be; going into shadow needs no asking. */
export function ArmDialog({ place, title, cell }: ArmDialogProps) {
  const [isOpen, setIsOpen] = useState(false);
  const set = useMutation(setArming(useQueryClient()));
  if (cell.state === 'live') {
    return (
      <>
        <Button disabled={set.isPending} onClick={() => set.mutate({ ...place, state: 'shadow' })}>
          <EyeOff aria-hidden /> Put into shadow
        </Button>
        {set.error ? <Problem error={set.error} /> : null}
      </>
    );
  }
  return (
    <Dialog
      title={`Arm “${title}” on ${cell.connection}`}
      description="From now on what it finds becomes tickets there. Tickets that are open stay open when it goes back into shadow."
      open={isOpen}
      onOpenChange={setIsOpen}
      trigger={
        <Button look="primary" aria-label={`Arm on ${cell.connection}`}>
          <Radio aria-hidden /> Arm
        </Button>
      }
    >
      <WouldOpen place={place} />
      {set.error ? <Problem error={set.error} /> : null}
      <DialogActions>
        <DialogCancel />
        <Button
          look="primary"
          disabled={set.isPending}
          onClick={() => set.mutate({ ...place, state: 'live' }, { onSuccess: () => setIsOpen(false) })}
        >
          Arm
        </Button>
      </DialogActions>
    </Dialog>
  );
}

function WouldOpen({ place }: { place: ArmingPlace }) {
  const { data, error } = useQuery(armingPreviewQuery(place));
  if (error) return <Problem error={error} />;
  return data ? <Preview preview={data} /> : <p className="text-muted">Counting what would be opened…</p>;
}
