'use client';

import { Check, Link2 } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';

/** Puts the address of a page on the clipboard; where that is refused it says where else it stands. */
export function CopyLink({ path }: { path: string }) {
  const [outcome, setOutcome] = useState<'copied' | 'refused' | null>(null);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(new URL(path, window.location.href).href);
      setOutcome('copied');
    } catch {
      setOutcome('refused'); // no permission, or a page without TLS
    }
  };
  const Icon = outcome === 'copied' ? Check : Link2;
  return (
    <div className="-ml-3 flex flex-wrap items-center gap-2">
      <Button look="quiet" onClick={() => void copy()}>
        <Icon aria-hidden /> {outcome === 'copied' ? 'Link copied' : 'Copy the link'}
      </Button>
      <span role="status" className="text-meta text-muted">
        {outcome === 'refused' ? 'The browser does not let us copy here: take the address of this page.' : ''}
      </span>
    </div>
  );
}
