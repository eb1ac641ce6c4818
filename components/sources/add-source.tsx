'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { useDeedUrl } from '@/components/ui/deed-url';
import { Dialog, DialogActions, DialogCancel } from '@/components/ui/dialog';
import { Field, Input, Select } from '@/components/ui/field';
import { Problem } from '@/components/ui/problem';
import { createSource } from './queries';
import { KIND_WORDS } from './states';

/** A new source; its first file is sent in its panel. */
export function AddSource({ onAdded }: { onAdded: (id: string) => void }) {
  const { isOpen, setOpen } = useDeedUrl('add');
  const client = useQueryClient();
  const create = useMutation(createSource(client));
  const submit = (form: FormData) => {
    const path = String(form.get('path')).trim();
    create.mutate(
      { name: String(form.get('name')), kind: String(form.get('kind')), config: path ? { path } : {} },
      { onSuccess: ({ id }) => onAdded(id) },
    );
  };
  return (
    <Dialog
      title="Add a source"
      open={isOpen}
      onOpenChange={setOpen}
      trigger={
        <Button look="primary">
          <Plus aria-hidden /> Add a source
        </Button>
      }
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          submit(new FormData(event.currentTarget));
        }}
      >
        <Field label="Name">
          {(wiring) => <Input {...wiring} name="name" required maxLength={100} autoComplete="off" />}
        </Field>
        <Field label="Kind">
          {(wiring) => (
            <Select {...wiring} name="kind">
              {Object.entries(KIND_WORDS).map(([kind, words]) => (
                <option key={kind} value={kind}>
                  {words}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field
          label="File on the server"
          hint="Below IMPORT_DIR, read afresh by each run. Leave it empty to upload here."
        >
          {(wiring) => <Input {...wiring} name="path" maxLength={500} autoComplete="off" />}
        </Field>
        {create.error ? <Problem error={create.error} /> : null}
        <DialogActions>
          <DialogCancel />
          <Button type="submit" look="primary" disabled={create.isPending}>
            Add
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
