import clsx from 'clsx';
import { type ComponentProps, type ReactNode, useId } from 'react';

const CONTROL =
  'rounded-base border border-line-strong bg-raised text-ink placeholder:text-faint disabled:opacity-50 aria-invalid:border-bad';

export function Input({ className, ...rest }: ComponentProps<'input'>) {
  return <input {...rest} className={clsx(CONTROL, 'h-8 px-2 text-form', className)} />;
}

export function Textarea({ className, ...rest }: ComponentProps<'textarea'>) {
  return <textarea {...rest} className={clsx(CONTROL, 'min-h-16 px-2 py-1 text-form', className)} />;
}

/** The browser's own list: it is the one that every phone and screen reader knows. */
export function Select({ className, ...rest }: ComponentProps<'select'>) {
  return <select {...rest} className={clsx(CONTROL, 'h-8 px-1.5 text-form', className)} />;
}

type FieldProps = {
  label: string;
  hint?: ReactNode;
  error?: string | null;
  children: (wiring: { id: string; 'aria-describedby'?: string; 'aria-invalid'?: true }) => ReactNode;
};

/** A label, its control, and below it a hint or what is wrong; the control gets the ids that tie them together. */
export function Field({ label, hint, error, children }: FieldProps) {
  const id = useId();
  const noteId = `${id}-note`;
  const note = error ?? hint;
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="text-body font-semibold">
        {label}
      </label>
      {children({
        id,
        ...(note ? { 'aria-describedby': noteId } : {}),
        ...(error ? { 'aria-invalid': true as const } : {}),
      })}
      {note ? (
        <p id={noteId} className={clsx('text-meta', error ? 'text-bad' : 'text-faint')}>
          {note}
        </p>
      ) : null}
    </div>
  );
}
