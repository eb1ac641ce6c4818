'use client';

import { useEffect, useState } from 'react';
import type { SavedView } from '@/lib/views/schema';

/** Puts a view's link on the clipboard, and says for a moment that it is there, or the link where it cannot be. */
export function useCopiedLink() {
  const [note, setNote] = useState<string | null>(null);
  useEffect(() => {
    if (note === null) return;
    const timer = setTimeout(() => setNote(null), 8_000);
    return () => clearTimeout(timer);
  }, [note]);
  const copy = async ({ id, isShared }: SavedView) => {
    const link = `${window.location.origin}/views/${id}`;
    try {
      await navigator.clipboard.writeText(link);
      setNote(isShared ? 'Link copied' : 'Link copied; it opens for you only until you share it');
    } catch {
      setNote(link); // no permission, or a page without TLS: it can be copied by hand
    }
  };
  return { note, copy };
}

export function CopiedNote({ note }: { note: string | null }) {
  return (
    <span role="status" className="break-all text-meta text-muted empty:hidden">
      {note}
    </span>
  );
}
