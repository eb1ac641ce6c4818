'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { ExemptForm } from './exempt-form';
import { createExemption } from './queries';
import { type ScopeDraft, ScopeFields } from './scope-fields';
import { EMPTY_THING, exemptedOf } from './thing';
import { ThingFields } from './thing-fields';

export function AddExemption({ onAdded }: { onAdded: (id: string) => void }) {
  const [isOpen, setIsOpen] = useState(false);
  const done = (id: string) => {
    setIsOpen(false);
    onAdded(id);
  };
  return (
    <Dialog
      title="Add an exemption"
      description="It is not found until a day, whatever the rules say. The rules stay as they are."
      open={isOpen}
      onOpenChange={setIsOpen}
      trigger={
        <Button look="primary">
          <Plus aria-hidden /> Add an exemption
        </Button>
      }
    >
      <AddForm onDone={done} />
    </Dialog>
  );
}

function AddForm({ onDone }: { onDone: (id: string) => void }) {
  const [thing, setThing] = useState(EMPTY_THING);
  const [scope, setScope] = useState<ScopeDraft>({ ruleSet: null, action: null });
  const create = useMutation(createExemption(useQueryClient()));
  const what = exemptedOf(thing);
  const chosen = what && { what, ...scope };
  return (
    <ExemptForm
      scope={chosen}
      error={create.error}
      isPending={create.isPending}
      onSubmit={(given) => {
        if (chosen) create.mutate({ ...chosen, ...given }, { onSuccess: ({ id }) => onDone(id) });
      }}
    >
      <ThingFields thing={thing} onChange={setThing} />
      <ScopeFields scope={scope} onChange={setScope} />
    </ExemptForm>
  );
}
