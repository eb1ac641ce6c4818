import clsx from 'clsx';
import type { ReactNode } from 'react';
import type { StateLook } from './state';
import { State } from './state';

export type StripPart = {
  id: string;
  look: StateLook;
  count: ReactNode;
  isChosen: boolean;
  onChoose: () => void;
};

/** How many stand in each state, and the filter by it at once. */
export function StateStrip({ label, parts }: { label: string; parts: StripPart[] }) {
  return (
    <fieldset className="flex min-w-0 gap-1 overflow-x-auto border-b bg-surface px-3 py-1.5">
      <legend className="sr-only">{label}</legend>
      {parts.map((part) => (
        <button
          key={part.id}
          type="button"
          aria-pressed={part.isChosen}
          onClick={part.onChoose}
          className={clsx(
            'inline-flex h-7 shrink-0 items-center gap-2 rounded-base px-2',
            part.isChosen ? 'bg-accent-soft' : 'hover:bg-hover',
          )}
        >
          <State look={part.look} />
          <span className="tabular-nums text-muted">{part.count}</span>
        </button>
      ))}
    </fieldset>
  );
}
