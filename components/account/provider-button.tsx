'use client';

import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { signInByProvider } from './credentials';

type ProviderButtonProps = { provider: string; next: string; onFault: (words: string) => void };

/** The way in through the company's own accounts, before the password. */
export function ProviderButton({ provider, next, onFault }: ProviderButtonProps) {
  const [isBusy, setIsBusy] = useState(false);
  const leave = async () => {
    setIsBusy(true);
    await signInByProvider(next).catch(() => {
      onFault('Evenkeel could not be reached. Try again in a moment.');
      setIsBusy(false);
    });
  };
  return (
    <>
      <Button look="primary" onClick={() => void leave()} disabled={isBusy} className="max-w-full">
        <span className="truncate">Sign in with {provider}</span>
      </Button>
      <p className="flex items-center gap-3 text-meta text-faint before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
        or with a password
      </p>
    </>
  );
}
