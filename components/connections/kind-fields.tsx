import { Field, Input } from '@/components/ui/field';
import type { ConnectionField } from '@/lib/connections/kinds.schema';
import type { ConnectionView } from '@/lib/connections/schema';

type KindFieldProps = { field: ConnectionField; known: ConnectionView | null; error: string | null };

const TYPES = { url: 'url', text: 'text', secret: 'password', amount: 'text', number: 'number' } as const;

/** One field of a kind's description. A secret that is saved already may stay empty: then it is kept. */
export function KindField({ field, known, error }: KindFieldProps) {
  const { name, label, hint, type, placeholder, initial } = field;
  const isSecret = type === 'secret';
  const isKept = isSecret && known !== null;
  const value = known !== null && name !== 'secret' ? String(known[name]) : initial;
  return (
    <Field
      label={label}
      hint={isKept ? `Leave it empty to keep the one that is saved. ${hint}` : hint}
      error={error}
    >
      {(wiring) => (
        <Input
          {...wiring}
          name={name}
          type={TYPES[type]}
          defaultValue={value}
          placeholder={isKept ? 'Saved, not shown' : placeholder}
          required={!isKept}
          autoComplete={isSecret ? 'new-password' : 'off'}
          {...(type === 'amount' ? { inputMode: 'decimal' as const } : {})}
          {...(type === 'number' ? { min: 1, max: 100 } : {})}
        />
      )}
    </Field>
  );
}
