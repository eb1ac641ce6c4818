'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link2 } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog, DialogActions, DialogCancel } from '@/components/ui/dialog';
import { Field, Input, Select } from '@/components/ui/field';
import { Problem } from '@/components/ui/problem';
import { adoptTicket, trackersQuery } from './queries';

/** "We have an issue for it already": that one becomes the ticket, and none is opened. */
export function AdoptIssue({ id }: { id: string }) {
  const [isOpen, setIsOpen] = useState(false);
  const trackers = useQuery({ ...trackersQuery(), enabled: isOpen });
  const adopt = useMutation(adoptTicket(useQueryClient()));
  const error = adopt.error ?? trackers.error;
  return (
    <Dialog
      title="Link an existing issue"
      description="From now on that issue is this recommendation's ticket, and none is opened for it. Its text is left as it is."
      open={isOpen}
      onOpenChange={setIsOpen}
      trigger={
        <Button>
          <Link2 aria-hidden /> Link an existing issue
        </Button>
      }
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          const form = new FormData(event.currentTarget);
          const [connectionId, issueKey] = [String(form.get('connectionId')), String(form.get('issueKey'))];
          adopt.mutate({ id, connectionId, issueKey }, { onSuccess: () => setIsOpen(false) });
        }}
      >
        <Field label="Tracker">
          {(wiring) => (
            <Select {...wiring} name="connectionId" required>
              {trackers.data?.map((tracker) => (
                <option key={tracker.id} value={tracker.id}>
                  {tracker.name}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field label="Key of the issue" hint="As Jira shows it, such as OPS-117">
          {(wiring) => <Input {...wiring} name="issueKey" required maxLength={100} autoComplete="off" />}
        </Field>
        {error ? <Problem error={error} /> : null}
        <DialogActions>
          <DialogCancel />
          <Button type="submit" look="primary" disabled={adopt.isPending || !trackers.data?.length}>
            Link
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
