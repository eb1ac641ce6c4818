'use client';

import { Command } from 'cmdk';
import { Dialog } from 'radix-ui';
import { useState } from 'react';
import { Problem } from '@/components/ui/problem';
import type { Viewer } from '@/lib/people/schema';
import { PaletteGroups } from './palette-groups';
import { PaletteInput } from './palette-input';
import { type Choice, useChoices } from './use-choices';

type PaletteProps = { viewer: Viewer; onClose: () => void; onHelp: () => void };

/**
 * The palette: pages, deeds and records by what one types. On a phone it takes the whole screen. Loaded when it is
 * opened: no page needs it to be shown.
 */
export function Palette({ viewer, onClose, onHelp }: PaletteProps) {
  const [text, setText] = useState('');
  const { groups, exact, error, isAsking, retry } = useChoices({ viewer, text, onHelp });
  const [value, setValue] = useState('');
  const [shownExact, setShownExact] = useState<string | null>(null);
  if (exact !== shownExact) {
    setShownExact(exact);
    if (exact !== null) setValue(exact); // what was typed in full is what is meant
  }
  const choose = ({ run }: Choice) => {
    onClose();
    run();
  };
  const isEmpty = groups.length === 0;
  return (
    <Dialog.Root open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-scrim" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed inset-0 z-50 flex flex-col bg-raised sm:inset-x-auto sm:top-[12dvh] sm:bottom-auto sm:left-1/2 sm:max-h-[70dvh] sm:w-[600px] sm:-translate-x-1/2 sm:rounded-base sm:border sm:shadow-overlay"
        >
          <Dialog.Title className="sr-only">Search</Dialog.Title>
          <Command
            label="Search pages, records and actions"
            shouldFilter={false}
            vimBindings={false}
            loop
            value={value}
            onValueChange={setValue}
            className="flex min-h-0 flex-1 flex-col outline-none"
          >
            <PaletteInput text={text} onText={setText} isAsking={isAsking} onClose={onClose} />
            {error ? (
              <div className="p-3">
                <Problem error={error} onRetry={retry} />
              </div>
            ) : null}
            <Command.List
              label="Found"
              className={
                isEmpty ? 'hidden' : 'min-h-0 flex-1 overflow-y-auto overscroll-contain p-2 sm:max-h-[440px]'
              }
            >
              <PaletteGroups groups={groups} onChoose={choose} />
            </Command.List>
            <p role="status" className={isEmpty && !error ? 'px-4 py-8 text-center text-muted' : 'sr-only'}>
              {isEmpty ? (isAsking ? 'Searching…' : `Nothing begins with “${text.trim()}”.`) : null}
            </p>
          </Command>
          <p aria-hidden className="flex gap-4 border-t px-4 py-2 text-meta text-faint max-sm:hidden">
            <span>↑ ↓ to move</span> <span>Enter to open</span> <span>Esc to close</span>
          </p>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
