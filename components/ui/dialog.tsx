'use client';

import clsx from 'clsx';
import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { Button } from './button';

type DialogProps = {
  title: string;
  description?: ReactNode;
  trigger?: ReactNode;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  children: ReactNode;
};

/** A window over the page for what must be said before a deed; on a phone it sits at the foot. */
export function Dialog({ title, description, trigger, open, onOpenChange, children }: DialogProps) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      {trigger ? <Radix.Trigger asChild>{trigger}</Radix.Trigger> : null}
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-scrim" />
        <Radix.Content
          {...(description ? {} : { 'aria-describedby': undefined })}
          className={clsx(
            'fixed z-50 flex max-h-[90dvh] flex-col gap-4 overflow-y-auto border bg-raised p-6 shadow-overlay',
            'inset-x-0 bottom-0 sm:inset-x-auto sm:bottom-auto sm:top-[12dvh] sm:left-1/2 sm:w-[480px] sm:-translate-x-1/2 sm:rounded-base',
          )}
        >
          <div className="flex items-start justify-between gap-4">
            <Radix.Title className="text-section font-semibold">{title}</Radix.Title>
            <Radix.Close asChild>
              <Button look="quiet" isIcon aria-label="Close" className="-my-1 -mr-2">
                <X aria-hidden />
              </Button>
            </Radix.Close>
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

/** The row of buttons at the foot of a dialog. */
export function DialogActions({ children }: { children: ReactNode }) {
  return <div className="flex flex-wrap justify-end gap-2">{children}</div>;
}

export const DialogClose = Radix.Close;
