'use client';

import { Field, Input } from '@/components/ui/field';

/** A new password, twice. The form that holds it asks `readNewPassword` what was typed. */
export function NewPassword({ fault }: { fault: string | null }) {
  return (
    <>
      <Field label="New password" hint="At least 12 characters">
        {(wiring) => (
          <Input
            {...wiring}
            name="next"
            type="password"
            autoComplete="new-password"
            minLength={12}
            maxLength={200}
            required
          />
        )}
      </Field>
      <Field label="New password again" error={fault}>
        {(wiring) => <Input {...wiring} name="again" type="password" autoComplete="new-password" required />}
      </Field>
    </>
  );
}

/** The password, or null when the two are not the same. */
export function readNewPassword(form: FormData): string | null {
  const next = String(form.get('next'));
  return next === String(form.get('again')) ? next : null;
}
