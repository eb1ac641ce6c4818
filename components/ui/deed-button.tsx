'use client';

import Link from 'next/link';
import type { ReactNode } from 'react';
import { Button } from './button';

/** Opens a form that stands elsewhere on the page, by its address (deed-url.ts). */
export function DeedButton({ deed, children }: { deed: string; children: ReactNode }) {
  return (
    <Button asChild>
      <Link href={`?do=${encodeURIComponent(deed)}`}>{children}</Link>
    </Button>
  );
}
