'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Check, Pencil } from 'lucide-react';
import { Fragment, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { NoteForm } from '@/components/ui/note-form';
import type { QuarantineView } from '@/lib/catalog/quarantine.schema';
import { type Edited, EditFields, editedOf, startOf } from './edit-fields';
import { releaseHeld } from './queries';
import { releaseSentence, rulesOf } from './words';

type ReleaseProps = { held: QuarantineView };

/** Lets a held change through as it came. */
export function Release({ held }: ReleaseProps) {
  const [isOpen, setIsOpen] = useState(false);
  const release = useMutation(releaseHeld(useQueryClient()));
  return (
    <Dialog
      title="Release"
      description={
        <>
          {releaseSentence(held)} <HeldBy held={held} /> A note is required.
        </>
      }
      open={isOpen}
      onOpenChange={setIsOpen}
      trigger={
        <Button look="primary">
          <Check aria-hidden /> Release…
        </Button>
      }
    >
      <NoteForm
        deed="Release"
        error={release.error}
        isPending={release.isPending}
        onSubmit={(note) => release.mutate({ id: held.id, note }, { onSuccess: () => setIsOpen(false) })}
      />
    </Dialog>
  );
}

/** Lets it through with other values. */
export function EditFirst({ held }: ReleaseProps) {
  const [isOpen, setIsOpen] = useState(false);
  const release = useMutation(releaseHeld(useQueryClient()));
  const [edited, setEdited] = useState<Edited>(() => startOf(held.fields));
  const values = editedOf(held.fields, edited);
  return (
    <Dialog
      title={`Edit record ${held.key} first`}
      description={
        <>
          <HeldBy held={held} /> What you leave as it is goes as it came. A note is required.
        </>
      }
      open={isOpen}
      onOpenChange={(open) => {
        setIsOpen(open);
        setEdited(startOf(held.fields));
      }}
      trigger={
        <Button>
          <Pencil aria-hidden /> Edit first…
        </Button>
      }
    >
      <NoteForm
        deed="Release"
        error={release.error}
        isPending={release.isPending}
        onSubmit={(note) =>
          release.mutate(
            { id: held.id, note, ...(Object.keys(values).length > 0 ? { values } : {}) },
            { onSuccess: () => setIsOpen(false) },
          )
        }
      >
        <EditFields fields={held.fields} edited={edited} onEdit={setEdited} />
      </NoteForm>
    </Dialog>
  );
}

function HeldBy({ held }: ReleaseProps) {
  const rules = rulesOf(held);
  return (
    <>
      {rules.length === 1 ? 'The rule ' : 'The rules '}
      {rules.map((rule, index) => (
        <Fragment key={rule}>
          {index > 0 ? ', ' : null}
          <em>{rule}</em>
        </Fragment>
      ))}{' '}
      held this.
    </>
  );
}
