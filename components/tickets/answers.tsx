'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog, DialogActions, DialogCancel } from '@/components/ui/dialog';
import { Field, Input } from '@/components/ui/field';
import { Problem } from '@/components/ui/problem';
import { answerEffect, relinkTicket } from './queries';

/** "It is this one": ties a parked creation to the issue that a person found. */
export function LinkIssue({ effectId }: { effectId: string }) {
  const client = useQueryClient();
  const answer = useMutation(answerEffect(client));
  return (
    <IssueDialog
      label="Link an issue"
      description="The issue that Jira made without telling us. From now on it is this recommendation's ticket."
      error={answer.error}
      isBusy={answer.isPending}
      onChoose={(issueKey, done) =>
        answer.mutate({ id: effectId, answer: { kind: 'link', issueKey } }, { onSuccess: done })
      }
    />
  );
}

/** Points a ticket at another issue: the first was deleted, or a wrong one was linked. */
export function Relink({ ticketId }: { ticketId: string }) {
  const client = useQueryClient();
  const relink = useMutation(relinkTicket(client));
  return (
    <IssueDialog
      label="Link another issue"
      description="From now on that issue is this recommendation's ticket. The old one is left as it is."
      error={relink.error}
      isBusy={relink.isPending}
      onChoose={(issueKey, done) => relink.mutate({ id: ticketId, issueKey }, { onSuccess: done })}
    />
  );
}

type IssueDialogProps = {
  label: string;
  description: string;
  error: Error | null;
  isBusy: boolean;
  onChoose: (issueKey: string, done: () => void) => void;
};

function IssueDialog({ label, description, error, isBusy, onChoose }: IssueDialogProps) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Dialog
      title={label}
      description={description}
      open={isOpen}
      onOpenChange={setIsOpen}
      trigger={<Button>{label}</Button>}
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          const issueKey = String(new FormData(event.currentTarget).get('issueKey')).trim();
          onChoose(issueKey, () => setIsOpen(false));
        }}
      >
        <Field label="Key of the issue" hint="As Jira shows it, such as OPS-117">
          {(wiring) => <Input {...wiring} name="issueKey" required maxLength={100} autoComplete="off" />}
        </Field>
        {error ? <Problem error={error} /> : null}
        <DialogActions>
          <DialogCancel />
          <Button type="submit" look="primary" disabled={isBusy}>
            Link
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

type CreateAnywayProps = { effectId: string; label: string; warning: string | null };

/** Sends again what was parked or refused. What could leave two issues is said and asked first. */
export function CreateAnyway({ effectId, label, warning }: CreateAnywayProps) {
  const client = useQueryClient();
  const [isOpen, setIsOpen] = useState(false);
  const answer = useMutation(answerEffect(client));
  const send = () =>
    answer.mutate({ id: effectId, answer: { kind: 'create_anyway' } }, { onSuccess: () => setIsOpen(false) });
  if (warning === null) {
    return (
      <>
        <Button onClick={send} disabled={answer.isPending}>
          {label}
        </Button>
        {answer.error ? <Problem error={answer.error} /> : null}
      </>
    );
  }
  return (
    <Dialog
      title={label}
      description={warning}
      open={isOpen}
      onOpenChange={setIsOpen}
      trigger={<Button>{label}</Button>}
    >
      {answer.error ? <Problem error={answer.error} /> : null}
      <DialogActions>
        <DialogCancel>Not now</DialogCancel>
        <Button look="primary" onClick={send} disabled={answer.isPending}>
          {label}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
