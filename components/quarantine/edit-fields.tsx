'use client';

import { valueWords } from '@/components/changes/words';
import { Field, Textarea } from '@/components/ui/field';
import type { FieldChange } from '@/lib/deliveries/schema';

/** What stands in the form by column; null is no value at all, which an empty text is not. */
export type Edited = Record<string, string | null>;

export function startOf(fields: FieldChange[]): Edited {
  return Object.fromEntries(fields.map(({ field, to }) => [field, to]));
}

/** Only what differs from what was held: the rest goes as it came. */
export function editedOf(fields: FieldChange[], edited: Edited): Edited {
  return Object.fromEntries(
    fields.flatMap(({ field, to }) => {
      const value = edited[field];
      return value === undefined || value === to ? [] : [[field, value]];
    }),
  );
}

type EditFieldsProps = { fields: FieldChange[]; edited: Edited; onEdit: (edited: Edited) => void };

/** The held values to correct, each beside what stands. */
export function EditFields({ fields, edited, onEdit }: EditFieldsProps) {
  return fields.map(({ field, from }) => {
    const value = edited[field] ?? null;
    return (
      <div key={field} className="flex flex-col gap-1">
        <Field label={field} hint={<span className="break-words">Stands now: {valueWords(from)}</span>}>
          {(wiring) => (
            <Textarea
              {...wiring}
              value={value ?? ''}
              placeholder={value === null ? 'no value' : undefined}
              onChange={({ target }) => onEdit({ ...edited, [field]: target.value })}
            />
          )}
        </Field>
        <label className="flex items-center gap-2 text-meta text-muted">
          <input
            type="checkbox"
            checked={value === null}
            onChange={({ target }) => onEdit({ ...edited, [field]: target.checked ? null : '' })}
            className="size-3.5 accent-accent"
          />
          No value for {field}
        </label>
      </div>
    );
  });
}
