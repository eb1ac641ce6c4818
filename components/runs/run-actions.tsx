'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Ban, RotateCw } from 'lucide-react';
import { useState } from 'react';
import { useGo } from '@/components/shell/pending-page';
import { Button } from '@/components/ui/button';
import { Dialog, DialogActions, DialogCancel } from '@/components/ui/dialog';
import { Problem } from '@/components/ui/problem';
import type { RunDetail } from '@/lib/runs/schema';
import { cancelRun, resumeRun, startRun, uncertainQuery } from './queries';
import { resumption } from './resume';
import { isActive, isResumable } from './states';

export function RunActions({ run }: { run: RunDetail }) {
  const client = useQueryClient();
  const cancel = useMutation(cancelRun(client));
  const mayCancel = isActive(run) && run.state !== 'cancelling';
  if (!mayCancel && !isResumable(run)) return null;
  return (
    <div className="mt-3 flex flex-wrap gap-2">
      {isResumable(run) ? <Resume run={run} /> : null}
      {mayCancel ? (
        <Button onClick={() => cancel.mutate(run.id)} disabled={cancel.isPending}>
          <Ban aria-hidden /> Cancel
        </Button>
      ) : null}
      {cancel.error ? <Problem error={cancel.error} /> : null}
    </div>
  );
}

/** Asks Jira after what is uncertain and sends nothing; this run stays as it is, for a later resume. */
function LookUp({ label }: { label: string }) {
  const go = useGo();
  const start = useMutation(startRun(useQueryClient()));
  return (
    <>
      {start.error ? <Problem error={start.error} /> : null}
      <Button
        disabled={start.isPending}
        onClick={() =>
          start.mutate({ graph: 'look-up', input: {} }, { onSuccess: ({ runId }) => go(`/runs/${runId}`) })
        }
      >
        {label}
      </Button>
    </>
  );
}

/** Says what a resume will do before it does it. */
function Resume({ run }: { run: RunDetail }) {
  const [isOpen, setIsOpen] = useState(false);
  const client = useQueryClient();
  const resume = useMutation(resumeRun(client));
  const distributes = run.jobs.some(({ job }) => job === 'distribute');
  const uncertain = useQuery({ ...uncertainQuery(), enabled: isOpen && distributes });
  const { button, words, lookUp } = resumption(run, uncertain.data ?? 0);
  return (
    <Dialog
      title="Resume this run"
      description={words}
      open={isOpen}
      onOpenChange={setIsOpen}
      trigger={
        <Button look="primary">
          <RotateCw aria-hidden /> Resume
        </Button>
      }
    >
      {resume.error ? <Problem error={resume.error} /> : null}
      <DialogActions>
        <DialogCancel>Not now</DialogCancel>
        {lookUp ? <LookUp label={lookUp} /> : null}
        <Button
          look="primary"
          disabled={resume.isPending}
          onClick={() =>
            resume.mutate({ id: run.id, epoch: run.epoch }, { onSuccess: () => setIsOpen(false) })
          }
        >
          {button}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
