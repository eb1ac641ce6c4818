'use client';

import { Button } from '@/components/ui/button';
import { Dismiss } from './dismiss';

/** What can be done with the rows that were selected. */
export function ChosenBar({ chosen, onDone }: { chosen: ReadonlySet<string>; onDone: () => void }) {
  return (
    <div className="flex items-center gap-2 border-b bg-accent-soft px-4 py-1">
      <span className="tabular-nums">{chosen.size} selected</span>
      <Dismiss ids={[...chosen]} onDone={onDone} />
      <Button look="quiet" onClick={onDone}>
        Clear
      </Button>
    </div>
  );
}
