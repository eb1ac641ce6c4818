'use client';

import { useRouter } from 'next/navigation';
import { startTransition } from 'react';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';

type PageErrorProps = { error: Error & { digest?: string }; reset: () => void };

/** A page that could not be made. The id is what the server's log has for it. */
export function PageError({ error, reset }: PageErrorProps) {
  const router = useRouter();
  const again = () =>
    startTransition(() => {
      router.refresh();
      reset();
    });
  return (
    <EmptyState title="This page could not be shown" action={<Button onClick={again}>Try again</Button>}>
      <p>Something went wrong on the server. Nothing you entered elsewhere is lost.</p>
      {error.digest ? (
        <p className="mt-2 text-meta text-faint">
          Request <code className="font-mono">{error.digest}</code>
        </p>
      ) : null}
    </EmptyState>
  );
}
