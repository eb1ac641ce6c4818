'use client';

import { Field, Select } from '@/components/ui/field';
import type { Role } from '@/lib/people/roles.schema';
import { ROLE_OPTIONS, ROLE_WORDS, roleOf } from './roles';

type RoleFieldProps = {
  role: Role;
  onRole: (role: Role) => void;
  isDisabled?: boolean;
  note?: string | null; // in place of what the role may do
};

/** A role to choose, with what it may do. */
export function RoleField({ role, onRole, isDisabled = false, note = null }: RoleFieldProps) {
  return (
    <Field label="Role" hint={note ?? ROLE_WORDS[role].may}>
      {(wiring) => (
        <Select
          {...wiring}
          name="role"
          value={role}
          disabled={isDisabled}
          onChange={({ target }) => onRole(roleOf(target.value) ?? role)}
        >
          {ROLE_OPTIONS.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}
