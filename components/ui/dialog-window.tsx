'use client';

import clsx from 'clsx';
import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import { Button } from './button';
import type { DialogWindowProps } from './dialog';

/** The open window of a dialog; on a phone it sits at the foot. In a file of its own, as no page needs it to be shown. */
export function DialogWindow({ title, description, isWide, onClose, children }: DialogWindowProps) {
  return (
    <Radix.Root open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-scrim" />
        <Radix.Content
          {...(description ? {} : { 'aria-describedby': undefined })}
          className={clsx(
            'fixed inset-x-0 bottom-0 z-50 flex max-h-[90dvh] flex-col gap-4 overflow-y-auto border bg-raised p-6 shadow-overlay',
            'sm:inset-x-auto sm:bottom-auto sm:left-1/2 sm:-translate-x-1/2 sm:rounded-base',
            isWide ? 'max-sm:p-4 sm:top-[5dvh] sm:w-[min(720px,94vw)]' : 'sm:top-[12dvh] sm:w-[480px]',
          )}
        >
          <div className="flex items-start justify-between gap-4">
            <Radix.Title className="text-section font-semibold">{title}</Radix.Title>
            <Button look="quiet" isIcon aria-label="Close" className="-my-1 -mr-2" onClick={onClose}>
              <X aria-hidden />
            </Button>
          </div>
          {description ? (
            <Radix.Description className="-mt-2 text-form text-muted">{description}</Radix.Description>
          ) : null}
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
