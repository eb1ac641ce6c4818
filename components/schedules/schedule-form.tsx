'use client';

import { type ReactNode, useState } from 'react';
import { inputOf, type StartableGraph } from '@/components/runs/graphs';
import { StartInput } from '@/components/runs/start-input';
import { Button } from '@/components/ui/button';
import { faultOf, isToldBeside } from '@/components/ui/fault-of';
import { Field, Input, Select } from '@/components/ui/field';
import { Problem } from '@/components/ui/problem';
import type { ScheduleRow } from '@/lib/runs/schedule.schema';
import { TimingFields } from './timing-fields';

export type ScheduleValues = {
  name: string;
  graph: string;
  input: Record<string, unknown>;
  cron: string;
  timeZone: string;
  keyFormat?: string;
};

type ScheduleFormProps = {
  known: ScheduleRow | null;
  graphs: StartableGraph[];
  error: Error | null;
  isPending: boolean;
  isSaved?: boolean;
  cancel?: ReactNode;
  onSubmit: (values: ScheduleValues) => void;
};

/** What starts, with its input, and when. */
export function ScheduleForm({
  known,
  graphs,
  error,
  isPending,
  isSaved,
  cancel,
  onSubmit,
}: ScheduleFormProps) {
  const [name, setName] = useState(known?.graph ?? graphs[0]?.name ?? '');
  const graph = graphs.find((one) => one.name === name);
  const fields = graph?.fields ?? [];
  const beside = [
    ...['name', 'graph', 'cron', 'timeZone', 'keyFormat'],
    ...fields.map((field) => `input.${field.name}`),
  ];
  const valueIn = known !== null && known.graph === name ? valuesIn(known.input) : () => undefined;
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        const form = new FormData(event.currentTarget);
        const text = (field: string) => String(form.get(field) ?? '').trim();
        const keyFormat = text('keyFormat');
        onSubmit({
          name: known?.isShipped ? known.name : text('name'),
          graph: name,
          input: inputOf(fields, prefixed(form)),
          cron: text('cron'),
          timeZone: text('timeZone'),
          ...(keyFormat === '' ? {} : { keyFormat }),
        });
      }}
    >
      {known?.isShipped ? null : (
        <Field label="Name" error={faultOf(error, 'name')}>
          {(wiring) => (
            <Input
              {...wiring}
              name="name"
              required
              maxLength={100}
              autoComplete="off"
              defaultValue={known?.name}
            />
          )}
        </Field>
      )}
      <Field label="What starts" hint={graph?.description} error={faultOf(error, 'graph')}>
        {(wiring) => (
          <Select {...wiring} value={name} onChange={({ target }) => setName(target.value)}>
            {graph ? null : <option value={name}>{name} (not known)</option>}
            {graphs.map((one) => (
              <option key={one.name} value={one.name}>
                {one.title}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {fields.map((field) => (
        <StartInput
          key={`${name}.${field.name}`}
          field={{ ...field, name: `${INPUT}${field.name}` }}
          value={valueIn(field.name)}
          error={faultOf(error, `input.${field.name}`)}
        />
      ))}
      <TimingFields known={known} error={error} />
      {error && !isToldBeside(error, beside) ? <Problem error={error} /> : null}
      <div className="flex flex-wrap items-center justify-end gap-2">
        {isSaved ? (
          <p role="status" className="mr-auto text-good">
            Saved
          </p>
        ) : null}
        {cancel}
        <Button type="submit" look="primary" disabled={isPending || graph === undefined}>
          {known === null ? 'Add' : 'Save'}
        </Button>
      </div>
    </form>
  );
}

/** Fields of the run's input have names of their own in this form: a run may ask for a `name` too. */
const INPUT = 'input.';

function prefixed(form: FormData): FormData {
  const own = new FormData();
  for (const [name, value] of form) if (name.startsWith(INPUT)) own.append(name.slice(INPUT.length), value);
  return own;
}

function valuesIn(input: unknown): (name: string) => unknown {
  const entries = typeof input === 'object' && input !== null ? Object.entries(input) : [];
  return (name) => entries.find(([key]) => key === name)?.[1];
}
