'use client';

import dynamic from 'next/dynamic';
import { Slot } from 'radix-ui';
import { createContext, type ReactNode, useContext } from 'react';
import { Button } from './button';

export type DialogWindowProps = {
  title: string;
  description?: ReactNode;
  isWide?: boolean; // for tables
  onClose: () => void;
  children: ReactNode;
};

type DialogProps = Omit<DialogWindowProps, 'onClose'> & {
  trigger: ReactNode;
  open: boolean;
  onOpenChange: (open: boolean) => void;
};

const DialogWindow = dynamic(() => import('./dialog-window').then((module) => module.DialogWindow), {
  ssr: false,
});
const Close = createContext(() => {});

/** A window over the page for what must be said before a deed. Its code is loaded when it opens. */
export function Dialog({ trigger, open, onOpenChange, children, ...words }: DialogProps) {
  const close = () => onOpenChange(false);
  return (
    <>
      <Slot.Root aria-haspopup="dialog" aria-expanded={open} onClick={() => onOpenChange(true)}>
        {trigger}
      </Slot.Root>
      {open ? (
        <DialogWindow {...words} onClose={close}>
          <Close value={close}>{children}</Close>
        </DialogWindow>
      ) : null}
    </>
  );
}

/** The row of buttons at the foot of a dialog. */
export function DialogActions({ children }: { children: ReactNode }) {
  return <div className="flex flex-wrap justify-end gap-2">{children}</div>;
}

/** Closes the window it stands in. */
export function DialogCancel({ children = 'Cancel' }: { children?: ReactNode }) {
  const close = useContext(Close);
  return (
    <Button look="quiet" onClick={close}>
      {children}
    </Button>
  );
}
