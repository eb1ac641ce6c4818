'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { faultOf, isToldBeside } from '@/components/ui/fault-of';
import { Field, Input } from '@/components/ui/field';
import { FormFoot } from '@/components/ui/form-foot';
import { Problem } from '@/components/ui/problem';
import type { RouteRow } from '@/lib/tickets/schema';
import { saveRoute } from './queries';
import { TargetFields } from './target-fields';

const FIELDS = ['owner', 'connectionId', 'projectKey', 'issueType', 'assignee', 'weeklyCap'];

type RouteFormProps = {
  known: RouteRow | null; // null: a new one, whose owner is asked for
  owner?: string;
  onSaved: (id: string) => void;
  cancel?: ReactNode;
};

export function RouteForm({ known, owner, onSaved, cancel }: RouteFormProps) {
  const save = useMutation(saveRoute(useQueryClient()));
  const { error } = save;
  const faults = (field: string) => faultOf(error, field);
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        const form = new FormData(event.currentTarget);
        const text = (name: string) => String(form.get(name) ?? '').trim();
        save.mutate(
          {
            owner: known === null ? text('owner') || null : known.owner,
            connectionId: text('connectionId'),
            projectKey: text('projectKey'),
            issueType: text('issueType'),
            assignee: text('assignee') || null,
            weeklyCap: Number(text('weeklyCap')),
          },
          { onSuccess: ({ id }) => onSaved(id) },
        );
      }}
    >
      {known === null ? (
        <Field
          label="Owner"
          hint="As tags and accounts name it, in any case. Empty: everybody else, and what nobody owns."
          error={faults('owner')}
        >
          {(wiring) => (
            <Input {...wiring} name="owner" maxLength={200} autoComplete="off" defaultValue={owner} />
          )}
        </Field>
      ) : null}
      <TargetFields known={known} faults={faults} />
      <Field
        label="Assignee"
        hint="An account id of the site; empty leaves tickets unassigned."
        error={faults('assignee')}
      >
        {(wiring) => (
          <Input
            {...wiring}
            name="assignee"
            maxLength={200}
            autoComplete="off"
            defaultValue={known?.assignee ?? ''}
          />
        )}
      </Field>
      <Field
        label="Tickets a week"
        hint="The most that are opened on this board from Monday to Sunday; the largest savings go first."
        error={faults('weeklyCap')}
      >
        {(wiring) => (
          <Input
            {...wiring}
            name="weeklyCap"
            type="number"
            min={0}
            max={100_000}
            required
            defaultValue={known?.weeklyCap ?? 50}
          />
        )}
      </Field>
      {error && !isToldBeside(error, FIELDS) ? <Problem error={error} /> : null}
      <FormFoot isNew={known === null} isSaved={save.isSuccess} isPending={save.isPending} cancel={cancel} />
    </form>
  );
}
