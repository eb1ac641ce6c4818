'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { OverrideReason } from '@/components/backtest/publication-limits';
import { Button } from '@/components/ui/button';
import { DialogActions } from '@/components/ui/dialog';
import { Field, Textarea } from '@/components/ui/field';
import { Problem } from '@/components/ui/problem';
import { Skeleton } from '@/components/ui/skeleton';
import { TextDiff } from './lazy-diff';
import { restoreVersion, versionQuery } from './queries';

const WideWindow = dynamic(() => import('./wide-window'), { ssr: false });

type RestoreProps = { slug: string; version: number; currentVersion: number; onDone: () => void };

/** The button at an older version, and the window in which it is published again. */
export function Restore(props: RestoreProps) {
  const { version, onDone } = props;
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <Button look="quiet" aria-haspopup="dialog" onClick={() => setIsOpen(true)}>
        Restore…
      </Button>
      {isOpen ? (
        <WideWindow title={`Restore version ${version}`} onClose={() => setIsOpen(false)}>
          <RestoreForm
            {...props}
            onCancel={() => setIsOpen(false)}
            onDone={() => {
              setIsOpen(false);
              onDone();
            }}
          />
        </WideWindow>
      ) : null}
    </>
  );
}

type RestoreFormProps = RestoreProps & { onCancel: () => void };

/** What would change against what is published, and a note for whoever asks later. */
function RestoreForm({ slug, version, currentVersion, onCancel, onDone }: RestoreFormProps) {
  const restore = useMutation(restoreVersion(useQueryClient()));
  const submit = (form: FormData) => {
    const reason = form.get('overrideReason');
    restore.mutate(
      {
        ...{ slug, version, currentVersion, note: String(form.get('note')) },
        ...(typeof reason === 'string' ? { overrideReason: reason } : {}),
      },
      { onSuccess: onDone },
    );
  };
  return (
    <form
      className="flex min-h-0 flex-1 flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        submit(new FormData(event.currentTarget));
      }}
    >
      <p className="text-muted">
        Its text becomes version {currentVersion + 1}. Version {currentVersion} stays to be read, and drafts
        stay as they are.
      </p>
      <Field label="Why" hint="It stands with the version, for whoever asks later.">
        {(wiring) => <Textarea {...wiring} name="note" required minLength={3} maxLength={500} />}
      </Field>
      <section aria-label="What changes" className="min-h-24 flex-1 overflow-y-auto">
        <Difference {...{ slug, version, currentVersion }} />
      </section>
      {restore.error ? <Problem error={restore.error} /> : null}
      <OverrideReason error={restore.error} />
      <DialogActions>
        <Button look="quiet" onClick={onCancel}>
          Cancel
        </Button>
        <Button type="submit" look="primary" disabled={restore.isPending}>
          Publish as version {currentVersion + 1}
        </Button>
      </DialogActions>
    </form>
  );
}

function Difference({ slug, version, currentVersion }: Omit<RestoreProps, 'onDone'>) {
  const current = useQuery(versionQuery(slug, currentVersion));
  const older = useQuery(versionQuery(slug, version));
  const error = current.error ?? older.error;
  if (error) return <Problem error={error} />;
  if (!current.data || !older.data) return <Skeleton className="h-24 w-full" />;
  return <TextDiff label="What changes" from={current.data.yaml} to={older.data.yaml} />;
}
