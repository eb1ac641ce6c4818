'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from '@/components/ui/button';
import { DialogActions } from '@/components/ui/dialog';
import { DialogWindow } from '@/components/ui/dialog-window';
import { Field, Input } from '@/components/ui/field';
import { Problem } from '@/components/ui/problem';
import { RequestError } from '@/components/ui/request';
import type { ViewArea } from '@/lib/views/link.schema';
import type { SavedView } from '@/lib/views/schema';
import { changeView, saveView } from './queries';

type ViewFormProps = {
  area: ViewArea;
  search: string;
  view?: SavedView; // that is renamed; without it, what is shown is saved as a new one
  onSaved: (view: SavedView) => void;
  onClose: () => void;
};

/** The name of a view, and whether everyone finds it in their menu. */
export function ViewForm({ area, search, view, onSaved, onClose }: ViewFormProps) {
  const client = useQueryClient();
  const save = useMutation(saveView(client));
  const change = useMutation(changeView(client));
  const error = save.error ?? change.error;
  const wrongName =
    error instanceof RequestError ? error.errors.find(({ path }) => path === 'name') : undefined;
  const submit = (form: FormData) => {
    const given = { name: String(form.get('name')).trim(), isShared: form.get('isShared') !== null };
    if (view) change.mutate({ id: view.id, ...given }, { onSuccess: onSaved });
    else save.mutate({ area, search, ...given }, { onSuccess: onSaved });
  };
  return (
    <DialogWindow
      title={view ? 'Rename or share this view' : 'Save this view'}
      description={
        view ? undefined : 'It keeps the filters and the sort, not the rows: what fits later is in it later.'
      }
      onClose={onClose}
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          submit(new FormData(event.currentTarget));
        }}
      >
        <Field label="Name" error={wrongName?.message}>
          {(wiring) => <Input {...wiring} name="name" required maxLength={80} defaultValue={view?.name} />}
        </Field>
        <label className="flex items-start gap-2">
          <input
            type="checkbox"
            name="isShared"
            defaultChecked={view?.isShared}
            className="mt-1 size-3.5 accent-accent"
          />
          <span>
            <span className="font-semibold">Share with everyone</span>
            <span className="block text-meta text-faint">
              They find it in this menu and can open its link; only you can change it.
            </span>
          </span>
        </label>
        {error && !wrongName ? <Problem error={error} /> : null}
        <DialogActions>
          <Button look="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" look="primary" disabled={save.isPending || change.isPending}>
            Save
          </Button>
        </DialogActions>
      </form>
    </DialogWindow>
  );
}
