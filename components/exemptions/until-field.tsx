import { Field, Input } from '@/components/ui/field';
import type { daysAhead } from './days';

type UntilFieldProps = { hint: string; days: ReturnType<typeof daysAhead> };

/** The last day of an exemption, as `until` of its form. */
export function UntilField({ hint, days: { min, max, usual } }: UntilFieldProps) {
  return (
    <Field label="Until" hint={hint}>
      {(wiring) => (
        <Input {...wiring} type="date" name="until" required min={min} max={max} defaultValue={usual} />
      )}
    </Field>
  );
}
