'use client';

import { CircleAlert } from 'lucide-react';
import { useNow } from '@/components/ui/now';
import { Ago } from '@/components/ui/time';
import type { TokenView } from '@/lib/people/tokens.schema';
import { endsSoon } from './expiry';

/** When a token ends; marked while there is still time to make its successor. */
export function Expires({ token: { expiresAt, state } }: { token: TokenView }) {
  const now = useNow();
  if (expiresAt === null) return <span className="text-muted">never</span>;
  if (state !== 'live' || !endsSoon(expiresAt, now)) return <Ago at={expiresAt} />;
  return (
    <span className="inline-flex items-center gap-1 align-top text-warn">
      <CircleAlert role="img" aria-label="soon" className="size-3.5 shrink-0" />
      <Ago at={expiresAt} />
    </span>
  );
}
