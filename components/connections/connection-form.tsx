'use client';

import { useMutation } from '@tanstack/react-query';
import { Plug } from 'lucide-react';
import { useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import { DialogActions, DialogCancel } from '@/components/ui/dialog';
import { faultOf, isToldBeside } from '@/components/ui/fault-of';
import { Field, Input, Select } from '@/components/ui/field';
import { Problem } from '@/components/ui/problem';
import {
  ADDED_KINDS,
  addedKindOf,
  CONNECTION_KINDS,
  type ConnectionKind,
} from '@/lib/connections/kinds.schema';
import type { ConnectionView } from '@/lib/connections/schema';
import { KindField } from './kind-fields';
import { tryConnection } from './queries';
import { TestResult } from './test-result';

/** What its kind does not ask for is not among them, nor a secret that was left empty: that one is kept. */
export type ConnectionValues = {
  name: string;
  baseUrl: string;
  account?: string;
  secret?: string;
  ticketFloor?: string;
  requestsPerSecond?: number;
};

type ConnectionFormProps = {
  known: ConnectionView | null; // null: a new one
  error: Error | null;
  isPending: boolean;
  onSubmit: (values: ConnectionValues, kind: ConnectionKind) => void;
};

/** What a connection is made of, by its kind's description; tried before it is saved. */
export function ConnectionForm({ known, error, isPending, onSubmit }: ConnectionFormProps) {
  const [kind, setKind] = useState<ConnectionKind>(known?.kind ?? 'jira');
  const form = useRef<HTMLFormElement>(null);
  const attempt = useMutation(tryConnection());
  const { fields } = CONNECTION_KINDS[kind];
  const names = ['name', ...fields.map(({ name }) => name)];
  const tryIt = () => {
    if (!form.current?.reportValidity()) return;
    const { baseUrl, account, secret } = valuesOf(form.current);
    attempt.mutate({ kind, baseUrl, account, secret, connectionId: known?.id });
  };
  const shown = error ?? attempt.error;
  return (
    <form
      ref={form}
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit(valuesOf(event.currentTarget), kind);
      }}
    >
      <Field label="Name" error={faultOf(shown, 'name')}>
        {(wiring) => (
          <Input
            {...wiring}
            name="name"
            required
            maxLength={80}
            autoComplete="off"
            defaultValue={known?.name}
          />
        )}
      </Field>
      {known === null ? <KindChoice kind={kind} onChoose={setKind} /> : null}
      {fields.map((field) => (
        <KindField
          key={`${kind}.${field.name}`}
          field={field}
          known={known}
          error={faultOf(shown, field.name)}
        />
      ))}
      {attempt.data ? <TestResult test={attempt.data} /> : null}
      {shown && !isToldBeside(shown, names) ? <Problem error={shown} /> : null}
      <DialogActions>
        <DialogCancel />
        <Button onClick={tryIt} disabled={attempt.isPending}>
          <Plug aria-hidden /> {attempt.isPending ? 'Testing…' : 'Test'}
        </Button>
        <Button type="submit" look="primary" disabled={isPending}>
          {known === null ? 'Add' : 'Save'}
        </Button>
      </DialogActions>
    </form>
  );
}

function KindChoice({ kind, onChoose }: { kind: ConnectionKind; onChoose: (kind: ConnectionKind) => void }) {
  return (
    <Field label="Kind">
      {(wiring) => (
        <Select {...wiring} value={kind} onChange={({ target }) => onChoose(addedKindOf(target.value))}>
          {ADDED_KINDS.map((value) => (
            <option key={value} value={value}>
              {CONNECTION_KINDS[value].title}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}

function valuesOf(form: HTMLFormElement): ConnectionValues {
  const data = new FormData(form);
  const text = (name: string) => String(data.get(name) ?? '').trim();
  const given = (name: 'account' | 'secret' | 'ticketFloor') =>
    text(name) === '' ? {} : { [name]: text(name) };
  const rate = text('requestsPerSecond');
  return {
    name: text('name'),
    baseUrl: text('baseUrl'),
    ...given('account'),
    ...given('secret'),
    ...given('ticketFloor'),
    ...(rate === '' ? {} : { requestsPerSecond: Number(rate) }),
  };
}
