'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Field, Input, Select } from '@/components/ui/field';
import { FormFoot } from '@/components/ui/form-foot';
import { Problem } from '@/components/ui/problem';
import type { SourceDetail } from '@/lib/sources/views.schema';
import { changeSource } from './queries';

const COSTS = [
  { value: 'EffectiveCost', label: 'EffectiveCost' },
  { value: 'BilledCost', label: 'BilledCost, where EffectiveCost is empty' },
] as const;

/** How the files of a bill are read from now on. */
export function SourceSettings({ source }: { source: SourceDetail }) {
  const client = useQueryClient();
  const change = useMutation(changeSource(client));
  const { effectiveCost, maxBadShare } = source.config;
  const submit = (form: FormData) => {
    const cost = COSTS.find(({ value }) => value === form.get('effectiveCost'))?.value;
    const share = Number(form.get('maxBadPercent')) / 100;
    change.mutate({ id: source.id, config: { effectiveCost: cost, maxBadShare: share } });
  };
  return (
    <form
      key={`${effectiveCost} ${maxBadShare}`}
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        submit(new FormData(event.currentTarget));
      }}
    >
      <Field label="Cost column" hint="Applies to files that are imported from now on.">
        {(wiring) => (
          <Select {...wiring} name="effectiveCost" defaultValue={effectiveCost ?? 'EffectiveCost'}>
            {COSTS.map(({ value, label }) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field
        label="Refuse a file above, in %"
        hint="The share of its rows, or of their money, that may be refused."
      >
        {(wiring) => (
          <Input
            {...wiring}
            name="maxBadPercent"
            type="number"
            min={0}
            max={100}
            step="any"
            required
            defaultValue={(maxBadShare ?? 0.01) * 100}
          />
        )}
      </Field>
      {change.error ? <Problem error={change.error} /> : null}
      <FormFoot isNew={false} isSaved={change.isSuccess} isPending={change.isPending} />
    </form>
  );
}
