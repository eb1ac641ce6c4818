'use client';

import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';

export function CopyButton({ text, label }: { text: string; label: string }) {
  const [outcome, setOutcome] = useState<'copied' | 'refused' | null>(null);
  // Browsers keep the clipboard from pages that came without TLS: then one is told, and marks the text by hand.
  const copy = () =>
    navigator.clipboard === undefined
      ? setOutcome('refused')
      : navigator.clipboard.writeText(text).then(
          () => setOutcome('copied'),
          () => setOutcome('refused'),
        );
  return (
    <Button look="quiet" className="h-6 px-2 text-meta" onClick={() => void copy()}>
      {outcome === 'copied' ? <Check aria-hidden /> : <Copy aria-hidden />}
      <span className="sr-only">{label}: </span>
      <span aria-live="polite">
        {outcome === 'copied' ? 'Copied' : outcome === 'refused' ? 'Mark and copy it' : 'Copy'}
      </span>
    </Button>
  );
}
