'use client';

import { useQuery } from '@tanstack/react-query';
import { ResourceChoice } from '@/components/routing/resource-choice';
import { Field, Input, Select } from '@/components/ui/field';
import { findingChoicesQuery } from './queries';
import type { ThingDraft } from './thing';
import { KINDS } from './url';
import { KIND_WORDS } from './words';

type ThingFieldsProps = { thing: ThingDraft; onChange: (thing: ThingDraft) => void };

/** What is exempt: one resource, a whole account, or whatever carries a tag. */
export function ThingFields({ thing, onChange }: ThingFieldsProps) {
  const change = (given: Partial<ThingDraft>) => onChange({ ...thing, ...given });
  return (
    <>
      <Field label="Exempt">
        {(wiring) => (
          <Select
            {...wiring}
            value={thing.kind}
            onChange={({ target }) =>
              change({ kind: KINDS.find((kind) => kind === target.value) ?? 'resource' })
            }
          >
            {KINDS.map((kind) => (
              <option key={kind} value={kind}>
                {KIND_WORDS[kind]}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {thing.kind === 'resource' ? (
        <ResourceChoice onChoose={(resourceId) => change({ resourceId })} />
      ) : thing.kind === 'account' ? (
        <AccountFields thing={thing} change={change} />
      ) : (
        <TagFields thing={thing} change={change} />
      )}
    </>
  );
}

type FieldsProps = { thing: ThingDraft; change: (given: Partial<ThingDraft>) => void };

function AccountFields({ thing, change }: FieldsProps) {
  const { data: choices } = useQuery(findingChoicesQuery());
  return (
    <div className="grid grid-cols-[8rem_1fr] gap-3">
      <Field label="Provider">
        {(wiring) => (
          <Input
            {...wiring}
            required
            value={thing.provider}
            onChange={({ target }) => change({ provider: target.value })}
          />
        )}
      </Field>
      <Field label="Account">
        {(wiring) => (
          <>
            <Input
              {...wiring}
              required
              list="exempt-accounts"
              value={thing.account}
              onChange={({ target }) => change({ account: target.value })}
            />
            <datalist id="exempt-accounts">
              {choices?.account.map(({ value }) => (
                <option key={value} value={value} />
              ))}
            </datalist>
          </>
        )}
      </Field>
    </div>
  );
}

function TagFields({ thing, change }: FieldsProps) {
  return (
    <div className="grid grid-cols-2 gap-3">
      <Field label="Tag">
        {(wiring) => (
          <Input
            {...wiring}
            required
            autoCapitalize="none"
            value={thing.key}
            onChange={({ target }) => change({ key: target.value })}
          />
        )}
      </Field>
      <Field label="Value" hint="Empty: whatever it says.">
        {(wiring) => (
          <Input
            {...wiring}
            autoCapitalize="none"
            value={thing.value}
            onChange={({ target }) => change({ value: target.value })}
          />
        )}
      </Field>
    </div>
  );
}
