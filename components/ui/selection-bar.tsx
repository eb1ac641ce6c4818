'use client';

import clsx from 'clsx';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from './button';

type SelectionBarProps = {
  count: number | null; // null: nothing is selected
  isAll: boolean;
  total: number | undefined; // that fit the filter
  note: string | null;
  onChooseAll: () => void;
  onClear: () => void;
  summary?: ReactNode; // what the selected ones come to
  children: ReactNode; // what can be done with them
};

/**
 * What is selected of a list, what it comes to and what can be done with it, at the foot of the list. Its words are
 * there before there is anything to say, so that a screen reader hears the first ones too.
 */
export function SelectionBar({ count, isAll, total, note, ...rest }: SelectionBarProps) {
  const { onChooseAll, onClear, summary, children } = rest;
  const isEmpty = count === null && note === null;
  const mayHaveMore = !isAll && total !== undefined && count !== null && total > count;
  return (
    <div
      className={clsx(
        !isEmpty &&
          'flex shrink-0 flex-wrap items-center gap-x-3 gap-y-1 border-t bg-accent-soft px-4 py-1 max-sm:px-2',
      )}
    >
      <p role="status" className={isEmpty ? 'sr-only' : 'tabular-nums'}>
        {count === null ? null : (
          <span className="font-semibold">
            {isAll
              ? `All ${count.toLocaleString('en-US')} that fit the filter selected`
              : `${count.toLocaleString('en-US')} selected`}
          </span>
        )}
        {note ? <span className={count === null ? undefined : 'ml-2'}>{note}</span> : null}
      </p>
      {count === null ? null : (
        <>
          {summary}
          {mayHaveMore ? (
            <Button look="quiet" className="text-accent" onClick={onChooseAll}>
              Select all {total.toLocaleString('en-US')} that fit the filter
            </Button>
          ) : null}
          <span className="flex flex-wrap items-center gap-2 sm:ml-auto">
            {children}
            <Button look="quiet" data-clear-selection title="Clear the selection (Esc)" onClick={onClear}>
              <X aria-hidden /> Clear selection
            </Button>
          </span>
        </>
      )}
    </div>
  );
}
