'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Play } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { useDeedUrl } from '@/components/ui/deed-url';
import { Dialog, DialogActions, DialogCancel } from '@/components/ui/dialog';
import { Field, Select } from '@/components/ui/field';
import { Problem } from '@/components/ui/problem';
import { inputOf, type StartableGraph } from './graphs';
import { startRun } from './queries';
import { StartInput } from './start-input';

type StartRunProps = { graphs: StartableGraph[]; onStarted: (runId: string) => void };

export function StartRun({ graphs, onStarted }: StartRunProps) {
  const { isOpen, argument, setOpen } = useDeedUrl('start');
  return (
    <Dialog
      title="Start a run"
      open={isOpen}
      onOpenChange={setOpen}
      trigger={
        <Button look="primary">
          <Play aria-hidden /> Start
        </Button>
      }
    >
      <StartForm key={argument} graphs={graphs} first={argument} onStarted={onStarted} />
    </Dialog>
  );
}

/** The form; a run that was started opens in its place. */
function StartForm({ graphs, first, onStarted }: StartRunProps & { first: string | null }) {
  const client = useQueryClient();
  const start = useMutation(startRun(client));
  const [name, setName] = useState(graphs.find((one) => one.name === first)?.name ?? graphs[0]?.name ?? '');
  const graph = graphs.find((one) => one.name === name);
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        const input = inputOf(graph?.fields ?? [], new FormData(event.currentTarget));
        start.mutate({ graph: name, input }, { onSuccess: ({ runId }) => onStarted(runId) });
      }}
    >
      <Field label="What" hint={graph?.description}>
        {(wiring) => (
          <Select {...wiring} value={name} onChange={(event) => setName(event.target.value)}>
            {graphs.map((one) => (
              <option key={one.name} value={one.name}>
                {one.title}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {graph?.fields.map((field) => (
        <StartInput key={`${name}.${field.name}`} field={field} />
      ))}
      {start.error ? <Problem error={start.error} /> : null}
      <DialogActions>
        <DialogCancel />
        <Button type="submit" look="primary" disabled={start.isPending || graph === undefined}>
          Start
        </Button>
      </DialogActions>
    </form>
  );
}
