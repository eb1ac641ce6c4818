'use client';

import { Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';

type SheetProps = { title: string; onClose: () => void; children: ReactNode };

/** What slides in from the left on a narrow screen, while it is open. */
export function Sheet({ title, onClose, children }: SheetProps) {
  return (
    <Radix.Root open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-scrim" />
        <Radix.Content
          aria-describedby={undefined}
          className="fixed inset-y-0 left-0 z-50 flex w-[260px] flex-col border-r bg-canvas shadow-overlay"
        >
          <Radix.Title className="sr-only">{title}</Radix.Title>
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
