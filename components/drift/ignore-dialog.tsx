'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { EyeOff } from 'lucide-react';
import { useState } from 'react';
import { counted } from '@/components/changes/words';
import { Button } from '@/components/ui/button';
import { Dialog, DialogActions, DialogCancel } from '@/components/ui/dialog';
import { Field, Input, Select, Textarea } from '@/components/ui/field';
import { dayOf, startOf } from '@/components/ui/filter-days';
import { Problem } from '@/components/ui/problem';
import type { DriftField } from '@/lib/catalog/schema';
import { ignoreField, ignorePreviewQuery } from './queries';

const DAY_MS = 86_400_000;

type IgnoreDialogProps = { definitionId: string; recordKey: string; fields: DriftField[] };

/** Does not look at a field until a day, of this record or of all, with a note and with what else it would hide. */
export function IgnoreDialog(props: IgnoreDialogProps) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Dialog
      title="Ignore until"
      description="The field is not compared until then; what comes from the CMS is kept all the same."
      open={isOpen}
      onOpenChange={setIsOpen}
      trigger={
        <Button>
          <EyeOff aria-hidden /> Ignore until…
        </Button>
      }
    >
      <IgnoreForm {...props} onDone={() => setIsOpen(false)} />
    </Dialog>
  );
}

function IgnoreForm({ definitionId, recordKey, fields, onDone }: IgnoreDialogProps & { onDone: () => void }) {
  const first = fields.find(({ state }) => state !== 'agree') ?? fields[0];
  const [field, setField] = useState(first?.field ?? '');
  const [isOfAll, setIsOfAll] = useState(false);
  const key = isOfAll ? null : recordKey;
  const preview = useQuery(ignorePreviewQuery({ definitionId, key, field }));
  const ignore = useMutation(ignoreField(useQueryClient()));
  const submit = (form: FormData) => {
    const until = startOf(String(form.get('until')), 1); // to the end of that day
    if (until === null) return;
    ignore.mutate({ definitionId, key, field, until, note: String(form.get('note')) }, { onSuccess: onDone });
  };
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        submit(new FormData(event.currentTarget));
      }}
    >
      <Field label="Field">
        {(wiring) => (
          <Select {...wiring} value={field} onChange={({ target }) => setField(target.value)}>
            {fields.map((one) => (
              <option key={one.field} value={one.field}>
                {one.field}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label="Of" hint={<Hides hides={preview.data?.hides} isOfAll={isOfAll} />}>
        {(wiring) => (
          <Select
            {...wiring}
            value={isOfAll ? 'all' : 'one'}
            onChange={({ target }) => setIsOfAll(target.value === 'all')}
          >
            <option value="one">Record {recordKey}</option>
            <option value="all">Every record</option>
          </Select>
        )}
      </Field>
      <Field label="Until" hint="To the end of that day, by your clock.">
        {(wiring) => (
          <Input {...wiring} type="date" name="until" required min={dayIn(0)} defaultValue={dayIn(30)} />
        )}
      </Field>
      <Field label="Why" hint="It stands with the exception, for whoever asks later.">
        {(wiring) => <Textarea {...wiring} name="note" required maxLength={500} />}
      </Field>
      {ignore.error ? <Problem error={ignore.error} /> : null}
      {preview.error ? <Problem error={preview.error} /> : null}
      <DialogActions>
        <DialogCancel />
        <Button type="submit" look="primary" disabled={ignore.isPending || field === ''}>
          Ignore
        </Button>
      </DialogActions>
    </form>
  );
}

function Hides({ hides, isOfAll }: { hides: number | undefined; isOfAll: boolean }) {
  if (hides === undefined) return 'Looking at what it would hide…';
  if (!isOfAll) return 'It hides this record’s drift of the field, and no other.';
  return `It would also hide this field of ${counted(Math.max(0, hides - 1), 'other record')} that drift now.`;
}

const dayIn = (days: number) => dayOf(new Date(Date.now() + days * DAY_MS).toISOString());
