'use client';

import { useQuery } from '@tanstack/react-query';
import { actionWords } from '@/components/recommendations/states';
import { Field, Select } from '@/components/ui/field';
import { findingChoicesQuery } from './queries';

export type ScopeDraft = { ruleSet: string | null; action: string | null };
type ScopeFieldsProps = { scope: ScopeDraft; onChange: (scope: ScopeDraft) => void };

/** From which findings: of one rule set or all, of one action or all. */
export function ScopeFields({ scope, onChange }: ScopeFieldsProps) {
  const { data: choices } = useQuery(findingChoicesQuery());
  return (
    <div className="grid grid-cols-2 gap-3">
      <Field label="From">
        {(wiring) => (
          <Select
            {...wiring}
            className="w-full min-w-0"
            value={scope.ruleSet ?? ''}
            onChange={({ target }) => onChange({ ...scope, ruleSet: target.value || null })}
          >
            <option value="">Every rule set</option>
            {choices?.set.map(({ value, label }) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label="Action">
        {(wiring) => (
          <Select
            {...wiring}
            className="w-full min-w-0"
            value={scope.action ?? ''}
            onChange={({ target }) => onChange({ ...scope, action: target.value || null })}
          >
            <option value="">Every action</option>
            {choices?.action.map(({ value }) => (
              <option key={value} value={value}>
                {actionWords(value)}
              </option>
            ))}
          </Select>
        )}
      </Field>
    </div>
  );
}
