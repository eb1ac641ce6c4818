'use client';

import clsx from 'clsx';
import { ArrowLeft, Maximize2, Minimize2, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from './button';
import { useListKeys } from './list-keys';
import type { PanelUrl } from './panel-url';

type SplitViewProps = {
  url: PanelUrl;
  panelLabel: string;
  list: ReactNode;
  panel: (id: string) => ReactNode;
};

/** A list and, at its right, what is open of it: 44% of the room, all of it as a full page or on a phone. */
export function SplitView({ url, panelLabel, list, panel }: SplitViewProps) {
  const { openId, isFull, close, toggleFull } = url;
  useListKeys({ close: openId === null ? undefined : close, toggleFull });
  return (
    <div className="flex min-h-0 flex-1">
      <div
        className={clsx(
          'flex min-w-0 flex-1 flex-col',
          isFull && 'hidden',
          openId !== null && 'max-lg:hidden',
        )}
      >
        {list}
      </div>
      {openId === null ? null : (
        <aside
          aria-label={panelLabel}
          className={clsx(
            'flex min-h-0 flex-col bg-surface',
            isFull ? 'w-full' : 'w-full lg:w-[44%] lg:shrink-0 lg:border-l',
          )}
        >
          <PanelBar isFull={isFull} close={close} toggleFull={toggleFull} />
          <div key={openId} className="@container min-h-0 flex-1 overflow-y-auto px-6 pb-8 max-sm:px-4">
            <div className={clsx(isFull && 'mx-auto max-w-[960px]')}>{panel(openId)}</div>
          </div>
        </aside>
      )}
    </div>
  );
}

type PanelBarProps = { isFull: boolean; close: () => void; toggleFull: () => void };

function PanelBar({ isFull, close, toggleFull }: PanelBarProps) {
  const Size = isFull ? Minimize2 : Maximize2;
  return (
    <div className="flex h-10 shrink-0 items-center justify-between px-4 max-sm:px-2">
      <Button look="quiet" onClick={close} className={clsx('-ml-1', !isFull && 'lg:hidden')}>
        <ArrowLeft aria-hidden /> Back to the list
      </Button>
      <span className="flex-1" />
      <Button
        look="quiet"
        isIcon
        onClick={toggleFull}
        aria-label={isFull ? 'Show beside the list' : 'Show as a full page'}
        title={isFull ? 'Show beside the list (o)' : 'Show as a full page (o)'}
        className="max-lg:hidden"
      >
        <Size aria-hidden />
      </Button>
      <Button
        look="quiet"
        isIcon
        onClick={close}
        aria-label="Close"
        title="Close (Esc)"
        className="max-lg:hidden"
      >
        <X aria-hidden />
      </Button>
    </div>
  );
}
