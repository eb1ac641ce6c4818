import { Field, Input, Select } from '@/components/ui/field';
import type { StartField } from './graphs';

/** One field of a graph's input. */
export function StartInput({ field }: { field: StartField }) {
  const { name, label, hint, kind, options, isRequired } = field;
  if (kind === 'many') return <ManyInput field={field} />;
  if (kind === 'flag') {
    return (
      <label className="flex items-center gap-2">
        <input type="checkbox" name={name} className="size-4 accent-accent" /> {label}
      </label>
    );
  }
  return (
    <Field label={label} hint={hint}>
      {(wiring) =>
        kind === 'choice' ? (
          <Select {...wiring} name={name} required={isRequired}>
            {isRequired ? null : <option value="">All</option>}
            {options.map((option) => (
              <option key={option.value} value={option.value}>
                {option.label}
              </option>
            ))}
          </Select>
        ) : (
          <Input {...wiring} name={name} type={kind} required={isRequired} />
        )
      }
    </Field>
  );
}

function ManyInput({ field: { name, label, hint, options } }: { field: StartField }) {
  return (
    <fieldset>
      <legend className="mb-1 font-semibold">{label}</legend>
      {options.map((option) => (
        <label key={option.value} className="flex h-7 items-center gap-2">
          <input type="checkbox" name={name} value={option.value} className="size-4 accent-accent" />
          {option.label}
        </label>
      ))}
      <p className="text-meta text-faint">{hint ?? 'None chosen means all.'}</p>
    </fieldset>
  );
}
