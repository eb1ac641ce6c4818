'use client';

import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { Button } from './button';

type PagerProps = {
  shown: number;
  cursor: string | null;
  nextCursor: string | null;
  onMove: (cursor: string | null) => void;
};

/** Next and Previous of a keyset list. Who came by a link to the middle goes back to the first page. */
export function Pager({ shown, cursor, nextCursor, onMove }: PagerProps) {
  const [trail, setTrail] = useState<(string | null)[]>([]);
  if (cursor === null && nextCursor === null) return null;
  const back = () => {
    onMove(trail.at(-1) ?? null);
    setTrail(trail.slice(0, -1));
  };
  const forth = () => {
    onMove(nextCursor);
    setTrail([...trail, cursor]);
  };
  return (
    <nav
      aria-label="Pages"
      className="flex h-10 shrink-0 items-center justify-end gap-2 border-t bg-surface px-4"
    >
      <span className="mr-auto text-meta text-faint">{shown} on this page</span>
      <Button look="quiet" disabled={cursor === null} onClick={back}>
        <ChevronLeft aria-hidden /> {cursor !== null && trail.length === 0 ? 'First page' : 'Previous'}
      </Button>
      <Button look="quiet" disabled={nextCursor === null} onClick={forth}>
        Next <ChevronRight aria-hidden />
      </Button>
    </nav>
  );
}
