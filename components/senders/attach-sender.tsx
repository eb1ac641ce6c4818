'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Plug, Unplug } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog, DialogActions, DialogCancel } from '@/components/ui/dialog';
import { Problem } from '@/components/ui/problem';
import type { SenderView } from '@/lib/deliveries/schema';
import { attachSender, detachSender } from './queries';

type AttachProps = { sender: SenderView };

/** Makes a CMS post to us. It keeps one listener, so that is said first. */
export function AttachSender({ sender: { connectionId, connectionName, attachedAt } }: AttachProps) {
  const [isOpen, setIsOpen] = useState(false);
  const attach = useMutation(attachSender(useQueryClient()));
  const word = attachedAt === null ? 'Attach' : 'Attach again';
  return (
    <Dialog
      title={`${word} to ${connectionName}`}
      description="A CMS keeps one listener. If another one is attached there now, it loses its place and hears nothing more."
      open={isOpen}
      onOpenChange={(open) => {
        setIsOpen(open);
        attach.reset();
      }}
      trigger={
        <Button look={attachedAt === null ? 'primary' : 'plain'}>
          <Plug aria-hidden /> {word}…
        </Button>
      }
    >
      {attach.error ? <Problem error={attach.error} /> : null}
      <DialogActions>
        <DialogCancel>Not now</DialogCancel>
        <Button
          look="primary"
          disabled={attach.isPending}
          onClick={() => attach.mutate(connectionId, { onSuccess: () => setIsOpen(false) })}
        >
          {attach.isPending ? 'Attaching…' : word}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

/** Makes a CMS stop posting to us. What is changed meanwhile is lost, which cannot be undone. */
export function DetachSender({ sender: { connectionId, connectionName } }: AttachProps) {
  const [isOpen, setIsOpen] = useState(false);
  const detach = useMutation(detachSender(useQueryClient()));
  return (
    <Dialog
      title={`Detach from ${connectionName}`}
      description="What is changed there while nobody listens is never posted again."
      open={isOpen}
      onOpenChange={(open) => {
        setIsOpen(open);
        detach.reset();
      }}
      trigger={
        <Button>
          <Unplug aria-hidden /> Detach…
        </Button>
      }
    >
      {detach.error ? <Problem error={detach.error} /> : null}
      <DialogActions>
        <DialogCancel />
        <Button
          look="danger"
          disabled={detach.isPending}
          onClick={() => detach.mutate(connectionId, { onSuccess: () => setIsOpen(false) })}
        >
          Detach
        </Button>
      </DialogActions>
    </Dialog>
  );
}
