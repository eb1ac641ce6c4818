'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { CopyPlus, RotateCcw } from 'lucide-react';
import { useState } from 'react';
import { FieldChanges } from '@/components/changes/field-changes';
import { counted } from '@/components/changes/words';
import { Button } from '@/components/ui/button';
import { Dialog, DialogActions, DialogCancel } from '@/components/ui/dialog';
import { Problem } from '@/components/ui/problem';
import { Skeleton } from '@/components/ui/skeleton';
import { State } from '@/components/ui/state';
import type { ReplayPreview } from '@/lib/catalog/schema';
import type { DeliveryChoice, ReplayInput } from '@/lib/deliveries/schema';
import { replayDeliveries, replayPreviewQuery } from './queries';
import { OUTCOME_LOOKS } from './states';

const WORDS = {
  replay: {
    button: 'Replay',
    icon: RotateCcw,
    told: 'In its own place in the order: it sets only what is older than it.',
  },
  newest: {
    button: 'Apply as newest',
    icon: CopyPlus,
    told: 'As if it came now: it sets all that it holds, over anything that came since.',
  },
} as const;

type ReplayDialogProps = {
  choice: DeliveryChoice;
  mode: ReplayInput['mode'];
  onDone: (deliveries: number) => void;
};

/** Works on deliveries again: what it would change first, then the deed. */
export function ReplayDialog({ choice, mode, onDone }: ReplayDialogProps) {
  const [isOpen, setIsOpen] = useState(false);
  const { button, icon: Icon, told } = WORDS[mode];
  return (
    <Dialog
      title={button}
      description={told}
      open={isOpen}
      onOpenChange={setIsOpen}
      trigger={
        <Button>
          <Icon aria-hidden /> {button}…
        </Button>
      }
    >
      <ReplayForm
        input={{ ...choice, mode }}
        onDone={(deliveries) => {
          setIsOpen(false);
          onDone(deliveries);
        }}
      />
    </Dialog>
  );
}

type ReplayFormProps = { input: ReplayInput; onDone: (deliveries: number) => void };

function ReplayForm({ input, onDone }: ReplayFormProps) {
  const { data: preview, error: unknown } = useQuery(replayPreviewQuery(input));
  const replay = useMutation(replayDeliveries(useQueryClient()));
  const error = unknown ?? replay.error;
  return (
    <>
      {preview ? (
        <Preview preview={preview} />
      ) : unknown ? null : (
        <div role="status">
          <span className="sr-only">Looking at what would change…</span>
          <Skeleton className="h-24 w-full" />
        </div>
      )}
      {error ? <Problem error={error} /> : null}
      <DialogActions>
        <DialogCancel />
        <Button
          look="primary"
          disabled={replay.isPending || preview === undefined || preview.deliveries === 0}
          onClick={() => replay.mutate(input, { onSuccess: ({ deliveries }) => onDone(deliveries) })}
        >
          {WORDS[input.mode].button} {preview ? preview.deliveries.toLocaleString('en-US') : ''}
        </Button>
      </DialogActions>
    </>
  );
}

function Preview({ preview: { deliveries, records, outcomes, sample } }: { preview: ReplayPreview }) {
  if (deliveries === 0) {
    return <p>None of these can be replayed: they are on their way, or were refused without a key.</p>;
  }
  return (
    <div className="@container flex flex-col gap-3">
      <p className="text-form">
        {counted(deliveries, 'delivery', 'deliveries')} of {counted(records, 'record')}.
      </p>
      <ul aria-label="What would become of them" className="flex flex-wrap gap-x-4">
        {outcomes.map(({ outcome, count }) => (
          <li key={outcome} className="inline-flex items-center gap-2">
            <State look={OUTCOME_LOOKS[outcome]} />
            <span className="tabular-nums text-muted">{count.toLocaleString('en-US')}</span>
          </li>
        ))}
      </ul>
      {sample.slice(0, 5).map(({ deliveryId, key, outcome, changes }) => (
        <section key={deliveryId} aria-label={`Delivery ${deliveryId}`}>
          <h3 className="mb-1 flex flex-wrap items-center gap-x-3 text-meta text-faint">
            <span className="font-mono">{key}</span>
            <State look={OUTCOME_LOOKS[outcome]} />
          </h3>
          {changes.length > 0 ? (
            <FieldChanges changes={changes} />
          ) : (
            <p className="text-muted">It changes nothing.</p>
          )}
        </section>
      ))}
      {deliveries > sample.length ? (
        <p className="text-meta text-faint">Looked at on a sample of {sample.length}.</p>
      ) : null}
    </div>
  );
}
