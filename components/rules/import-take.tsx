'use client';

import { Button } from '@/components/ui/button';
import { Field, Input } from '@/components/ui/field';

type ImportTakeProps = {
  count: number;
  isBusy: boolean;
  onTake: (how: { note: string; publish: boolean }) => void;
};

/** What is said with what is taken, and what becomes of it. */
export function ImportTake({ count, isBusy, onTake }: ImportTakeProps) {
  return (
    <form
      className="flex flex-wrap items-end gap-x-4 gap-y-3 border-t bg-surface px-4 py-3"
      onSubmit={(event) => {
        event.preventDefault();
        const form = new FormData(event.currentTarget);
        onTake({ note: String(form.get('note')), publish: form.get('become') === 'version' });
      }}
    >
      <div className="min-w-0 flex-1 basis-64">
        <Field label="What changed and why">
          {(wiring) => <Input {...wiring} name="note" required minLength={3} maxLength={500} />}
        </Field>
      </div>
      <fieldset className="flex flex-col gap-1">
        <legend className="sr-only">What becomes of them</legend>
        <Become value="draft" label="Make drafts" isFirst />
        <Become value="version" label="Publish at once" />
      </fieldset>
      <Button type="submit" look="primary" disabled={count === 0 || isBusy}>
        {isBusy ? 'Taking…' : `Take ${count} ${count === 1 ? 'file' : 'files'}`}
      </Button>
    </form>
  );
}

type BecomeProps = { value: string; label: string; isFirst?: boolean };

function Become({ value, label, isFirst = false }: BecomeProps) {
  return (
    <label className="flex items-center gap-2">
      <input
        type="radio"
        name="become"
        value={value}
        defaultChecked={isFirst}
        className="size-3.5 accent-accent"
      />
      {label}
    </label>
  );
}
