'use client';

import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { Button } from './button';

type CopyTextProps = { label: string; text: string; isMultiline?: boolean };

/** A text to take away, with a button that puts it on the clipboard. Where that is refused it can be marked by hand. */
export function CopyText({ label, text, isMultiline = false }: CopyTextProps) {
  const [outcome, setOutcome] = useState<'copied' | 'refused' | null>(null);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setOutcome('copied');
    } catch {
      setOutcome('refused'); // no permission, or a page without TLS
    }
  };
  const Icon = outcome === 'copied' ? Check : Copy;
  return (
    <div className="flex flex-col gap-1">
      <div className="flex items-center justify-between gap-2">
        <span className="font-semibold">{label}</span>
        <Button look="quiet" onClick={() => void copy()} aria-label={`Copy: ${label}`}>
          <Icon aria-hidden /> {outcome === 'copied' ? 'Copied' : 'Copy'}
        </Button>
      </div>
      <pre
        className={`rounded-base border bg-surface p-2 font-mono text-meta select-all ${
          isMultiline ? 'overflow-x-auto whitespace-pre' : 'break-all whitespace-pre-wrap'
        }`}
      >
        {text}
      </pre>
      <p role="status" className="text-meta text-muted empty:hidden">
        {outcome === 'refused' ? 'The browser does not let us copy here: mark the text and copy it.' : null}
      </p>
    </div>
  );
}
