'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Pencil, SkipForward } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field, Textarea } from '@/components/ui/field';
import { NoteForm } from '@/components/ui/note-form';
import type { DeliveryDetail } from '@/lib/deliveries/schema';
import { jsonFault, prettyBody } from './body';
import { settleDead } from './queries';

type DeadProps = { delivery: DeliveryDetail };

/** Passes over a dead delivery, so that its key goes on without it. */
export function SkipDead({ delivery: { id, key } }: DeadProps) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Dialog
      title={`Skip this delivery of ${key}`}
      description="What it holds is not applied, and what waits behind it goes on. It stays here and can be replayed."
      open={isOpen}
      onOpenChange={setIsOpen}
      trigger={
        <Button>
          <SkipForward aria-hidden /> Skip…
        </Button>
      }
    >
      <SettleForm id={id} body={null} onDone={() => setIsOpen(false)} />
    </Dialog>
  );
}

/** Puts a corrected body in the place of a dead one. */
export function EditDead({ delivery: { id, key, body } }: DeadProps) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Dialog
      title={`Edit this delivery of ${key}`}
      description="The corrected body takes its place before all that waits behind it. What came stays here as it was."
      open={isOpen}
      onOpenChange={setIsOpen}
      trigger={
        <Button>
          <Pencil aria-hidden /> Edit…
        </Button>
      }
    >
      <SettleForm id={id} body={prettyBody(body).text} onDone={() => setIsOpen(false)} />
    </Dialog>
  );
}

type SettleFormProps = { id: string; body: string | null; onDone: () => void };

/** `body`: the text to correct; null where it is passed over. */
function SettleForm({ id, body, onDone }: SettleFormProps) {
  const settle = useMutation(settleDead(useQueryClient()));
  const [text, setText] = useState(body ?? '');
  const fault = body === null ? null : jsonFault(text);
  const submit = (note: string) =>
    settle.mutate(
      { id, settle: body === null ? { deed: 'skip', note } : { deed: 'edit', body: text, note } },
      { onSuccess: onDone },
    );
  return (
    <NoteForm
      deed={body === null ? 'Skip' : 'Send corrected'}
      error={settle.error}
      isPending={settle.isPending}
      isBlocked={fault !== null}
      onSubmit={submit}
    >
      {body === null ? null : (
        <Field label="Body" hint="JSON, an object with the key and the fields to set." error={fault}>
          {(wiring) => (
            <Textarea
              {...wiring}
              value={text}
              onChange={({ target }) => setText(target.value)}
              spellCheck={false}
              required
              className="min-h-48 font-mono"
            />
          )}
        </Field>
      )}
    </NoteForm>
  );
}
