import { Field, Input, Select } from '@/components/ui/field';
import type { StartField } from './graphs';

type StartInputProps = { field: StartField; value?: unknown; error?: string | null };

/** One field of a graph's input, with what it is now where it is changed. */
export function StartInput({ field, value, error }: StartInputProps) {
  const { name, label, hint, kind, options, isRequired } = field;
  if (kind === 'many') return <ManyInput field={field} value={value} />;
  if (kind === 'flag') {
    return (
      <label className="flex items-center gap-2">
        <input type="checkbox" name={name} defaultChecked={value === true} className="size-4 accent-accent" />
        {label}
      </label>
    );
  }
  return (
    <Field label={label} hint={hint} error={error}>
      {(wiring) =>
        kind === 'choice' ? (
          <Select {...wiring} name={name} required={isRequired} defaultValue={textOf(value)}>
            {isRequired ? null : <option value="">All</option>}
            {options.map((option) => (
              <option key={option.value} value={option.value}>
                {option.label}
              </option>
            ))}
          </Select>
        ) : (
          <Input {...wiring} name={name} type={kind} required={isRequired} defaultValue={textOf(value)} />
        )
      }
    </Field>
  );
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

function ManyInput({ field: { name, label, hint, options }, value }: StartInputProps) {
  const chosen = Array.isArray(value) ? value : [];
  return (
    <fieldset>
      <legend className="mb-1 font-semibold">{label}</legend>
      {options.map((option) => (
        <label key={option.value} className="flex h-7 items-center gap-2">
          <input
            type="checkbox"
            name={name}
            value={option.value}
            defaultChecked={chosen.includes(option.value)}
            className="size-4 accent-accent"
          />
          {option.label}
        </label>
      ))}
      <p className="text-meta text-faint">{hint ?? 'None chosen means all.'}</p>
    </fieldset>
  );
}
