'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { useState } from 'react';
import { counted } from '@/components/changes/words';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { NoteForm } from '@/components/ui/note-form';
import type { useSelection } from '@/components/ui/selection';
import { SelectionBar } from '@/components/ui/selection-bar';
import type { QuarantineView } from '@/lib/catalog/schema';
import { type Settled, settleMany } from './queries';

const DEEDS = {
  release: {
    button: 'Release',
    did: 'released',
    told: 'Each is written as it came, whatever its rules said. A note is required.',
  },
  reject: {
    button: 'Reject',
    did: 'rejected',
    told: 'Nothing of them is written. A note is required.',
  },
} as const;
type Deed = keyof typeof DEEDS;

type ChosenHeldProps = { selection: ReturnType<typeof useSelection<QuarantineView>> };

/** What can be done with the selected ones, and what became of it. */
export function ChosenHeld({ selection }: ChosenHeldProps) {
  const { chosen, hasAny, note, chooseAll, clear } = selection;
  const [said, setSaid] = useState<string | null>(null);
  const ids = [...chosen.rows.keys()];
  const done = (deed: Deed, { settled, skipped }: Settled) => {
    const left =
      skipped > 0
        ? ` ${counted(skipped, 'other')} stay as they were: settled already, or with a value that their column cannot hold.`
        : '';
    setSaid(`${settled.toLocaleString('en-US')} ${DEEDS[deed].did}.${left}`);
    clear();
  };
  return (
    <>
      {said === null ? null : (
        <div className="flex shrink-0 flex-wrap items-center gap-x-3 border-t bg-surface px-4 py-1 max-sm:px-2">
          <p role="status">{said}</p>
          <Button
            look="quiet"
            isIcon
            aria-label="Close this message"
            className="ml-auto"
            onClick={() => setSaid(null)}
          >
            <X aria-hidden />
          </Button>
        </div>
      )}
      <SelectionBar
        count={hasAny ? ids.length : null}
        isAll={false}
        total={undefined}
        note={note}
        onChooseAll={chooseAll}
        onClear={clear}
      >
        <SettleMany ids={ids} deed="release" onDone={done} />
        <SettleMany ids={ids} deed="reject" onDone={done} />
      </SelectionBar>
    </>
  );
}

type SettleManyProps = { ids: string[]; deed: Deed; onDone: (deed: Deed, settled: Settled) => void };

function SettleMany({ ids, deed, onDone }: SettleManyProps) {
  const [isOpen, setIsOpen] = useState(false);
  const settle = useMutation(settleMany(useQueryClient()));
  const { button, told } = DEEDS[deed];
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
