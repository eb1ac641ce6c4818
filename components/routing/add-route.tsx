'use client';

import { Plus } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog, DialogCancel } from '@/components/ui/dialog';
import { RouteForm } from './route-form';

type AddRouteProps = { owner?: string; trigger?: ReactNode; onAdded: (id: string) => void };

export function AddRoute({ owner, trigger, onAdded }: AddRouteProps) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Dialog
      title="Add a route"
      description="An owner has one route; adding one that is there changes it."
      open={isOpen}
      onOpenChange={setIsOpen}
      trigger={
        trigger ?? (
          <Button look="primary">
            <Plus aria-hidden /> Add a route
          </Button>
        )
      }
    >
      <RouteForm
        known={null}
        owner={owner}
        cancel={<DialogCancel />}
        onSaved={(id) => {
          setIsOpen(false);
          onAdded(id);
        }}
      />
    </Dialog>
  );
}
