'use client';

import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from './button';

type FootMessageProps = {
  children: ReactNode; // what became of a deed
  more?: ReactNode; // how far it is, the way to it
  actions?: ReactNode;
  onClose: () => void;
};

/** What became of what was done with the selected rows, at the foot of their list until it is closed. */
export function FootMessage({ children, more, actions, onClose }: FootMessageProps) {
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-x-3 gap-y-1 border-t bg-surface px-4 py-1 max-sm:px-2">
      <p role="status" className="tabular-nums">
        {children}
      </p>
      {more}
      <span className="ml-auto flex items-center gap-2">
        {actions}
        <Button look="quiet" isIcon aria-label="Close this message" onClick={onClose}>
          <X aria-hidden />
        </Button>
      </span>
    </div>
  );
}
