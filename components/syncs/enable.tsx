'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog, DialogActions, DialogCancel } from '@/components/ui/dialog';
import { Problem } from '@/components/ui/problem';
import type { DefinitionDetail } from '@/lib/catalog/schema';
import { enableDefinition } from './queries';

/** The first time the library's rows become what is assumed, which is said first; later it is a switch. */
export function EnableSync({
  detail: { slug, title, enabled, baselineAt, table },
}: {
  detail: DefinitionDetail;
}) {
  const [isOpen, setIsOpen] = useState(false);
  const change = useMutation(enableDefinition(useQueryClient()));
  const told = enabled
    ? 'Deliveries are kept and wait until it is on again'
    : 'Deliveries are worked on again';
  if (enabled || baselineAt !== null) {
    return (
      <>
        {change.error ? (
          <span role="alert" className="min-w-0 break-words text-bad">
            {change.error.message}
          </span>
        ) : null}
        <Button
          look="quiet"
          title={told}
          disabled={change.isPending}
          onClick={() => change.mutate({ slug, enabled: !enabled })}
        >
          {enabled ? 'Switch off' : 'Switch on'}
        </Button>
      </>
    );
  }
  return (
    <Dialog
      title={`Switch on ${title}`}
      description={`The rows of ${table} as they are now become what the library should hold, marked assumed, until the CMS says otherwise. From then on its changes are written.`}
      open={isOpen}
      onOpenChange={setIsOpen}
      trigger={<Button>Switch on…</Button>}
    >
      {change.error ? <Problem error={change.error} /> : null}
      <DialogActions>
        <DialogCancel>Not now</DialogCancel>
        <Button
          look="primary"
          disabled={change.isPending}
          onClick={() => change.mutate({ slug, enabled: true }, { onSuccess: () => setIsOpen(false) })}
        >
          {change.isPending ? 'Reading the library…' : 'Switch on'}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
