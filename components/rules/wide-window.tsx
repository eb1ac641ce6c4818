'use client';

import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { Button } from '@/components/ui/button';

type WideWindowProps = { title: string; onClose: () => void; children: ReactNode };

/** A window with room for a text beside what is asked; on a phone it fills the screen. Loaded when it opens. */
export default function WideWindow({ title, onClose, children }: WideWindowProps) {
  return (
    <Radix.Root open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-scrim" />
        <Radix.Content
          aria-describedby={undefined}
          className="fixed inset-0 z-50 flex flex-col gap-4 overflow-y-auto border bg-raised p-6 shadow-overlay max-sm:p-4 sm:inset-x-auto sm:inset-y-[6dvh] sm:left-1/2 sm:w-[min(860px,94vw)] sm:-translate-x-1/2 sm:rounded-base"
        >
          <div className="flex items-start justify-between gap-4">
            <Radix.Title className="text-section font-semibold">{title}</Radix.Title>
            <Button look="quiet" isIcon aria-label="Close" className="-my-1 -mr-2" onClick={onClose}>
              <X aria-hidden />
            </Button>
          </div>
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
