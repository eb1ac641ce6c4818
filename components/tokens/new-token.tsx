'use client';

import { Plus } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { useDeedUrl } from '@/components/ui/deed-url';
import { Dialog } from '@/components/ui/dialog';
import { MadeToken } from './made-token';
import { NewTokenForm } from './new-token-form';

/** A new token: asked for, then shown once. */
export function NewToken() {
  const { isOpen, setOpen } = useDeedUrl('new');
  const [token, setToken] = useState<string | null>(null);
  const turn = (open: boolean) => {
    setOpen(open);
    setToken(null);
  };
  return (
    <Dialog
      title={token === null ? 'New token' : 'The token'}
      open={isOpen}
      onOpenChange={turn}
      trigger={
        <Button look="primary">
          <Plus aria-hidden /> New token
        </Button>
      }
    >
      {token === null ? (
        <NewTokenForm onMade={setToken} />
      ) : (
        <MadeToken token={token} onDone={() => turn(false)} />
      )}
    </Dialog>
  );
}
