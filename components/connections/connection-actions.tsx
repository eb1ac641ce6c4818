'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Plug, Power, PowerOff, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog, DialogActions, DialogCancel } from '@/components/ui/dialog';
import { Problem } from '@/components/ui/problem';
import type { ConnectionDetail } from '@/lib/connections/schema';
import { EditConnection } from './edit-connection';
import { removeConnection, testConnection, updateConnection } from './queries';

type ConnectionActionsProps = { connection: ConnectionDetail; onRemoved: () => void };

export function ConnectionActions({ connection, onRemoved }: ConnectionActionsProps) {
  const client = useQueryClient();
  const test = useMutation(testConnection(client));
  const update = useMutation(updateConnection(client, connection.id));
  const { id, enabled, uses } = connection;
  const isUsed = Object.values(uses).some((count) => count > 0);
  const error = test.error ?? update.error;
  return (
    <>
      <div className="mt-3 flex flex-wrap gap-2">
        <Button look="primary" onClick={() => test.mutate(id)} disabled={test.isPending}>
          <Plug aria-hidden /> {test.isPending ? 'Testing…' : 'Test'}
        </Button>
        <EditConnection connection={connection} />
        <Button onClick={() => update.mutate({ enabled: !enabled })} disabled={update.isPending}>
          {enabled ? <PowerOff aria-hidden /> : <Power aria-hidden />} {enabled ? 'Switch off' : 'Switch on'}
        </Button>
        {isUsed ? null : <RemoveConnection connection={connection} onRemoved={onRemoved} />}
      </div>
      {isUsed ? <p className="mt-2 text-meta text-faint">{usedWords(uses)}</p> : null}
      {error ? (
        <div className="mt-3">
          <Problem error={error} />
        </div>
      ) : null}
    </>
  );
}

function usedWords({ routes, tickets, effects, deliveries, syncs }: ConnectionDetail['uses']): string {
  const parts = [
    [routes, routes === 1 ? 'route' : 'routes'],
    [tickets, tickets === 1 ? 'ticket' : 'tickets'],
    [effects, 'changes in the ledger'],
    [deliveries, deliveries === 1 ? 'delivery' : 'deliveries'],
    [syncs, syncs === 1 ? 'sync definition' : 'sync definitions'],
  ] as const;
  const words = parts.filter(([count]) => count > 0).map(([count, word]) => `${count} ${word}`);
  return `${words.join(', ')} hang on it: it can be switched off, not deleted.`;
}

function RemoveConnection({ connection, onRemoved }: ConnectionActionsProps) {
  const [isOpen, setIsOpen] = useState(false);
  const remove = useMutation(removeConnection(useQueryClient()));
  return (
    <Dialog
      title={`Delete ${connection.name}`}
      description="Nothing hangs on it. Its secret is deleted with it and cannot be brought back."
      open={isOpen}
      onOpenChange={setIsOpen}
      trigger={
        <Button look="danger">
          <Trash2 aria-hidden /> Delete
        </Button>
      }
    >
      {remove.error ? <Problem error={remove.error} /> : null}
      <DialogActions>
        <DialogCancel />
        <Button
          look="danger"
          disabled={remove.isPending}
          onClick={() => remove.mutate(connection.id, { onSuccess: onRemoved })}
        >
          Delete
        </Button>
      </DialogActions>
    </Dialog>
  );
}
